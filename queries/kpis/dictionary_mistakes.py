"""What can be wrong with a KPI of the dictionary, each in a sentence for the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, get_args

from queries.as_of_state.state_tables import ATTEMPTS, VERDICTS, StateTable, bases, names_in, state_tables

if TYPE_CHECKING:
    from queries.kpis.dictionary import Metric

UNITS = {
    "count": ("case", "device", "unit", "person", "call", "partner"),
    "ratio": ("ratio", "case/day"),
    "duration": ("day", "hour", "minute"),
}
STATISTICS = ("mean", "median", "p90", "p95")
GOOD = ("up", "down", "none")
Group = Literal["intake", "dispatch", "handling", "quality", "topics", "resources", "other"]
GROUPS: tuple[Group, ...] = get_args(Group)
TWO_TIMES = 2
_ALLOWED = re.compile(r"[\w\s'().,<>=!+*/%|-]|\$grid_levels")
_STRING = re.compile(r"'[^']*'")
_COMMENT = re.compile(r"--|/\*")


def mistakes(metric: Metric) -> Iterator[str]:
    """The mistakes of one KPI, or of one of its denominators put into it."""
    for field, value, known in (
        ("kind", metric.kind, tuple(UNITS)),
        ("table", metric.table, tuple(state_tables())),
        ("basis", metric.basis, tuple(bases())),
        ("statistic", metric.statistic, STATISTICS),
        ("good", metric.good, GOOD),
        ("group", metric.group, GROUPS),
        ("unit", metric.unit, UNITS.get(metric.kind, ())),
    ):
        if known and value not in known:
            yield f"{field} {value!r} is none of {', '.join(known)}"
    if metric.kind == "ratio" and metric.unit == "ratio" and not metric.numerator:
        yield "a ratio needs a numerator"
    if (metric.kind == "duration") != bool(metric.microseconds):
        yield "microseconds belong to a duration, and a duration needs them"
    if metric.working_time_between and (len(metric.working_time_between) != TWO_TIMES or not metric.microseconds):
        yield "working_time_between needs two times, and microseconds beside them"
    if metric.amount and (metric.microseconds or metric.exclude):
        yield "amount goes with neither microseconds nor exclude"
    if metric.basis in bases() and bases()[metric.basis].table not in (None, metric.table):
        yield f"basis {metric.basis!r} is a time of {bases()[metric.basis].table}, not of {metric.table}"
    if metric.basis == "N_open" and metric.population.split()[0] != "open":
        yield "basis 'N_open' is for a population that begins with open; take 'N' for others"
    yield from _in_ripening(metric)
    if metric.table in state_tables():
        yield from _in_conditions(metric, state_tables()[metric.table])
        yield from _in_needs(metric, state_tables()["events"])


def _in_ripening(metric: Metric) -> Iterator[str]:
    is_stock = metric.basis in bases() and bases()[metric.basis].is_state
    if metric.ripens_in_days and (metric.ripens_in_days < 0 or not (metric.kind == "ratio" or is_stock)):
        yield "ripens_in_days is a number of whole days from 0 on, of a ratio or a stock"


def _in_conditions(metric: Metric, table: StateTable) -> Iterator[str]:
    fields = ("population", "numerator", "microseconds", "amount", "exclude")
    texts = [(field, str(getattr(metric, field))) for field in fields]
    texts += [("working_time_between", str(time)) for time in metric.working_time_between]
    for field, text in texts:
        if _ALLOWED.sub("", text) or _COMMENT.search(text):
            yield f"{field} has a character that no condition needs"
        if not _is_whole(text):
            yield f"{field} has a quote or bracket without its other one"
        for name in sorted(names_in(text) - set(table.columns)):
            yield f"{field} names an unknown column {name!r}{_meant(name, table.columns)}"


def _is_whole(text: str) -> bool:
    """Whether quotes are in pairs, and every bracket closes one that was opened before it."""
    open_brackets = 0
    for character in _STRING.sub("", text):
        open_brackets += {"(": 1, ")": -1}.get(character, 0)
        if open_brackets < 0 or character == "'":
            return False
    return open_brackets == 0


def _in_needs(metric: Metric, table: StateTable) -> Iterator[str]:
    known = {*table.columns, *table.stored, ATTEMPTS, VERDICTS} | {name.removesuffix("_at") for name in table.stored}
    for need in metric.needs:
        for name in need.split("|"):
            if name not in known:
                yield f"needs names an unknown step or column {name!r}{_meant(name, known)}"
    for name in (*metric.counters.keys(), *metric.counters.values()):
        if name not in table.stored:
            yield f"counters names an unknown column {name!r}{_meant(name, table.stored)}"


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
