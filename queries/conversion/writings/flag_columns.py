"""Columns of yes and no that say a status or a kind of closing, as `flags.toml` declares them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from queries.privacy.personal_columns import plain_name


def flag_columns(by_plain: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Kind of word (status, close_type) → the columns that are flags of it, in the order in which they decide.

    by_plain: plain name → column of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for plain, meaning in _flags().items():
        for kind in meaning if plain in by_plain else ():
            found[kind] = (*found.get(kind, ()), by_plain[plain])
    return found


def flag_codes(column: str, kind: str) -> dict[bool, str | None] | None:
    """Yes and no of a column → the code of this kind that each means, None where it means nothing. None where the
    column is no flag of the kind."""
    return _flags().get(plain_name(column), {}).get(kind)


@cache
def _flags() -> dict[str, dict[str, dict[bool, str | None]]]:
    """Plain name → kind → yes and no → code."""
    declared = tomllib.loads(Path(__file__).with_name("flags.toml").read_text(encoding="utf-8"))["flag"]
    flags: dict[str, dict[str, dict[bool, str | None]]] = {}
    for flag in declared:
        yes, no = flag.get("yes", {}), flag.get("no", {})
        meaning = {kind: {True: yes.get(kind), False: no.get(kind)} for kind in (*yes, *no)}
        flags |= {plain_name(name): meaning for name in flag["names"]}
    return flags
