"""Columns of values within objects, filled where a row holds a plain value in the place of the object."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.typed_columns import as_text

_IS_OBJECT = r"^\s*[\[{]"


def with_plain_values(table: pa.Table, instead: Mapping[str, str]) -> pa.Table:
    """The table, with "open" of status in status.name too. instead: column of a value → column of its object, or of
    itself: without its objects then."""
    for inner, name in instead.items():
        whole = as_text(table.column(name))
        plain = pc.if_else(pc.match_substring_regex(whole, _IS_OBJECT), pa.scalar(None, pa.string()), whole)
        place = table.column_names.index(inner)
        table = table.set_column(
            place, inner, pc.coalesce(as_text(table.column(inner)), plain) if inner != name else plain
        )
    return table
