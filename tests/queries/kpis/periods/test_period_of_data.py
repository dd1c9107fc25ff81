"""A period that reaches far beyond the data has the days of the data, and some around them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from queries.city import City
from queries.kpis.absence.coverage import GRACE
from queries.kpis.question import Question
from queries.values import WHOLE_CITY

LONG = (date(1900, 1, 1), date(2100, 12, 31))
AFTER = datetime(2100, 12, 31, tzinfo=UTC)


def asked(city: City, key: str, as_of: datetime, **parts: object) -> Question:
    start, end = LONG
    return Question(key, city.tree.root.code, start, end, as_of=as_of, scope=WHOLE_CITY, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["reported", "handled_daily", "open", "closed_on_time"])
@pytest.mark.parametrize("as_of", [None, AFTER])
def test_two_hundred_years_are_the_days_of_the_data(tiny_city: City, key: str, as_of: datetime | None) -> None:
    answer = tiny_city.kpis.ask(asked(tiny_city, key, as_of or tiny_city.sources.now(), by="day"))
    data = tiny_city.sources.of_cases(scope=WHOLE_CITY)
    first = min(source.first_reported for source in data if source.first_reported).date()
    last = max(source.watermark for source in data if source.watermark).date()
    assert 0 < len(answer.rows) <= (last - first + 2 * GRACE).days + 3
    codes = [row.code for row in answer.rows]
    assert codes[0] <= (first - GRACE + timedelta(days=1)).isoformat()
    everything = tiny_city.kpis.ask(Question("reported", tiny_city.tree.root.code, scope=WHOLE_CITY))
    if key == "reported":
        assert sum(row.n for row in answer.rows) == everything.n > 0


def test_a_period_within_the_data_has_all_its_days(city_of: Callable[..., City]) -> None:
    city = city_of("K1", "K2")
    [day] = {
        source.first_reported.date() for source in city.sources.of_cases(scope=WHOLE_CITY) if source.first_reported
    }
    week = (day - timedelta(days=3), day + timedelta(days=3))
    answer = city.kpis.ask(Question("reported", city.tree.root.code, *week, as_of=AFTER, by="day", scope=WHOLE_CITY))
    assert len(answer.rows) == 7
