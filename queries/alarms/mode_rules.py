"""The rules of alarms in another mode of operation: the usual ones, sooner or later, and those that the mode names."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from queries.alarms.rule import AlarmRule, Rules
from queries.alarms.rule_file import given_fields, standard_rules
from queries.alarms.rule_mistakes import FEWEST_CASES, mistakes
from queries.errors import RulesError
from queries.kpis.dictionary import Dictionary
from queries.operation.mode import AlarmChanges


@dataclass(frozen=True)
class RulesElsewhere:
    """Rules that hold in some areas instead of the usual ones. holds_in: by the code of an area, empty for the whole
    city."""

    rules: Rules
    holds_in: Callable[[str], bool]

    @property
    def is_everywhere(self) -> bool:
        """Whether they hold in the whole city."""
        return self.holds_in("")


def rules_in_mode(usual: Rules, changes: AlarmChanges, file: Path, dictionary: Dictionary) -> Rules:
    """The rules that are on in a mode; one that the mode names by its key is as it stands there, and not sooner or
    later besides. file: in which the changes stand. Raises RulesError."""
    rules = {key: _scaled(rule, changes, dictionary) for key, rule in usual.items()}
    for key, table in changes.rules.items():
        if key not in usual and key in standard_rules():
            continue  # the city does without it
        rules[key] = _named(usual.get(key), key, table, file)
        for mistake in mistakes(rules[key], dictionary):
            raise RulesError(file, key, mistake)
    return {key: rule for key, rule in rules.items() if not rule.off}


def _named(usual: AlarmRule | None, key: str, table: Mapping[str, Any], file: Path) -> AlarmRule:
    given = given_fields(file, key, table)
    if usual is not None:
        return replace(usual, **given)
    missing = [name for name in ("zh", "en", "kind", "severity") if not given.get(name)]
    if missing and not given.get("off"):
        raise RulesError(file, key, f"missing: {', '.join(missing)}")
    return AlarmRule(key, **{"zh": key, "en": key, "kind": "unanswered", "severity": "notice", **given})


def _scaled(rule: AlarmRule, changes: AlarmChanges, dictionary: Dictionary) -> AlarmRule:
    factor = changes.thresholds
    held = replace(rule, hold_minutes=round(rule.hold_minutes * changes.holds))
    if rule.kind == "cluster":
        least = max(FEWEST_CASES, math.ceil(rule.cases * factor))
        clear = None if rule.clear is None else min(max(float(FEWEST_CASES), rule.clear * factor), float(least))
        return replace(held, cases=least, clear=clear)
    if rule.below is not None:

        def sooner(low: float) -> float:
            return 1 - (1 - low) * factor if _is_share(rule, dictionary) else low / factor

        return replace(held, below=sooner(rule.below), clear=None if rule.clear is None else sooner(rule.clear))
    return replace(
        held,
        above=None if rule.above is None else rule.above * factor,
        clear=None if rule.clear is None else rule.clear * factor,
    )


def _is_share(rule: AlarmRule, dictionary: Dictionary) -> bool:
    """Whether its number is a share, of which what is missing to the whole is scaled: 0.99 sooner is 0.992."""
    key, denominator = rule.counted
    return dictionary[key].with_denominator(denominator).unit == "ratio"
