"""Which columns hold personal data, by what they are called (personal_columns.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def plain_name(name: str) -> str:
    """A column name without case, blanks, underscores, hyphens and brackets, as names are compared."""
    return re.sub(r"[\s_\-()（）【】\[\]]", "", name).casefold()


def person_names() -> tuple[str, ...]:
    """Plain names of the columns that tell who a person is, in the order in which they are preferred."""
    return _names()["person"]


def is_withheld(name: str) -> bool:
    """Whether a column of this name is kept out of the store."""
    return plain_name(name) in _names()["withheld"]


def is_personal(name: str) -> bool:
    """Whether a column of this name holds personal data."""
    return is_withheld(name) or plain_name(name) in person_names()


@cache
def _names() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("queries.privacy").joinpath("personal_columns.toml").read_text("utf-8"))
    return {key: tuple(plain_name(name) for name in names) for key, names in table.items()}
