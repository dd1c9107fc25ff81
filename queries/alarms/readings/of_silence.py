"""Readings of rules about silence: sources late by their own cadence, owners whose devices are not heard of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.reading import RuleReading, RuleReadings, compared
from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.kpis.answer_rows import masked_names
from queries.kpis.report_facts import ReportFacts
from queries.kpis.source_facts import AGE_OF_STAMPS
from queries.sources.freshness import LATE_AFTER
from queries.sources.standing import SourceStanding
from queries.store.statements import Text, read_statements

MINUTE_S = 60.0
LEAST_DEVICES = 10
_SQL = read_statements(Path(__file__).with_name("silence.sql"))


def silence(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    """Of sources how many minutes no news came; of owners the share of their devices that is silent or faulty. None of
    a moment of which that is not known: before the newest news of all sources, or the newest reports of devices."""
    return _devices(asking, asked) if asked.rule.of == "devices" else _sources(asking, asked)


def _sources(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    standings = asking.standings(asked.as_of, scope=asking.scope)
    news = [max(one.watermark or one.last_load, one.last_load) for one in standings if one.last_load]
    if news and min(news) > asked.as_of + AGE_OF_STAMPS:
        return None
    found = (_source(asking, asked, one) for one in standings)
    return RuleReadings(tuple(one for one in found if one))


def _source(asking: Asking, asked: RuleQuestion, one: SourceStanding) -> RuleReading | None:
    if one.late_since is None or one.cadence_s is None:
        return None
    allowed = LATE_AFTER * one.cadence_s / MINUTE_S
    waited = allowed + (asked.as_of - one.late_since).total_seconds() / MINUTE_S
    return RuleReading(asking.tree.root.code, one.name, waited, allowed, 1, is_over=True, is_clear=False)


def _devices(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    rule, facts = asked.rule, ReportFacts(asking.runner)
    if facts.newest_sign("devices") is None or not facts.known_at("devices", asked.as_of):
        return None
    least = LEAST_DEVICES if rule.least is None else rule.least
    _, rows = asking.runner.rows(_owners(), {"as_of": naive(asked.as_of), "least": least})
    names = masked_names(tuple(owner for owner, _, _ in rows))
    found = list[RuleReading]()
    for name, (_, n, silent) in zip(names, rows, strict=True):
        threshold, is_over, is_clear = compared(silent / n, rule.above, None, rule.clear)
        found.append(RuleReading(asking.tree.root.code, name, silent / n, threshold, n, is_over, is_clear))
    return RuleReadings(tuple(found))


@cache
def _owners() -> str:
    table = state_tables()["devices"]
    state = Text(table.columns["state"]).substitute(moment="$as_of")
    return _SQL.filled("owners", state=state, table=table.table)
