"""Objects within a value (JSON), without what stands under a personal name."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from queries.privacy.personal_columns import is_declared_personal, is_personal

_BEGINS = r"^\s*[\[{]"
NOTHING: frozenset[str] = frozenset()


def without_personal(value: Any, name: str = "", declared: frozenset[str] = NOTHING) -> Any:
    """The value of a column of this name (objects, lists, texts, numbers), every entry left out that is personal by its
    name, by its name and the one above it, or because the path to it is declared so (plain names)."""
    if isinstance(value, dict):
        paths = {key: f"{name}.{key}" if name else str(key) for key in value}
        return {
            key: without_personal(held, paths[key], declared)
            for key, held in value.items()
            if not (
                is_personal(str(key)) or is_personal(_end(paths[key])) or is_declared_personal(paths[key], declared)
            )
        }
    return [without_personal(one, name, declared) for one in value] if isinstance(value, list) else value


def texts_without_personal(
    column: pa.ChunkedArray, name: str = "", declared: frozenset[str] = NOTHING
) -> pa.ChunkedArray:
    """A column of texts, those that are JSON objects or lists without what is personal in them (`without_personal`)."""
    if not pa.types.is_string(column.type):
        return column
    nested = pc.fill_null(pc.match_substring_regex(column, _BEGINS), False).combine_chunks()
    if not nested.true_count:
        return column
    flat = column.combine_chunks()
    cleared = pa.array([_cleared(text, name, declared) for text in flat.filter(nested).to_pylist()], pa.string())
    return pa.chunked_array([pc.replace_with_mask(flat, nested, cleared)])


def _end(path: str) -> str:
    """The last two names of a path: what is above them has been judged."""
    return ".".join(path.split(".")[-2:])


def _cleared(text: str, name: str, declared: frozenset[str]) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    kept = without_personal(value, name, declared)
    return text if kept == value else json.dumps(kept, ensure_ascii=False)
