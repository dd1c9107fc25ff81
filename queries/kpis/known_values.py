"""Whether any case has a value of a dimension, so that an address or a filter may name it; and all that may be said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.conditions import CLOSING_LEVEL, COLUMNS, SPECIAL_GRID, SQL, fixed_values
from queries.kpis.source_facts import Facts
from queries.privacy.masking import masked_value
from queries.store.statement_runner import StatementRunner


def has_value(runner: StatementRunner, dimension: str, value: str) -> bool:
    """Whether a stored case has the value, or `value` stands for cases without any; of a special grid, whether the city
    has one of that code. Raises TooSlow.
    """
    if dimension == SPECIAL_GRID:
        return value in runner.store.special_grids.code
    if fixed := fixed_values(dimension):
        return value in fixed
    if value == UNKNOWN:
        return True
    column = CLOSING_LEVEL if dimension == CLOSING_LEVEL else COLUMNS[dimension]
    _, rows = runner.rows(SQL.filled("any_case_with", column=column), {"value": value})
    return bool(rows)


NAMED = ("category1", "category2", "category3", "channel", "department")
"""Dimensions whose values are words that people say."""


def named_values(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The values that cases have of each dimension of NAMED, in order, without those that hold anything personal.
    Raises TooSlow."""
    return {name: _sayable(facts.values(COLUMNS[name])) for name in NAMED}


@lru_cache(maxsize=64)
def _sayable(values: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(value for value in values if value != UNKNOWN and masked_value(value) == value))
