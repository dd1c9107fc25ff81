"""After the start of a server no screen waits for how long shares ripen, no question for the calendar of work."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.jobs.quiet_moments import QuietMoments
from dashboard.server import preparation
from queries.calendar.working_time import WorkingCalendar, working_calendar
from queries.calendar.working_time_table import working_time_table
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history


def test_a_share_is_asked_for_by_one_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "RIPENING_PAUSE_S", 0.0)
    with build_city(tmp_path, "little", cases=history(), clock=NOON) as city:
        preparation.measure_ripening(city, QuietMoments())
        before = city.sources.statements_asked
        start = NOON.date() - timedelta(days=3)
        of_days = Question("closing_rate", "41", start, NOON.date(), scope=WHOLE_CITY)
        city.kpis.ask(of_days)
        assert city.sources.statements_asked == before + 1
        week = timedelta(days=7)
        city.kpis.ask(replace(of_days, start=start - week, end=NOON.date() - week, as_of=NOON - week))
        assert city.sources.statements_asked == before + 2


def test_the_calendar_of_work_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with build_city(tmp_path, "little", cases=history(), clock=NOON) as city:
        working_calendar(city.profile).__dict__.pop("clock", None)
        working_time_table.cache_clear()
        preparation.ask_in_working_time(city)
        monkeypatch.setattr(WorkingCalendar, "_spells", lambda *_: 1 / 0)
        start = NOON.date() - timedelta(days=3)
        whole = Question("handling_time", "41", start, NOON.date(), scope=WHOLE_CITY)
        assert city.kpis.ask(replace(whole, denominator="working_time_p90")).status == "ok"
