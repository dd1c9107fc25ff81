"""Which columns of a boundary file hold the areas' code, name and parent, recognised by the names of the columns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import pandas as pd

_CODE = (
    "code",
    "adcode",
    "area_code",
    "geoid",
    "geo_id",
    "gb",
    "代码",
    "编码",
    "区划代码",
    "行政区划代码",
    "统计代码",
    "网格编码",
)
_CODE_BY_END = ("_code", "_id", "code", "编码", "代码")
_ROW_NUMBERS = ("id", "objectid", "fid", "gid")
_NAME = ("name", "name_zh", "title", "label", "名称", "区划名称", "网格名称", "neighborhood", "nta_name", "boro_name")
_NAME_BY_END = ("_name", "name", "名称", "名")
_PARENT = (
    "parent",
    "parent_code",
    "parent_id",
    "parent_adcode",
    "pcode",
    "pid",
    "上级",
    "上级代码",
    "上级编码",
    "父级代码",
)


@dataclass(frozen=True, slots=True)
class BoundaryColumns:
    """Names of the columns found in a file; None where there is none."""

    code: str | None
    name: str | None
    parent: str | None


def recognised_columns(attributes: pd.DataFrame) -> BoundaryColumns:
    """Code (must differ in every row), name and parent columns of the attributes of a boundary file."""
    known = {_plain(column): column for column in attributes.columns if isinstance(column, str)}
    parent = next((known[word] for word in _PARENT if word in known), None)
    candidates = [
        *(known[word] for word in _CODE if word in known),
        *(column for plain, column in known.items() if plain.endswith(_CODE_BY_END)),
        *(known[word] for word in _ROW_NUMBERS if word in known),
    ]
    code = next((column for column in candidates if column != parent and _is_unique(attributes[column])), None)
    names = [
        *(known[word] for word in _NAME if word in known),
        *(column for plain, column in known.items() if plain.endswith(_NAME_BY_END)),
    ]
    name = next((column for column in names if column not in (code, parent) and attributes[column].notna().any()), None)
    return BoundaryColumns(code, name, parent)


def words_of(column: pd.Series) -> list[str | None]:
    """Values as trimmed text: 3.0 reads "3", what is empty reads None."""
    return [_word(value) for value in column.tolist()]


def slug(name: str) -> str:
    """A code made from a name: lower case, letters and digits of any script, words joined by -."""
    text = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\W_]+", "-", text).strip("-") or "area"


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_")


def _word(value: Any) -> str | None:
    if value is None or value != value:  # noqa: PLR0124  (NaN alone differs from itself)
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _is_unique(column: pd.Series) -> bool:
    words = words_of(column)
    return None not in words and len(set(words)) == len(words)
