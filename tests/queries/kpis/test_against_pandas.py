"""The answers against an independent reckoning in pandas, on random small cities at random moments."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import DAYS, START, RandomCity, as_of, random_city
from tests.cities.tiny.areas import CODES

ZONE = "Asia/Shanghai"
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def random(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[City, RandomCity]]:
    made = random_city(request.param)
    with build_city(tmp_path_factory.mktemp("random"), cases=()) as city:
        summary = city.acts.load_table(made.table, "random")
        assert summary.loaded == len(made.truth)
        yield city, made


def moments(seed: int, count: int = 12) -> list[datetime]:
    draw = np.random.default_rng(seed)
    return [START + timedelta(minutes=int(minute)) for minute in draw.integers(0, (DAYS + 8) * 24 * 60, count)]


def inside(seen: pd.DataFrame, area: str) -> pd.DataFrame:
    below = {"C": CODES, "E": ("E", "E1", "E2"), "W": ("W", "W1", "W2")}.get(area, (area,))
    return seen[seen.area.isin(below)]


def within(times: pd.Series, first: date, last: date) -> pd.Series:
    clock: pd.Series = times.dt.tz_convert(ZONE).dt.tz_localize(None)
    return times.notna() & (clock >= pd.Timestamp(first)) & (clock < pd.Timestamp(last) + pd.Timedelta(days=1))


@pytest.mark.parametrize("area", ["C", "W", "E2"])
def test_every_number_is_that_of_pandas(random: tuple[City, RandomCity], area: str) -> None:
    city, made = random
    for number, moment in enumerate(moments(7)):
        first = date(2024, 6, 1) + timedelta(days=number % 5)
        last = first + timedelta(days=number % 7)
        seen = inside(as_of(made.truth, moment), area)
        expected = expectations(seen, moment, first, last)
        for (metric, denominator), (numerator, whole) in expected.items():
            answer = city.kpis.ask(
                Question(metric, area, first, last, moment, denominator=denominator, scope=WHOLE_CITY)
            )
            assert (answer.numerator or 0) == pytest.approx(numerator), (metric, denominator, moment)
            assert answer.n == whole, (metric, denominator, moment)


def expectations(
    seen: pd.DataFrame, moment: datetime, first: date, last: date
) -> dict[tuple[str, str | None], tuple[float, int]]:
    reported = seen[within(seen.reported_at, first, last)]
    accepted = reported[(reported.accepted_at <= moment) & ~reported.is_void]
    rated = accepted[~accepted.is_minor]
    due = seen[within(seen.due_at, first, last) & (seen.due_at <= moment) & ~seen.is_void]
    closed = seen[within(seen.closed, first, last) & seen.is_closed]
    timed = closed[(closed.closed >= closed.reported_at) & (closed.closed >= closed.accepted_at)]
    days = (timed.closed - timed.accepted_at).dt.total_seconds() / 86_400
    sent_back = seen[within(seen.first_returned_at, first, last) & (seen.first_returned_at <= moment) & ~seen.is_void]
    return {
        ("reported", None): (len(reported), len(reported)),
        ("voided", None): (int(reported.is_void.sum()), len(reported)),
        ("filed_rate", None): (int((accepted.filed_at <= moment).sum()), len(accepted)),
        ("closing_rate", None): (int(rated.is_closed.sum()), len(rated)),
        ("open", None): (int(seen.is_open.sum()), int(seen.is_open.sum())),
        ("overdue_open", "open"): (int((seen.is_open & (seen.due_at < moment)).sum()), int(seen.is_open.sum())),
        ("closed_on_time", None): (int((due.is_closed & (due.closed <= due.due_at)).sum()), len(due)),
        ("handled_daily", None): (len(closed), len(closed)),
        ("handling_time", None): (float(days.sum()), len(days)),
        ("redo_solved", None): (
            int((sent_back.is_closed & (sent_back.closed >= sent_back.first_returned_at)).sum()),
            len(sent_back),
        ),
    }


def test_mean_median_and_p90_are_those_of_pandas(random: tuple[City, RandomCity]) -> None:
    city, made = random
    for moment in moments(8):
        seen = as_of(made.truth, moment)
        timed = seen[seen.is_closed & (seen.closed >= seen.reported_at) & (seen.closed >= seen.accepted_at)]
        days = (timed.closed - timed.accepted_at).dt.total_seconds() / 86_400
        answer = city.kpis.ask(Question("handling_time", "C", as_of=moment, scope=WHOLE_CITY))
        if not len(days):
            assert (answer.status, answer.statistics) == ("no_cases", {})
            continue
        assert answer.statistics == {
            "mean": pytest.approx(days.mean()),
            "median": pytest.approx(days.median()),
            "p90": pytest.approx(days.quantile(0.9)),
            "p95": pytest.approx(days.quantile(0.95)),
        }


def test_each_filed_case_is_closed_open_or_void_at_any_moment(random: tuple[City, RandomCity]) -> None:
    city, made = random
    for moment in moments(9):
        rows = city.kpis.cases(Question("reported", "C", as_of=moment, scope=WHOLE_CITY)).to_pandas()
        filed = rows[rows.filed_at.notna()]
        is_open = city.kpis.ask(Question("open", "C", as_of=moment, scope=WHOLE_CITY)).value
        states = filed.status.isin(["closed", "voided"])
        assert int((~states).sum()) == is_open
        assert len(filed) == int((made.truth[made.truth.reported_at <= moment].filed_at <= moment).sum())
