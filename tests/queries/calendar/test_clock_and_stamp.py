"""One clock per city, and stamps that let all screens ask the same question."""

from datetime import UTC, datetime, timedelta

import pytest

from geodata.city.profile import SourceProfile, load_profile
from queries.calendar.clock import Clock, wall_now
from queries.city import City
from queries.city_context import clock_of
from queries.scope import WHOLE_CITY
from queries.sources.freshness import source_status, worst
from queries.store.stamp import Stamp, StampIssuer
from tests.cities.builder import CITIES
from tests.cities.tiny.cases import local, table_of
from tests.queries.conftest import runner

NOW = datetime(2024, 6, 10, 10, 0, 0, 250_000, tzinfo=UTC)
WHOLE = NOW.replace(microsecond=0)


def clock(setting: str) -> Clock:
    return Clock.from_setting(setting, wall=lambda: NOW)


def test_the_wall_clock_tells_whole_seconds() -> None:
    assert clock("wall").now(None) == WHOLE
    assert clock("wall").now(NOW - timedelta(days=900)) == WHOLE


def test_the_data_clock_stands_at_the_newest_time_and_loses_nothing_of_its_second() -> None:
    assert clock("data").now(NOW) == WHOLE + timedelta(seconds=1)
    assert clock("data").now(WHOLE) == WHOLE
    assert clock("data").now(None) == WHOLE


def test_the_automatic_clock_stands_only_when_the_newest_data_are_older_than_two_days() -> None:
    assert not clock("auto").stands_on_data(NOW - timedelta(days=2))
    assert clock("auto").stands_on_data(NOW - timedelta(days=2, seconds=1))
    assert not clock("auto").stands_on_data(None)


def test_an_offset_clock_starts_where_it_is_told_and_runs_on() -> None:
    moved = Clock.from_setting("2024-08-20T09:00:00+08:00", wall=lambda: NOW)
    assert moved.now(None) == datetime(2024, 8, 20, 1, tzinfo=UTC)
    later = Clock(mode="offset", offset=moved.offset, wall=lambda: NOW + timedelta(seconds=90))
    assert later.now(NOW) == datetime(2024, 8, 20, 1, 1, 30, tzinfo=UTC)


def test_a_start_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="offset from UTC"):
        clock("2024-08-20T09:00:00")


def test_the_profile_sets_the_clock() -> None:
    profile = load_profile(CITIES / "tiny")
    assert clock_of(profile).mode == "data"
    moment = clock_of(profile.model_copy(update={"clock": "2024-08-20T09:00:00"})).now(None)
    assert abs(moment - datetime.fromisoformat("2024-08-20T09:00:00+08:00")) < timedelta(seconds=5)
    assert wall_now().tzinfo is UTC


def test_stamps_come_in_time_for_every_question_of_a_wall_and_at_least_one_a_minute() -> None:
    issuer = StampIssuer()

    def issue(version: int, seconds: float) -> Stamp:
        moment = WHOLE + timedelta(seconds=seconds)
        return issuer.issue(version, moment, moment)

    first = issue(1, 0)
    assert issue(2, 0.3) == first
    second = issue(2, 0.4)
    assert (second.data_version, second.as_of) == (2, WHOLE + timedelta(seconds=0.4))
    assert issue(2, 60.3) == second
    assert issue(2, 60.4).as_of == WHOLE + timedelta(seconds=60.4)
    assert issue(2, 0).as_of == WHOLE, "a wall clock set back does not freeze the stamp"


def test_a_stamp_is_written_as_version_and_seconds() -> None:
    assert str(Stamp(12, datetime(2024, 1, 1, tzinfo=UTC))) == "12.1704067200"


def test_the_city_issues_the_stamp_of_its_clock(tiny_city: City) -> None:
    stamp = tiny_city.sources.stamp()
    assert (stamp.data_version, stamp.as_of) == (tiny_city._context.store.data_version, local("10 19:05"))
    assert tiny_city.sources.stamp() == stamp


@pytest.mark.parametrize(
    ("cadence", "age_s", "status"),
    [(60, 120, "fresh"), (60, 121, "late"), (60, 600, "late"), (60, 601, "broken"), (None, 10**6, "fresh")],
)
def test_a_source_is_late_after_two_and_broken_after_ten_missed_deliveries(
    cadence: int | None, age_s: int, status: str
) -> None:
    assert source_status(cadence, NOW - timedelta(seconds=age_s), NOW, stands=False) == status


def test_static_data_never_alarm_and_an_empty_source_is_valid() -> None:
    assert source_status(60, NOW - timedelta(days=900), NOW, stands=True) == "static"
    assert source_status(60, None, NOW, stands=False) == "empty"
    assert worst(()).status == "empty"


def test_the_worst_source_gives_the_city_its_status(empty_city: City) -> None:
    empty_city.acts.load_table(
        table_of([{"source_id": "A", "reported": "10 9:00"}]), "quiet", recorded_at=local("10 9:00")
    )
    empty_city.acts.load_table(
        table_of([{"source_id": "B", "reported": "10 9:00"}]), "live", recorded_at=local("10 9:00")
    )
    sources = {"live": SourceProfile(cadence_s=60)}
    empty_city._context.profile = empty_city.profile.model_copy(update={"sources": sources})
    empty_city._context.clock = Clock(mode="wall", wall=lambda: local("10 9:05"))
    fresh = empty_city.sources.freshness(local("10 9:05"), scope=WHOLE_CITY)
    assert fresh.status == "late"
    assert {source.name: source.status for source in fresh.sources} == {"live": "late", "quiet": "fresh"}
    assert runner(empty_city)("reported", as_of=local("10 9:05")).freshness == fresh
    assert empty_city.kpis.opening_period(local("10 9:05"), scope=WHOLE_CITY) == (
        local("10 0:00").date(),
        local("10 0:00").date(),
        "today",
    )
