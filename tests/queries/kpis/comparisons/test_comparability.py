"""A number that lacks what happened since its sources fell silent is not compared with one that lacks nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.comparing.comparability import incomparable
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from queries.sources.freshness import Freshness, SourceFreshness
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

HEARD = AS_OF - timedelta(hours=3)
SILENT = Freshness("broken", (SourceFreshness("cases", "broken", HEARD, HEARD),))


def answered(city: City, day: date) -> Answer:
    return city.kpis.ask(Question("reported", "C", day, day, AS_OF, scope=WHOLE_CITY))


def test_a_day_cut_short_is_compared_with_no_whole_one(tmp_path: Path) -> None:
    with build_city(tmp_path, "tiny", clock=AS_OF) as city:
        metric, today = city.kpis.dictionary["reported"], AS_OF.date()
        now, before = answered(city, today), answered(city, today - timedelta(days=1))
    assert not incomparable(now, before, metric)
    cut, whole = replace(now, freshness=SILENT), replace(before, freshness=SILENT)
    assert cut.is_cut_short
    assert not whole.is_cut_short, "its sources were heard after it"
    (why,) = incomparable(cut, whole, metric)
    assert why.code == "silent"
    assert HEARD.astimezone(city.profile.time_zone).strftime("%Y-%m-%d %H:%M") in why
    assert HEARD.astimezone(city.profile.time_zone).strftime("%Y-%m-%d %H:%M") in why.zh
    assert not incomparable(whole, answered_like(whole), metric)


def answered_like(answer: Answer) -> Answer:
    """The same of the day before."""
    before = answer.days[0] - timedelta(days=1)
    return replace(answer, start=before, end=before)


@pytest.mark.parametrize("status", ["fresh", "late", "static"])
def test_one_source_that_delivers_is_enough(tmp_path: Path, status: str) -> None:
    other = SourceFreshness("other", status, HEARD, HEARD)  # type: ignore[arg-type]
    with build_city(tmp_path, "tiny", clock=AS_OF) as city:
        now = replace(answered(city, AS_OF.date()), freshness=replace(SILENT, sources=(*SILENT.sources, other)))
        assert not incomparable(now, answered(city, AS_OF.date() - timedelta(days=1)), city.kpis.dictionary["reported"])
