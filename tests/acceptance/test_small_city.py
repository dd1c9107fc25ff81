"""The numbers of the command line against pandas, which shares no code with the way yiping computes them."""

import json

import pandas as pd
import pytest

from tests.acceptance.command_line import CommandLine
from tests.acceptance.small_city import DEFAULT_POINT, NAMES, ROWS, ZONE, instants

FIRST, LAST = "2011-07-01", "2011-12-31"
PERIOD = ("--city", "small", "--from", FIRST, "--to", LAST)


@pytest.fixture(scope="module")
def frame(small_cases: pd.DataFrame) -> pd.DataFrame:
    columns = {"reported": "open_dt", "due": "target_dt", "closed": "closed_dt"}
    return small_cases.assign(**{name: instants(small_cases[column]) for name, column in columns.items()})


def end_of(day: str) -> pd.Timestamp:
    return pd.Timestamp(day, tz=ZONE) + pd.DateOffset(days=1) - pd.Timedelta(microseconds=1)


def test_reported_by_month_are_city_months(small: CommandLine, frame: pd.DataFrame) -> None:
    expected = frame.reported.dt.tz_convert(ZONE).dt.strftime("%Y-%m").value_counts()
    for month, count in expected.items():
        last = pd.Period(str(month)).end_time.strftime("%Y-%m-%d")
        answer = small.kpi("reported", "--city", "small", "--from", f"{month}-01", "--to", last)
        assert answer["value"] == count, month
    assert small.kpi("reported", *PERIOD)["value"] == ROWS


def test_reported_by_day_and_hour_use_the_clock_of_the_city(small: CommandLine, frame: pd.DataFrame) -> None:
    local = frame.reported.dt.tz_convert(ZONE)
    days = {row["code"]: row["value"] for row in small.kpi("reported", *PERIOD, "--by", "day")["rows"]}
    assert {day: count for day, count in days.items() if count} == local.dt.strftime(
        "%Y-%m-%d"
    ).value_counts().to_dict()
    assert len(days) == 184
    hours = {int(row["code"]): row["value"] for row in small.kpi("reported", *PERIOD, "--by", "hour")["rows"]}
    assert {hour: count for hour, count in hours.items() if count} == local.dt.hour.value_counts().to_dict()


@pytest.mark.parametrize("day", ["2011-07-20", "2011-11-06", "2011-12-31", "2012-03-01"])
def test_open_at_the_end_of_a_day(small: CommandLine, frame: pd.DataFrame, day: str) -> None:
    moment = end_of(day)
    expected = ((frame.reported <= moment) & ~(frame.closed <= moment)).sum()
    assert small.kpi("open", "--city", "small", "--as-of", day)["value"] == expected


@pytest.mark.parametrize("day", ["2011-09-15", "2012-06-30"])
def test_closed_on_time(small: CommandLine, frame: pd.DataFrame, day: str) -> None:
    moment = end_of(day)
    local_day = frame.due.dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d")
    due = frame[local_day.between(FIRST, LAST) & (frame.due <= moment)]
    on_time = ((due.closed <= due.due) & (due.closed <= moment)).sum()
    answer = small.kpi("closed_on_time", *PERIOD, "--as-of", day)
    assert (answer["numerator"], answer["denominator"]) == (on_time, len(due))
    assert answer["value"] == pytest.approx(on_time / len(due))


def test_handling_time_mean_median_and_p90(small: CommandLine, frame: pd.DataFrame) -> None:
    local_day = frame.closed.dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d")
    closed = frame[local_day.between(FIRST, LAST)]
    days = (closed.closed - closed.reported).dt.total_seconds() / 86400
    mean = small.kpi("handling_time", *PERIOD)
    assert mean["n"] == len(closed)
    assert mean["value"] == pytest.approx(days.mean())
    assert small.kpi("handling_time", *PERIOD, "--denominator", "median")["value"] == pytest.approx(days.median())
    assert small.kpi("handling_time", *PERIOD, "--denominator", "p90")["value"] == pytest.approx(days.quantile(0.9))


def test_neighbourhoods_and_not_placed_make_the_whole(small: CommandLine, small_cases: pd.DataFrame) -> None:
    rows = small.kpi("reported", *PERIOD, "--by", "area")["rows"]
    assert rows[-1]["code"] == "_not_placed"
    assert sorted(row["name"] for row in rows[:-1]) == sorted(NAMES)
    assert sum(row["value"] for row in rows) == ROWS
    latitude, longitude = map(str, DEFAULT_POINT)
    shared = (small_cases.latitude == latitude) & (small_cases.longitude == longitude)
    assert rows[-1]["value"] == shared.sum()


def test_the_installed_command_answers_the_same(small: CommandLine) -> None:
    arguments = ("kpi", "reported", *PERIOD, "--by", "area", "--json")
    assert json.loads(small.run_installed(*arguments).stdout) == json.loads(small.run(*arguments).stdout)
    wrong = small.run_installed("kpi", "no_such_kpi", "--city", "small", expect=2)
    assert wrong.stderr == small.run("kpi", "no_such_kpi", "--city", "small", expect=2).stderr


def test_what_this_file_cannot_answer_is_no_data_not_zero(small: CommandLine) -> None:
    answer = small.kpi("satisfaction", *PERIOD)
    assert answer["status"] == "no_data"
    assert answer["value"] is None


def test_of_a_period_before_the_data_begin_nothing_is_known(small: CommandLine) -> None:
    answer = small.kpi("closed_on_time", "--city", "small", "--from", "2009-01-01", "--to", "2009-01-31")
    assert (answer["status"], answer["value"], answer["n"]) == ("no_data", None, None)


def test_the_list_behind_a_number_has_as_many_rows(small: CommandLine) -> None:
    printed = small.run("cases", "reported", *PERIOD).stdout
    assert len(printed.strip().splitlines()) == ROWS + 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("kpi", "no_such_kpi", "--city", "small"), "no_such_kpi"),
        (("kpi", "reported", "--city", "small", "--area", "nowhere"), "nowhere"),
        (("kpi", "reported", "--city", "small", "--from", "2011-13-01"), "2011-13-01"),
        (("kpi", "reported", "--city", "atlantis"), "atlantis"),
        (("load", "missing.csv", "--city", "small"), "missing.csv"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(small: CommandLine, arguments: tuple[str, ...], word: str) -> None:
    done = small.run(*arguments, expect=None)
    assert done.returncode != 0
    assert word in done.stderr
