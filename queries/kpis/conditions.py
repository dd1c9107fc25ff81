"""Conditions of a question on the dimensions of cases: alternatives within one, all dimensions must hold.

A condition is a pair (dimension, value), for example ("channel", "hotline_12345"); with EXCLUDED behind the dimension,
("channel!", "app"), the cases without the value are meant. The text of a statement depends on the form of the
conditions only: which dimensions, how many values each. The values are bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from queries.as_of_state.state_tables import state_tables
from queries.errors import QuestionRefused
from queries.kpis.answer_rows import UNKNOWN
from queries.store.statements import read_statements

Conditions = tuple[tuple[str, str], ...]
# (dimension, number of values, whether cases without a value are meant too)
Form = tuple[tuple[str, int, bool], ...]

MOST_CONDITIONS = 100
EXCLUDED = "!"
COLUMNS = {
    "channel": "channel",
    "category1": "category1",
    "category2": "category2",
    "category3": "category3",
    "department": "department",
    "matter": "matter_id",
}
"""Dimensions that are a stored column."""
SPECIAL_GRID = "special_grid"
TIMES = {"hour": tuple(f"{hour:02}" for hour in range(24)), "weekday": tuple("1234567")}
"""Hour (00 to 23) and weekday (1: Monday) of the time that puts a case into the period; of a state: of the report."""
STATUS, CLOSING_LEVEL = "status", "closing_level"
OF_STATE = (STATUS, CLOSING_LEVEL)
"""Dimensions that a case has as of a moment: columns of its state."""
DIMENSIONS = (*COLUMNS, SPECIAL_GRID, *TIMES, *OF_STATE)

SQL = read_statements(Path(__file__).parent / "sql" / "conditions.sql")
REPORTED_DAY, REPORTED_HOUR = SQL["reported_day"], SQL["reported_hour"]


def inclusion(dimension: str) -> str:
    """The dimension of a condition, without the sign that its value is excluded."""
    return dimension.removesuffix(EXCLUDED)


@cache
def statuses() -> tuple[str, ...]:
    """Every status that a case can have, the last of its life first."""
    return tuple(re.findall(r"'(\w+)'", state_tables()["events"].columns[STATUS]))


def fixed_values(dimension: str) -> tuple[str, ...]:
    """The values of a dimension that are the same in every city; empty of one whose values come from the data."""
    return statuses() if dimension == STATUS else TIMES.get(dimension, ())


def refuse_unknown(conditions: Conditions, special_grids: Iterable[str]) -> None:
    """Raises QuestionRefused for a dimension or a special grid that there is not, for an hour, weekday or status that
    there cannot be, and for too many conditions."""
    for given, value in conditions:
        dimension = inclusion(given)
        if dimension not in DIMENSIONS:
            known = ", ".join(DIMENSIONS)
            text = f"Cases have no dimension {dimension!r}; known are {known}."
            raise QuestionRefused("no_dimension", text, known=known)
        if dimension == SPECIAL_GRID and value not in special_grids:
            raise QuestionRefused("no_special_grid", f"There is no special grid of code {value!r} in this city.")
        if (fixed := fixed_values(dimension)) and value not in fixed:
            known = ", ".join(fixed)
            text = f"There is no {dimension} {value!r}; known are {known}."
            raise QuestionRefused("no_value", text, dimension=dimension, known=known)
    if len(conditions) > MOST_CONDITIONS:
        text = f"{len(conditions)} conditions are too many; at most {MOST_CONDITIONS} can be asked."
        raise QuestionRefused("too_many_conditions", text, count=len(conditions), most=MOST_CONDITIONS)


def form_of(conditions: Conditions) -> Form:
    """What the text of a statement depends on."""
    return tuple(
        (dimension, len(_known(values)), UNKNOWN in values) for dimension, values in by_dimension(conditions).items()
    )


def bound(conditions: Conditions) -> dict[str, str | int]:
    """The parameters of a statement with these conditions."""
    return {
        _parameter(dimension, number): int(value) if inclusion(dimension) in TIMES else value
        for dimension, values in by_dimension(conditions).items()
        for number, value in enumerate(_known(values))
    }


def first_hour(conditions: Conditions) -> int:
    """The first hour of a day of which cases can meet the conditions."""
    hours = by_dimension(conditions)
    wanted = hours.get("hour", TIMES["hour"])
    return min((int(hour) for hour in wanted if hour not in hours.get(f"hour{EXCLUDED}", ())), default=0)


def clauses(form: Form, *, day: str = REPORTED_DAY, hour: str = REPORTED_HOUR) -> list[str]:
    """One condition over `stored` for each dimension but those of the state. day, hour: of the city, of the time that
    puts a case into the period."""
    times = {"hour": hour, "weekday": SQL.filled("weekday", day=day)}
    stored = {name: SQL.filled("stored", column=column) for name, column in COLUMNS.items()}
    expressions = {**stored, **times, SPECIAL_GRID: ""}
    return [_clause(one, expressions[inclusion(one[0])]) for one in form if inclusion(one[0]) in expressions]


def state_columns(form: Form) -> tuple[str, ...]:
    """The columns of a case's state that the conditions name."""
    return tuple(dict.fromkeys(inclusion(one[0]) for one in form if inclusion(one[0]) in OF_STATE))


def state_clauses(form: Form, expression_of: Callable[[str], str] = str) -> list[str]:
    """One condition for each dimension of the state. expression_of: what a column of `state_columns` is of a row."""
    return [_clause(one, expression_of(inclusion(one[0]))) for one in form if inclusion(one[0]) in OF_STATE]


def by_dimension(conditions: Conditions) -> Mapping[str, list[str]]:
    """The values of each dimension, each once and in one order, so that equal questions become equal; those excluded
    stand apart under the dimension with EXCLUDED behind it."""
    values: dict[str, list[str]] = {}
    for dimension, value in sorted(set(conditions)):
        values.setdefault(dimension, []).append(value)
    return values


def _known(values: Iterable[str]) -> list[str]:
    return [value for value in values if value != UNKNOWN]


def _parameter(dimension: str, number: int) -> str:
    return f"where_{dimension.replace(EXCLUDED, '_not')}_{number}"


def _clause(one: tuple[str, int, bool], expression: str) -> str:
    dimension, count, without = one
    values = ", ".join(SQL.each("bound", (_parameter(dimension, number) for number in range(count))))
    if inclusion(dimension) == SPECIAL_GRID:
        condition = SQL.filled("in_special_grid", values=values)
    else:
        has_several = count > 1 and inclusion(dimension) not in TIMES
        one_of = SQL.filled("one_of_texts" if has_several else "one_of", expression=expression, values=values)
        condition = _has_value(expression, one_of if count else "", without=without)
    return SQL.filled("excluded", condition=condition) if dimension.endswith(EXCLUDED) else condition


def _has_value(expression: str, one_of: str, *, without: bool) -> str:
    """one_of: that a case has one of the values, empty where only cases without a value are meant."""
    if not without:
        return one_of
    nothing = SQL.filled("without", expression=expression)
    return SQL.filled("either", one_of=one_of, without=nothing) if one_of else nothing
