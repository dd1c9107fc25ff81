"""Whether any case has a value of a dimension: what an address or a filter may name."""

from __future__ import annotations

from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.conditions import COLUMNS, SPECIAL_GRID
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text

ANY_CASE = Text("SELECT 1 FROM city.events AS stored WHERE @column = $value LIMIT 1")


def has_value(runner: StatementRunner, dimension: str, value: str) -> bool:
    """Whether a stored case has the value, or `value` stands for cases without any; of a special grid, whether the city
    has one of that code. Raises TooSlow.
    """
    if dimension == SPECIAL_GRID:
        return value in runner.store.special_grids.code
    if value == UNKNOWN:
        return True
    _, rows = runner.rows(ANY_CASE.substitute(column=COLUMNS[dimension]), {"value": value})
    return bool(rows)
