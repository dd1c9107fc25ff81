"""Briefings as they stand in a file: read, and refused in one sentence where they are not understood."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.view.periods import NAMED_PERIODS

PARTS = (
    "areas", "category", "channel", "department", "changes", "loops", "overdue", "agenda", "supervision", "alarms",
    "failures", "definitions",
)  # fmt: skip
HEADLINES = SITUATION, AGENDA, SUPERVISION = ("situation", "agenda", "supervision")
STOCKS_AT = ("end", "now")
MOST_FIGURES, MOST_AREAS, MOST_ROWS = 6, 6, 200
FIELDS: Mapping[str, type] = {
    "zh": str, "en": str, "order": int, "period": str, "figures": list, "map": str, "trend": str, "areas": int,
    "parts": list, "most": int, "level": str, "special": bool, "shown": bool, "headline": str, "needs": list,
    "stocks": str, "cases": bool,
}  # fmt: skip
NEEDED = ("zh", "en", "order", "period", "figures", "parts")


class BriefingFileError(ValueError):
    """What is wrong with a file of briefings, in one English sentence that names the place."""


Counted = tuple[str, str | None]
"""Key of a KPI, and of an alternative denominator."""


@dataclass(frozen=True)
class BriefingDeclaration:
    """A briefing; what its fields mean stands at the head of briefings.toml."""

    key: str
    zh: str
    en: str
    order: int
    period: str
    figures: tuple[Counted, ...]
    parts: tuple[str, ...]
    map: Counted | None = None
    trend: Counted | None = None
    areas: int = 0
    most: int = 20
    level: str | None = None
    special: bool = False
    headline: str = HEADLINES[0]
    needs: tuple[str, ...] = ()
    stocks: str = STOCKS_AT[0]
    cases: bool = True


def briefings_in(text: str, known: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
    """The tables of a file by key, on top of those that are known already: one of the same key is changed by the fields
    that stand there. Raises BriefingFileError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BriefingFileError(f"The file is not valid TOML: {error}.") from error
    found = {key: dict(table) for key, table in (known or {}).items()}
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BriefingFileError(f"{key}: a briefing is a table, written [{key}].")
        found[key] = found.get(key, {}) | table
        _refuse_mistakes(key, found[key])
    return found


def declared(tables: Mapping[str, Mapping[str, Any]]) -> tuple[BriefingDeclaration, ...]:
    """The briefings of checked tables that are shown, in their order."""
    shown = [_declaration(key, table) for key, table in tables.items() if table.get("shown", True)]
    return tuple(sorted(shown, key=lambda one: (one.order, one.key)))


def counted(text: str) -> Counted:
    """`KEY` or `KEY/DENOMINATOR`."""
    key, _, denominator = text.partition("/")
    return key, denominator or None


def _declaration(key: str, table: Mapping[str, Any]) -> BriefingDeclaration:
    given = {name: value for name, value in table.items() if name != "shown"}
    for name in ("map", "trend"):
        if name in given:
            given[name] = counted(given[name])
    given["figures"] = tuple(counted(one) for one in given["figures"])
    for name in ("parts", "needs"):
        given[name] = tuple(given.get(name, ()))
    return BriefingDeclaration(key=key, **given)


def _refuse_mistakes(key: str, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        if name not in FIELDS:
            raise BriefingFileError(f"{key}.{name}: there is no such field; those there are: {', '.join(FIELDS)}.")
        if not isinstance(value, FIELDS[name]) or (isinstance(value, bool) and FIELDS[name] is not bool):
            raise BriefingFileError(f"{key}.{name}: must be a {_word(FIELDS[name])}.")
    if missing := [name for name in NEEDED if name not in table]:
        raise BriefingFileError(f"{key}: {', '.join(missing)} missing.")
    _refuse_lists(key, table)
    for name, choices in (("headline", HEADLINES), ("stocks", STOCKS_AT)):
        if table.get(name, choices[0]) not in choices:
            raise BriefingFileError(f"{key}.{name}: {table[name]!r} is none of {', '.join(choices)}.")
    if table["period"] not in NAMED_PERIODS:
        raise BriefingFileError(f"{key}.period: {table['period']!r} is none of {', '.join(NAMED_PERIODS)}.")
    for name, most in (("areas", MOST_AREAS), ("most", MOST_ROWS)):
        if not 0 <= table.get(name, 0) <= most:
            raise BriefingFileError(f"{key}.{name}: must be from 0 to {most}.")


def _refuse_lists(key: str, table: Mapping[str, Any]) -> None:
    for name, most in (("figures", MOST_FIGURES), ("parts", len(PARTS))):
        values = table[name]
        if not values or len(values) > most or len(set(map(str, values))) < len(values):
            raise BriefingFileError(f"{key}.{name}: one to {most}, each once.")
        if not all(isinstance(one, str) for one in values):
            raise BriefingFileError(f"{key}.{name}: must be a list of texts.")
    if not all(isinstance(one, str) for one in table.get("needs", [])):
        raise BriefingFileError(f"{key}.needs: must be a list of texts.")
    if unknown := [one for one in table["parts"] if one not in PARTS]:
        raise BriefingFileError(f"{key}.parts: {unknown[0]!r} is none of {', '.join(PARTS)}.")


def _word(kind: type) -> str:
    return {str: "text", int: "whole number", bool: "true or false", list: "list"}[kind]
