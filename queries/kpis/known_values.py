"""Whether any case has a value of a dimension, so that an address or a filter may name it."""

from __future__ import annotations

from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.conditions import CLOSING_LEVEL, COLUMNS, SPECIAL_GRID, SQL, fixed_values
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
