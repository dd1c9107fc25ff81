"""Which columns hold personal data, by what they are called (personal_columns.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from queries.errors import MappingRefused

PERSONAL = "personal"
"""The key of a mapping that names columns of personal data which their names do not tell."""
_PARTS = re.compile(r"[./›]")


def plain_name(name: str) -> str:
    """A column name without case, blanks, underscores, hyphens and brackets, as names are compared."""
    return re.sub(r"[\s_\-()（）【】\[\]]", "", name).casefold()


def person_names() -> tuple[str, ...]:
    """Plain names of the columns that tell who a person is, in the order in which they are preferred."""
    return tuple(plain_name(name) for name in _table()["person"])


@lru_cache(maxsize=4096)
def is_withheld(name: str) -> bool:
    """Whether a column of this name is kept out of the store and of landing/."""
    return any(_without_number(part) in _withheld() for part in (name, *_PARTS.split(name)))


def is_personal(name: str) -> bool:
    """Whether a column of this name holds personal data."""
    return is_withheld(name) or plain_name(name) in person_names()


def declared_personal(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Plain names of the columns that a mapping declares as personal. Raises MappingRefused."""
    declared = mapping.get(PERSONAL, [])
    declared = [declared] if isinstance(declared, str) else declared
    if not isinstance(declared, list) or not all(isinstance(name, str) for name in declared):
        raise MappingRefused("The mapping's personal must name a column of the file, or a list of columns.")
    return frozenset(map(plain_name, declared))


def _without_number(name: str) -> str:
    return plain_name(name).rstrip("0123456789")


@cache
def _withheld() -> frozenset[str]:
    table = _table()
    combined = (whom + what for whom in (*table["whom"], *table["whom_with_what"]) for what in table["what"])
    return frozenset(plain_name(name) for name in (*table["withheld"], *table["whom"], *combined))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("queries.privacy").joinpath("personal_columns.toml").read_text("utf-8"))
    return {key: tuple(names) for key, names in table.items()}
