"""What became of the cases that were near their limit when an alarm was raised."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from queries.alarms.asking import Asking
from queries.alarms.episode import Episode, LimitsAfterwards
from queries.alarms.rule import AlarmRule
from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.store.statements import Text, read_statements

_SPENT = {75: "three_quarters_spent", 90: "nine_tenths_spent"}
LIMIT = "due_at"
_COLUMNS = {"": "department", "category": "category1"}
_SQL = read_statements(Path(__file__).with_name("limits.sql"))


def limits_afterwards(asking: Asking, rule: AlarmRule, episode: Episode, known: datetime) -> LimitsAfterwards:
    """By what is known at `known` (aware) of cases in the area of the alarm and of its part."""
    raised = episode.raised
    area = asking.tree.area(raised.area_code)
    bound = {
        "since": naive(episode.since),
        "raised": naive(raised.as_of),
        "known": naive(known),
        "first": area.area_id,
        "last": area.last_id,
        "part": raised.subject,
    }
    _, [counts] = asking.runner.rows(_statement(rule.spent, _COLUMNS.get(rule.by, rule.by)), bound)
    return LimitsAfterwards(*counts)


@cache
def _statement(spent: int, part: str) -> str:
    columns = state_tables()["events"].columns

    def at(name: str, moment: str) -> str:
        return f"({Text(columns[name]).substitute(moment=moment)})"

    return _SQL.filled(
        "afterwards",
        part=f"stored.{part}",
        open_at_limit=at("open", f"stored.{LIMIT}"),
        ended_by_known=at("ended", "$known"),
        voided_by_known=at("voided", "$known"),
        open_at_raised=at("open", "$raised"),
        suspended_at_raised=at("suspended", "$raised"),
        spent_at_raised=at(_SPENT[spent], "$raised"),
        open_at_since=at("open", "$since"),
        suspended_at_since=at("suspended", "$since"),
        spent_at_since=at(_SPENT[spent], "$since"),
    )
