"""Conditions of a question on the dimensions of cases: alternatives within one, all dimensions must hold.

A condition is a pair (dimension, value), for example ("channel", "hotline_12345"). The text of a statement depends on
the form of the conditions only: which dimensions, how many values each. The values are bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from queries.errors import QuestionRefused
from queries.kpis.answer_rows import UNKNOWN
from queries.store.statements import read_statements

Conditions = tuple[tuple[str, str], ...]
# (dimension, number of values, whether cases without a value are meant too)
Form = tuple[tuple[str, int, bool], ...]

MOST_CONDITIONS = 100
COLUMNS = {
    "channel": "channel",
    "category1": "category1",
    "category2": "category2",
    "category3": "category3",
    "department": "department",
    "matter": "matter_id",
}
SPECIAL_GRID = "special_grid"
DIMENSIONS = (*COLUMNS, SPECIAL_GRID)

SQL = read_statements(Path(__file__).parent / "sql" / "conditions.sql")


def refuse_unknown(conditions: Conditions, special_grids: Iterable[str]) -> None:
    """Raises QuestionRefused for a dimension or a special grid that there is not, and for too many conditions."""
    for dimension, value in conditions:
        if dimension not in DIMENSIONS:
            raise QuestionRefused(f"Cases have no dimension {dimension!r}; known are {', '.join(DIMENSIONS)}.")
        if dimension == SPECIAL_GRID and value not in special_grids:
            raise QuestionRefused(f"There is no special grid of code {value!r} in this city.")
    if len(conditions) > MOST_CONDITIONS:
        raise QuestionRefused(f"{len(conditions)} conditions are too many; at most {MOST_CONDITIONS} can be asked.")


def form_of(conditions: Conditions) -> Form:
    """What the text of a statement depends on."""
    return tuple(
        (dimension, len(_known(values)), UNKNOWN in values) for dimension, values in by_dimension(conditions).items()
    )


def bound(conditions: Conditions) -> dict[str, str]:
    """The parameters of a statement with these conditions."""
    return {
        _parameter(dimension, number): value
        for dimension, values in by_dimension(conditions).items()
        for number, value in enumerate(_known(values))
    }


def clauses(form: Form) -> list[str]:
    """One condition over `stored` for each dimension."""
    return [_clause(dimension, count, without=without) for dimension, count, without in form]


def by_dimension(conditions: Conditions) -> Mapping[str, list[str]]:
    """The values of each dimension, each once and in one order, so that equal questions become equal."""
    values: dict[str, list[str]] = {}
    for dimension, value in sorted(set(conditions)):
        values.setdefault(dimension, []).append(value)
    return values


def _known(values: Iterable[str]) -> list[str]:
    return [value for value in values if value != UNKNOWN]


def _parameter(dimension: str, number: int) -> str:
    return f"where_{dimension}_{number}"


def _clause(dimension: str, count: int, *, without: bool) -> str:
    values = ", ".join(SQL.each("bound", (_parameter(dimension, number) for number in range(count))))
    if dimension == SPECIAL_GRID:
        return SQL.filled("in_special_grid", values=values)
    column = COLUMNS[dimension]
    one_of, nothing = SQL.filled("one_of", column=column, values=values), SQL.filled("without", column=column)
    if not without:
        return one_of
    return SQL.filled("either", one_of=one_of, without=nothing) if count else nothing
