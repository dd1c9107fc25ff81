"""Which columns hold personal data, by what they are called (personal_columns.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from geodata.sentence import Sentence
from queries.errors import MappingRefused

PERSONAL = "personal"
"""The key of a mapping that names columns of personal data which their names do not tell."""
_PARTS = re.compile(r"[./›]")


def plain_name(name: str) -> str:
    """A column name without case, blanks, invisible marks, underscores, hyphens and brackets, as names are compared."""
    return re.sub(r"[\s_\-()（）【】\[\]\ufeff\u200b]", "", name).casefold()


def person_names() -> tuple[str, ...]:
    """Plain names of the columns that tell who a person is, in the order in which they are preferred."""
    return tuple(plain_name(name) for name in _table()["person"])


@lru_cache(maxsize=4096)
def is_withheld(name: str) -> bool:
    """Whether a column of this name is kept out of the store and of landing/; of a path such as contact.name each part
    counts, and each with the one before it (contact_name)."""
    parts = _PARTS.split(name)
    pairs = (before + part for before, part in pairwise(parts))
    return any(_without_number(part) in _withheld() for part in (name, *parts, *pairs))


def is_personal(name: str) -> bool:
    """Whether a column of this name holds personal data."""
    return is_withheld(name) or plain_name(name) in person_names()


def declared_personal(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Plain names of the columns that a mapping declares as personal. Raises MappingRefused."""
    declared = mapping.get(PERSONAL, [])
    declared = [declared] if isinstance(declared, str) else declared
    if not isinstance(declared, list) or not all(isinstance(name, str) for name in declared):
        text = "The mapping's personal must name a column of the file, or a list of columns."
        raise MappingRefused(Sentence("mapping_personal_list", text))
    return frozenset(map(plain_name, declared))


def is_declared_personal(name: str, declared: frozenset[str]) -> bool:
    """Whether a column, or an object that it is a value of, is among the declared personal ones (their plain names)."""
    parts = plain_name(name).split(".")
    return bool(declared) and any(".".join(parts[:number]) in declared for number in range(1, len(parts) + 1))


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
