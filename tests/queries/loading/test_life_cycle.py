"""Steps that a source does not know, statuses that follow from times, and breaches of the order of steps."""

from pathlib import Path

import pytest

from geodata.city.profile import SourceProfile
from tests.queries.loading.conftest import SmallCity, open_small_city

STEPS = (
    "id,创建时间,受理时间,立案时间,派单时间,接单时间,处置完成时间,"
    "核查时间,重办时间,办结时间,作废时间,挂起时间,恢复时间\n"
)


@pytest.mark.parametrize(
    ("filled", "status"),
    [
        ("1", "reported"),
        ("11", "accepted"),
        ("111", "filed"),
        ("1111", "dispatched"),
        ("11111", "received"),
        ("111111", "finished"),
        ("1111111", "verifying"),
        ("11111111", "rework"),
        ("111111111", "closed"),
        ("1000000001", "voided"),
        ("11100000001", "suspended"),
        ("111000000011", "filed"),
    ],
)
def test_without_a_status_the_last_step_with_a_time_is_the_status(city: SmallCity, filled: str, status: str) -> None:
    times = ["2024-07-01 10:00" if step == "1" else "" for step in filled.ljust(12, "0")]
    times[-1] = "2024-07-01 11:00" if filled[11:] else ""
    city.load_text(STEPS + ",".join(["1", *times]) + "\n")
    assert city.case("1", "status") == (status,)


def test_accepted_and_filed_take_the_nearest_earlier_step_only_where_the_source_does_not_know_them(
    city: SmallCity,
) -> None:
    city.load_text("id,创建时间,受理时间,派单时间\n1,2024-07-01 10:00,2024-07-01 11:00,\n2,2024-07-01 10:00,,\n")
    assert city.case("1", "filed_at = accepted_at, filed_hour, dispatched_at") == (True, 11, None)
    assert city.case("2", "accepted_at, filed_at, status") == (None, None, "reported")
    assert city.rows("SELECT steps FROM city.sources") == [("reported,accepted,dispatched",)]


def test_accepted_stands_for_reported_where_there_is_nothing_earlier(city: SmallCity) -> None:
    city.load_text("id,受理时间\n1,2024-07-01 10:00\n")
    assert city.case("1", "reported_at = accepted_at, reported_hour") == (True, 10)


def test_the_profile_may_declare_the_steps(tmp_path: Path) -> None:
    city = open_small_city(tmp_path, cases=SourceProfile(steps=("reported", "closed"), cadence_s=3600))
    city.load_text("id,创建时间,受理时间\n1,2024-07-01 10:00,2024-07-01 12:00\n")
    assert city.case("1", "accepted_at = reported_at") == (True,)
    assert city.rows("SELECT steps, cadence_s, rows, refused FROM city.sources") == [("reported,closed", 3600, 1, 0)]
    city.store.close()


def test_breaches_are_flagged_with_two_minutes_of_grace(city: SmallCity) -> None:
    header = "id,创建时间,派单时间,接单时间,办结时间,案件状态\n"
    city.load_text(
        header
        + "1,2024-07-01 10:02:00,2024-07-01 10:00:00,,,派遣\n"
        + "2,2024-07-01 10:00:00,2024-07-01 11:00:00,2024-07-01 10:50:00,,已签收\n"
        + "3,2024-07-01 10:00:00,,,2024-07-02 10:00:00,重办\n"
        + "4,2024-07-01 10:00:00,,,2024-07-02 10:00:00,在办\n"
        + "5,2024-07-01 10:00:00,,,2024-07-02 10:00:00,作废\n"
        + "6,2024-07-01 10:00:00,,,2024-07-02 10:00:00,\n"
    )
    assert [city.case(number, "flags")[0] for number in "123456"] == [
        None,
        "out_of_order",
        "open_with_closed_time",
        "open_with_closed_time",
        None,
        None,
    ]


def test_the_watermark_is_the_newest_time_that_is_not_in_the_future(city: SmallCity) -> None:
    city.load_text("id,open_dt,closed_dt\n1,2011-07-01,2019-10-31 15:00\n2,2011-07-02,2031-01-01\n", "a.csv")
    city.load_text("id,open_dt,closed_dt\n3,2012-07-01,\n", "b.csv")
    [(mark, first, last)] = city.rows(
        "SELECT watermark::VARCHAR, first_reported::DATE::VARCHAR, last_reported::DATE::VARCHAR FROM city.sources"
    )
    assert (mark, first, last) == ("2019-10-31 19:00:00", "2011-07-01", "2012-07-01")


def test_satisfaction_yes_no_and_words_that_say_nothing(city: SmallCity) -> None:
    summary = city.load_text(
        "id,open_dt,满意度,是否解决,退单次数\n1,2024-07-01,未评价,否,1.5\n2,2024-07-01,棒,也许,\n3,2024-07-01,4,已解决,2\n"
    )
    assert city.rows("SELECT satisfaction, resolved, declined_count FROM city.events ORDER BY source_id") == [
        (None, False, None),
        (None, None, None),
        (4, True, 2),
    ]
    assert summary.unknown_words == {"satisfaction": {"棒": 1}, "resolved": {"也许": 1}}
