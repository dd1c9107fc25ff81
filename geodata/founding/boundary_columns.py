"""Which columns of a boundary file hold the areas' code, name and parent: as given, else recognised by their names,
else by their values."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import BoundariesRefused

_VOCABULARY = tomllib.loads(Path(__file__).with_name("boundary_columns.toml").read_text(encoding="utf-8"))
_MOSTLY = 0.9
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class BoundaryColumns:
    """Names of the columns found in a file; None where there is none. code and name may be the same column."""

    code: str | None
    name: str | None
    parent: str | None


def recognised_columns(attributes: pd.DataFrame, given: BoundaryColumns | None = None) -> BoundaryColumns:
    """Code (must differ in every row), name and parent columns of the attributes of a boundary file.

    `given` columns are taken as they are, upper or lower case. Raises BoundariesRefused for one that is not there, for
    a code that repeats and for a name that is always empty.
    """
    known = _known(attributes)
    told = BoundaryColumns(None, None, None) if given is None else _given(attributes, given)
    parent = told.parent or next((known[word] for word in _words("parent") if word in known), None)
    code = told.code or _code(attributes, known, {parent, told.name})
    name = told.name or _name(attributes, known, {code, parent})
    if name is None and code is not None and _plain(code) in _VOCABULARY["name"]["words"]:
        name = code
    return BoundaryColumns(code, name, parent)


def level_column(attributes: pd.DataFrame) -> str | None:
    """The column that says of what level each row is, in a table of several."""
    known = _known(attributes)
    return next((known[word] for word in _words("level") if word in known), None)


def words_of(column: pd.Series) -> list[str | None]:
    """Values as trimmed text: 3.0 reads "3", what is empty reads None."""
    return [_word(value) for value in column.tolist()]


def slug(name: str) -> str:
    """A code made from a name: lower case, letters and digits of any script, words joined by -."""
    text = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\W_]+", "-", text).strip("-") or "area"


def column_called(attributes: pd.DataFrame, wanted: str, option: str) -> str:
    """The column called `wanted`, upper or lower case. Raises BoundariesRefused naming those that there are."""
    found = {str(column).strip().lower(): str(column) for column in reversed(attributes.columns)}
    if wanted in attributes.columns:
        return wanted
    if wanted.strip().lower() in found:
        return found[wanted.strip().lower()]
    there = ", ".join(str(column) for column in attributes.columns) or "none"
    raise BoundariesRefused(f"There is no column {wanted!r}; write {option} with one of its columns: {there}.")


def _given(attributes: pd.DataFrame, given: BoundaryColumns) -> BoundaryColumns:
    code, name, parent = (
        wanted and column_called(attributes, wanted, f"--{about}-column")
        for about, wanted in (("code", given.code), ("name", given.name), ("parent", given.parent))
    )
    if code and not _is_unique(attributes[code]):
        repeated = [
            str(word) for word, times in pd.Series(words_of(attributes[code])).value_counts().items() if times > 1
        ]
        what = f"repeats ({', '.join(repeated[:3])})" if repeated else "is empty in some rows"
        raise BoundariesRefused(f"The column {code!r} is no code, because it {what}; give another with --code-column.")
    if name and not any(words_of(attributes[name])):
        raise BoundariesRefused(f"The column {name!r} is empty in every row; give another with --name-column.")
    return BoundaryColumns(code, name, parent)


def _code(attributes: pd.DataFrame, known: dict[str, str], taken: set[str | None]) -> str | None:
    words, ends = _words("code"), tuple(_VOCABULARY["code"]["ends"])
    candidates = [
        *(known[word] for word in words if word in known),
        *(column for plain, column in known.items() if plain.endswith(ends)),
        *(known[word] for word in _VOCABULARY["code"]["row_numbers"] if word in known),
    ]
    return next((one for one in candidates if one not in taken and _is_unique(attributes[one])), None)


def _name(attributes: pd.DataFrame, known: dict[str, str], taken: set[str | None]) -> str | None:
    """Of the columns that are called like names the first that differs in every row, else the first that holds words;
    else a column whose values look like names."""
    ends = tuple(_VOCABULARY["name"]["ends"])
    called = [
        *(known[word] for word in _words("name") if word in known),
        *(column for plain, column in known.items() if plain.endswith(ends)),
    ]
    usable = [one for one in dict.fromkeys(called) if one not in taken and attributes[one].notna().any()]
    apart = [one for one in usable if _is_unique(attributes[one])]
    if usable:
        return usable[0] if len(attributes) == 1 or not apart else apart[0]
    others = [column for plain, column in known.items() if column not in taken and not _never_a_name(plain)]
    return next((one for one in others if _looks_like_names(words_of(attributes[one]))), None)


def _looks_like_names(words: Sequence[str | None]) -> bool:
    """Words with letters, short, hardly any twice, in nearly every row."""
    there = [word for word in words if word]
    lettered = [word for word in there if re.search(r"[^\W\d_]", word) and len(word) <= _LONGEST_NAME]
    return len(lettered) >= max(_MOSTLY * len(words), 1) and len(set(there)) >= _MOSTLY * len(there)


def _never_a_name(plain: str) -> bool:
    never = _VOCABULARY["never_a_name"]
    return plain in never["words"] or any(part in plain for part in never["parts"])


def _known(attributes: pd.DataFrame) -> dict[str, str]:
    return {_plain(column): column for column in attributes.columns if isinstance(column, str)}


def _words(about: str) -> Sequence[str]:
    found: Sequence[str] = _VOCABULARY[about]["words"]
    return found


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
