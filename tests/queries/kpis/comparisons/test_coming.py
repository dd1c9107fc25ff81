"""What comes next by season: on a city of two years, counted by hand, and not said of less than a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from queries.city import City
from queries.kpis.comparisons.coming import Coming
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2025, 11, 15)
NOON = datetime(2025, 11, 15, 12, tzinfo=ZONE)
WINTER = (11, 15)


def a_day(kind: str, day: date) -> int:
    """How many cases of a kind are reported on a day: heating from 15 November on, four times as many; mowing until
    then; noise all the year; a flood in one year alone."""
    is_winter = (day.month, day.day) >= WINTER or day.month < 3
    return {
        "heating": 4 if is_winter else 1,
        "mowing": 0 if is_winter else 2,
        "noise": 2 + day.toordinal() % 3,
        "flood": 3 if date(2024, 11, 20) <= day <= date(2024, 12, 5) else 0,
    }[kind]


def cases(first: date) -> pa.Table:
    days = [first + timedelta(days=place) for place in range((TODAY - first).days)]
    rows = [
        (kind, datetime(day.year, day.month, day.day, 10, tzinfo=ZONE))
        for day in days
        for kind in ("heating", "mowing", "noise", "flood")
        for _ in range(a_day(kind, day))
    ]
    at = [when.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) for _, when in rows]
    return pa.table(
        {
            "source_id": [str(place) for place in range(len(rows))],
            "reported_at": pa.array(at, pa.timestamp("us")),
            "category3": [kind for kind, _ in rows],
            "area_code": ["E1" if place % 2 else "W1" for place in range(len(rows))],
        }
    )


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("coming") / "tiny"
    with build_city(folder, cases=cases(date(2023, 10, 1)), clock=NOON) as city:
        yield city


def found(city: City, area: str = "C", as_of: datetime = NOON, scope: Scope = WHOLE_CITY) -> Coming:
    return city.governance.coming(Question("reported", area, as_of=as_of, scope=scope))


def test_what_rose_in_the_same_weeks_of_both_years_comes_again(two_years: City) -> None:
    """Heating: 28 cases in the four weeks before 15 November, 112 in those after, in each of two years. Mowing falls,
    noise goes on, and a flood that came in one year alone is no season."""
    answer = found(two_years)
    assert (answer.status, answer.first, answer.last) == ("ok", TODAY, date(2025, 12, 12))
    assert [year.after for year in answer.years] == [
        (date(2024, 11, 15), date(2024, 12, 12)), (date(2023, 11, 15), date(2023, 12, 12)),
    ]  # fmt: skip
    [heating] = answer.kinds
    assert (heating.name, heating.by_year, heating.before, heating.after) == (
        "heating", ((28, 112), (28, 112)), 56, 224
    )  # fmt: skip
    assert (heating.rise, heating.now) == (4.0, 28)
    assert heating.high is not None
    assert 2.9 < heating.low < 4.0 < heating.high < 5.5  # Wilson's interval of 224 of 280
    assert heating.expected is not None
    expected, low, high = heating.expected
    assert expected == 112.0
    assert low < 90
    assert high > 140
    assert (answer.compared, answer.is_just_known, answer.silent) == (4, True, ())


def test_at_the_end_of_winter_something_else_comes(two_years: City) -> None:
    answer = found(two_years, as_of=datetime(2025, 3, 1, 12, tzinfo=ZONE))
    assert [(one.name, one.before, one.rise, one.expected) for one in answer.kinds] == [("mowing", 0, None, None)]
    assert len(answer.years) == 1


def test_of_an_area_only_its_own_cases_count(two_years: City) -> None:
    whole, part = found(two_years).kinds[0], found(two_years, "E").kinds[0]
    assert 0 < part.after < whole.after
    inside = Scope(areas=((2, 4),))
    assert found(two_years, "E", scope=inside).kinds[0].after == part.after


def test_of_less_than_a_year_it_says_from_which_day_there_is_enough(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", cases=cases(TODAY - timedelta(days=60)), clock=NOON) as city:
        answer = found(city)
    assert (answer.status, answer.kinds, answer.since) == ("too_little_history", (), TODAY - timedelta(days=60))
    assert answer.from_day == TODAY - timedelta(days=60) + timedelta(days=28 + 366)
    with build_city(tmp_path / "empty", cases=(), clock=NOON) as city:
        assert found(city).status == "no_data"


def test_a_year_in_which_the_series_breaks_is_left_out(tmp_path: Path) -> None:
    joined = {"day": "2024-11-20", "kind": "rule_changed", "zh": "规则", "en": "rules"}
    with build_city(
        tmp_path / "tiny", cases=cases(date(2023, 10, 1)), clock=NOON, profile={"breaks": {"rules": joined}}
    ) as city:
        answer = found(city)
    assert [year.after[0] for year in answer.years] == [date(2023, 11, 15)]
    assert [one.en for one in answer.breaks] == ["rules"]


def test_missing_days_are_not_low_ones(tmp_path: Path) -> None:
    """A source that fell silent in a former year makes no season, and what is not all known is not expected from."""
    told = cases(date(2023, 10, 1))
    first = told.filter(pc.less(told["reported_at"], datetime(2024, 11, 20, tzinfo=ZONE).replace(tzinfo=None)))
    with build_city(tmp_path / "ended", cases=first, clock=NOON) as city:
        answer = found(city)
        assert [year.after[0] for year in answer.years] == [date(2023, 11, 15)]
        assert [year.after[0] for year in answer.silent] == [date(2024, 11, 15)]
        assert (answer.is_just_known, {one.expected for one in answer.kinds}) == (False, {None})
        [heating] = answer.kinds
        assert (heating.name, heating.by_year) == ("heating", ((28, 112),))


def test_a_city_with_fewer_levels_has_kinds_of_its_narrowest_categories(tmp_path: Path, two_years: City) -> None:
    one_level = cases(date(2023, 10, 1)).rename_columns({"category3": "category1"})
    with build_city(tmp_path / "tiny", cases=one_level, clock=NOON) as city:
        found, known = (one.governance.coming(Question("reported", "C", scope=WHOLE_CITY)) for one in (city, two_years))
        assert (found.dimension, known.dimension) == ("category", "category3")
        assert [one.code for one in found.kinds] == [one.code for one in known.kinds] != []
