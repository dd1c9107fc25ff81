"""Rules of alarms read from `rules.toml` and a city's own file, and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from queries.alarms.rule import AlarmRule, Rules
from queries.alarms.rule_mistakes import mistakes
from queries.errors import RulesError
from queries.kpis.dictionary import Dictionary

STANDARD_RULES = Path(__file__).with_name("rules.toml")
OWN_RULES = "alarms.toml"
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "bool": bool, "float | None": (int, float), "int | None": int, "str | None": str,
    "tuple[int, ...]": list,
}  # fmt: skip


def read_rules(own: Path, dictionary: Dictionary) -> Rules:
    """The rules that are on: those of the program, and those of a city, which take the place of those of the same key;
    `own` need not be there. Raises RulesError."""
    of_city = _read(own) if own.is_file() else {}
    rules = {**standard_rules(), **of_city}
    for key, rule in rules.items():
        for mistake in mistakes(rule, dictionary):
            raise RulesError(own if key in of_city else STANDARD_RULES, key, mistake)
    return {key: rule for key, rule in rules.items() if not rule.off}


@cache
def standard_rules() -> Rules:
    """The rules of the program, as a city without a file of its own has them."""
    return _read(STANDARD_RULES)


def _read(file: Path) -> Rules:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(file, "", f"the file cannot be read ({error})") from error
    return {key: _rule(file, key, table) for key, table in tables.items()}


def _rule(file: Path, key: str, table: Any) -> AlarmRule:
    given = given_fields(file, key, table)
    if given.get("off"):
        given = {"zh": key, "en": key, "kind": "unanswered", "severity": "notice", **given}
    missing = [name for name in ("zh", "en", "kind", "severity") if not given.get(name)]
    if missing:
        raise RulesError(file, key, f"missing: {', '.join(missing)}")
    return AlarmRule(key, **given)


def given_fields(file: Path, key: str, table: Any) -> dict[str, Any]:
    """The fields of a rule that stand in a table of a file, as the rule has them. Raises RulesError."""
    if not isinstance(table, Mapping):
        raise RulesError(file, key, "a rule is a table: [key]")
    types = {one.name: str(one.type) for one in fields(AlarmRule) if one.name != "key"}
    for name, value in table.items():
        if name not in types:
            raise RulesError(file, key, f"{name} is unknown; known are {', '.join(sorted(types))}")
        if not _is_of(value, types[name]):
            raise RulesError(file, key, f"{name} = {value!r} is of another type than in the rules of the program")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _is_of(value: object, declared: str) -> bool:
    if isinstance(value, bool) or declared == "bool":
        return isinstance(value, bool) and declared == "bool"
    return isinstance(value, _TYPES.get(declared, str))
