"""Handling time in working time, counted by hand: office hours 9–12 and 13–17 by the official calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.city.profile import load_profile, write_profile
from geodata.city.working_hours import WorkingHours
from queries.city import City
from tests.cities.builder import found_city
from tests.cities.tiny.cases import case, local, table_of
from tests.queries.conftest import RECORDED, runner


def closed(number: int, accepted: str, closed: str) -> dict[str, object]:
    return case(source_id=f"W{number}", at="E1", reported=accepted, accepted=accepted, closed=closed)


def answers(folder: Path, *cases: dict[str, object]):  # type: ignore[no-untyped-def]
    city = City.open(folder)
    city.acts.load_table(table_of(cases), "tiny", recorded_at=RECORDED)
    return city, runner(city)


@pytest.mark.parametrize(
    ("accepted", "finished", "hours"),
    [
        ("5 9:30", "5 11:30", 2),
        ("5 11:30", "5 13:30", 1),  # over the midday rest
        ("6 20:00", "7 10:00", 1),  # by night nothing is worked
        ("7 16:00", "10 18:00", 1),  # Dragon Boat, Monday the 10th, is a holiday
        ("1 10:00", "3 9:30", 0.5),  # over a weekend
        ("8 9:00", "9 17:00", 0),
    ],
)
def test_only_working_time_counts(tmp_path: Path, accepted: str, finished: str, hours: float) -> None:
    city, ask = answers(found_city(tmp_path), closed(1, accepted, finished))
    with city:
        answer = ask("handling_time", "working_time")
        assert (answer.value, answer.unit, answer.n) == (hours, "hour", 1)
        assert ask("handling_time", "working_time_median").value == hours


def test_mean_median_and_p90_are_of_the_same_hours(tmp_path: Path) -> None:
    durations = [closed(n, "5 9:00", f"5 {9 + n}:00") for n in (1, 2, 3)]
    city, ask = answers(found_city(tmp_path), *durations, closed(4, "5 9:00", "6 17:00"))
    with city:
        found = [ask("handling_time", f"working_time{which}").value for which in ("", "_median", "_p90")]
        assert found == pytest.approx([5, 2.5, 10.7])
        by_area = ask("handling_time", "working_time", by="area")
        assert sum(row.n for row in by_area.rows) == 4


def test_before_its_closing_a_case_does_not_count(tmp_path: Path) -> None:
    city, ask = answers(found_city(tmp_path), closed(1, "5 9:00", "5 10:00"), closed(2, "5 9:00", "6 11:00"))
    with city:
        assert ask("handling_time", "working_time", as_of=local("5 18:00")).value == 1


def test_cases_without_calendar_are_left_out_and_counted(tmp_path: Path) -> None:
    folder = found_city(tmp_path)
    profile = load_profile(folder)
    write_profile(profile.model_copy(update={"zone": "Asia/Singapore"}), folder)
    reversed_times = case(source_id="W2", at="E1", reported="5 9:00", accepted="5 9:00", closed="5 8:00")
    city, ask = answers(folder, closed(1, "5 9:30", "5 11:30"), reversed_times)
    with city:
        answer = ask("handling_time", "working_time")
        assert (answer.value, answer.n, answer.status) == (None, 0, "no_cases")
        assert [(note.code, str(note).split()[0]) for note in answer.notes] == [
            ("calendar_missing", "1"),
            ("left_out", "1"),
        ]
        assert ask("handling_time").n == 1


def test_a_city_has_a_week_and_hours_of_its_own(tmp_path: Path) -> None:
    folder = found_city(tmp_path)
    own = WorkingHours(holidays="none", days=("sat", "sun", "mon"), hours=("00:00-24:00",))
    write_profile(load_profile(folder).model_copy(update={"working_time": own}), folder)
    city, ask = answers(folder, closed(1, "7 12:00", "10 12:00"))
    with city:
        assert ask("handling_time", "working_time").value == 60
