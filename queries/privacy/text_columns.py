"""Which columns of the store hold text from sources (text_columns.toml), and their values masked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from queries.privacy.masking import masked, masked_value


def leaving(column: str, value: Any) -> Any:
    """A value of a column as it may leave the store: text without personal data, everything else as it is."""
    if not isinstance(value, str):
        return value
    kinds = _columns()
    if column in kinds["free"]:
        return masked(value)
    return masked_value(value) if column in kinds["vocabulary"] else value


CATEGORIES = ("category1", "category2", "category3")


def called(case: Mapping[str, Any]) -> str:
    """What a case is called, as it may leave: by its title, else by the narrowest of its CATEGORIES; empty without."""
    names = ("title", *reversed(CATEGORIES))
    return next((str(text) for name in names if (text := leaving(name, case[name]))), "")


def masked_table(table: pa.Table) -> pa.Table:
    """The table with every column of text as it may leave; each distinct value is looked at once."""
    kinds = _columns()
    for place, name in enumerate(table.column_names):
        if name not in kinds["free"] | kinds["vocabulary"] or not pa.types.is_string(table.schema.field(place).type):
            continue
        clear = masked if name in kinds["free"] else masked_value
        encoded = table.column(place).combine_chunks().dictionary_encode()
        data = pa.array([clear(value) for value in encoded.dictionary.to_pylist()], pa.string())
        table = table.set_column(place, name, data.take(encoded.indices))
    return table


@cache
def _columns() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("queries.privacy").joinpath("text_columns.toml").read_text("utf-8"))
    return {kind: frozenset(names) for kind, names in table.items()}
