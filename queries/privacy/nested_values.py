"""Objects within a value (JSON), without what stands under a personal name."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from queries.privacy.personal_columns import is_personal

_BEGINS = r"^\s*[\[{]"


def without_personal(value: Any) -> Any:
    """The value (objects, lists, texts, numbers), every entry with a personal name left out."""
    if isinstance(value, dict):
        return {name: without_personal(held) for name, held in value.items() if not is_personal(str(name))}
    return [without_personal(one) for one in value] if isinstance(value, list) else value


def texts_without_personal(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of texts, those that are JSON objects or lists without what stands under a personal name."""
    if not pa.types.is_string(column.type):
        return column
    nested = pc.fill_null(pc.match_substring_regex(column, _BEGINS), False).combine_chunks()
    if not nested.true_count:
        return column
    flat = column.combine_chunks()
    cleared = pa.array([_cleared(text) for text in flat.filter(nested).to_pylist()], pa.string())
    return pa.chunked_array([pc.replace_with_mask(flat, nested, cleared)])


def _cleared(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    kept = without_personal(value)
    return text if kept == value else json.dumps(kept, ensure_ascii=False)
