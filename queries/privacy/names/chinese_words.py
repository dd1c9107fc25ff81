"""The words by which Chinese names are found (chinese_names.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_CHARACTERS = ("family", "place_like", "given", "carried_over", "never")


@dataclass(frozen=True)
class ChineseWords:
    """family, given, …: characters; double: family names of two; words: what begins like a name and is none; the
    others: lists of words as in the file."""

    family: frozenset[str]
    double: frozenset[str]
    place_like: frozenset[str]
    given: frozenset[str]
    carried_over: frozenset[str]
    never: frozenset[str]
    words: frozenset[str]
    labels: tuple[str, ...]
    roles: tuple[str, ...]
    introductions: tuple[str, ...]
    relatives: tuple[str, ...]
    close: tuple[str, ...]
    wide: tuple[str, ...]
    not_address: tuple[str, ...]
    follow: tuple[str, ...]
    nobody: tuple[str, ...]
    of_places: tuple[str, ...]


@cache
def chinese_words() -> ChineseWords:
    """The lists, read once."""
    table = tomllib.loads(files("queries.privacy.names").joinpath("chinese_names.toml").read_text("utf-8"))
    held: dict[str, Any] = {name: tuple(found) for name, found in table.items() if not isinstance(found, str)}
    held |= {name: frozenset(table[name].replace("\n", "")) for name in _CHARACTERS}
    return ChineseWords(**held | {"words": frozenset(table["words"].split()), "double": frozenset(table["double"])})
