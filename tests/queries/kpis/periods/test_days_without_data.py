"""What is not known is never 0: days before the data begin, after they end, and of a source that is missing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from queries.calendar.clock import Clock
from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import local, table_of
from tests.queries.conftest import Ask, runner

PLAIN: dict[str, Any] = {"source_id": "P1", "at": "E1", "reported": "3 9:00", "closed": "5 9:00"}

STATUS_NOW = "Not known as of this moment: only the present status says which cases are closed."


def codes(answer: Answer) -> list[str]:
    return [note.code for note in answer.notes]


def asked(metric: str, start: str, end: str, by: str | None = None, as_of: datetime | None = None) -> Question:
    days = date.fromisoformat(start), date.fromisoformat(end)
    return Question(metric, "C", *days, by=by, as_of=as_of or local("10 18:00"), scope=WHOLE_CITY)


@pytest.fixture
def city(empty_city: City) -> City:
    """Cases of one source from the 3rd to the 5th."""
    empty_city.acts.load_table(table_of([PLAIN]), "plain")
    return empty_city


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (("2023-01-01", "2023-12-31"), "before_data"),
        (("2024-06-02", "2024-06-02"), "before_data"),
        (("2024-06-06", "2024-06-09"), "after_data"),
    ],
)
def test_a_period_without_data_has_no_number_and_says_why(city: City, days: tuple[str, str], reason: str) -> None:
    for metric in ("reported", "handled_daily", "closing_rate", "handling_time"):
        for by in (None, "day", "area", "category"):
            answer = city.kpis.ask(asked(metric, *days, by))
            assert (answer.status, answer.value, answer.n, answer.rows) == ("no_data", None, 0, ()), (metric, by)
            assert codes(answer) == [reason], (metric, by)
        level = city.kpis.by_level(asked(metric, *days), 1)
        assert (level.whole.status, int(level.n.sum())) == ("no_data", 0), metric


def test_the_reason_names_the_day_in_both_languages(city: City) -> None:
    [before] = city.kpis.ask(asked("reported", "2023-01-01", "2023-12-31")).notes
    assert (before, before.zh) == ("No data: the data begin on 2024-06-03.", "无数据：本市数据自 2024-06-03 起。")
    [after] = city.kpis.ask(asked("reported", "2024-06-06", "2024-06-06")).notes
    assert after == "No data: the data end on 2024-06-05."


def test_days_outside_of_the_data_have_no_value_and_quiet_days_inside_are_zero(city: City) -> None:
    answer = city.kpis.ask(asked("reported", "2024-06-01", "2024-06-08", "day"))
    assert [row.value for row in answer.rows] == [None, None, 1, 0, 0, None, None, None]
    assert answer.value == 1
    assert codes(answer) == ["unknown_before", "unknown_after"]


def test_a_stock_is_not_known_before_the_first_case_nor_long_after_the_last(city: City) -> None:
    ask = runner(city)
    assert ask("open", as_of=local("2 9:00")).status == "no_data"
    assert ask("open", as_of=local("4 9:00")).value == 1
    assert ask("open", as_of=local("10 9:00")).value == 0
    late = ask("open", as_of=local("10 9:00") + timedelta(days=40))
    assert (late.status, codes(late)) == ("no_data", ["after_data"])
    assert [row.value for row in ask("open", days="1-6", by="day").rows] == [None, None, 1, 1, 0, 0]


def test_hours_to_come_are_not_zero(city: City) -> None:
    answer = runner(city)("reported", days="3", by="hour", as_of=local("3 10:30"))
    assert [row.value for row in answer.rows] == [0] * 9 + [1, 0] + [None] * 13
    assert runner(city)("reported", days="3", by="hour").rows[23].value == 0


def test_hours_after_the_data_end_are_not_zero(city: City) -> None:
    """The last thing known happened on the 5th at 9:00."""
    ask, late = runner(city), (("hour", "10"),)
    assert [row.value for row in ask("reported", days="5", by="hour").rows] == [0] * 10 + [None] * 14
    assert [row.value for row in ask("reported", days="4-5", by="hour").rows] == [0] * 24
    assert [row.value for row in ask("reported", days="4-6", by="day", where=late).rows] == [0, None, None]
    assert codes(ask("reported", days="5-6", where=late)) == ["after_data"]
    assert ask("reported", days="4-5", where=late).value == 0


def test_a_source_without_data_of_the_period_is_named(city: City) -> None:
    later = PLAIN | {"source_id": "L1", "reported": "8 9:00", "closed": "9 9:00"}
    city.acts.load_table(table_of([later]), "later")
    early = city.kpis.ask(asked("reported", "2024-06-03", "2024-06-04"))
    assert (early.value, codes(early)) == (1, ["sources_without_days"])
    assert early.notes == ("Left out, without data of these days: later (2024-06-08..2024-06-09).",)
    between = city.kpis.ask(asked("reported", "2024-06-06", "2024-06-07"))
    assert (between.status, codes(between)) == ("no_data", ["between_data"])


@pytest.fixture
def hourly(tmp_path: Path) -> Iterator[City]:
    """A source that delivers every hour, last on the 7th at 12:00, with its last case on the 5th."""
    profile = {"sources": {"plain": {"cadence_s": 3600}}}
    clock = Clock("wall", wall=lambda: local("10 18:00"))
    with build_city(tmp_path / "tiny", cases=(), profile=profile, clock=clock) as city:
        city.acts.load_table(table_of([PLAIN]), "plain", recorded_at=local("7 12:00"))
        yield city


def test_a_day_after_the_last_delivery_of_a_live_source_is_not_zero(hourly: City) -> None:
    assert hourly.kpis.ask(asked("reported", "2024-06-07", "2024-06-07")).value == 0
    assert codes(hourly.kpis.ask(asked("reported", "2024-06-08", "2024-06-08"))) == ["after_data"]
    hours = hourly.kpis.ask(asked("reported", "2024-06-07", "2024-06-07", "hour")).rows
    assert [row.value for row in hours] == [0] * 12 + [None] * 12


def test_a_period_without_data_takes_no_kpi_off_the_screen(hourly: City) -> None:
    assert hourly.kpis.answerable("reported", scope=WHOLE_CITY)
    assert not hourly.kpis.answerable("satisfaction", scope=WHOLE_CITY)


STATUSES = {"1": "closed", "2": "dispatched", "3": "open"}


@pytest.fixture
def status_only(empty_city: City) -> Ask:
    """Three cases with a status and no time of closing, reported on the 1st, 2nd and 3rd."""
    rows = [
        {"source_id": number, "reported_at": local(f"{number} 9:00"), "status": word, "status_raw": word}
        for number, word in STATUSES.items()
    ]
    empty_city.acts.load_table(pa.Table.from_pylist(rows), "plain")
    return runner(empty_city)


def test_a_status_without_times_of_closing_says_what_is_open_now(status_only: Ask) -> None:
    answer = status_only("open")
    assert (answer.value, answer.status) == (2, "ok")
    assert {"by_status", "untimed"} <= set(codes(answer))
    rate = status_only("closing_rate", days="1-3")
    assert (rate.numerator, rate.denominator) == (1, 3)
    assert status_only("handling_time").status == "no_data"


def test_of_an_earlier_moment_a_status_says_nothing(status_only: Ask) -> None:
    earlier = status_only("open", as_of=local("2 12:00"))
    assert (earlier.status, earlier.notes) == ("no_data", (STATUS_NOW,))
    days = status_only("open", days="1-10", by="day")
    assert [row.value for row in days.rows] == [None] * 9 + [2]
    assert [row["n"] for row in days.as_json()["rows"]] == [None] * 9 + [2]


def test_calls_that_nobody_reported_are_not_zero(empty_city: City) -> None:
    with empty_city._context.store.write() as cursor:
        cursor.execute("""
            INSERT INTO city.calls
              (source, hour, area_code, area_id, calls, answered, call_day, call_hour, recorded_at)
            SELECT 'line', day + INTERVAL 1 HOUR, '', 1, day_of_month, 2, CAST(day AS DATE), 9,
              TIMESTAMP '2024-06-10 09:56'
            FROM (VALUES (TIMESTAMP '2024-06-03', 3), (TIMESTAMP '2024-06-05', 5)) AS days (day, day_of_month)
        """)
        cursor.execute("INSERT INTO city.data_versions VALUES (99, TIMESTAMP '2024-06-10 09:56', NULL)")
    ask = runner(empty_city)
    assert [row.value for row in ask("calls", days="2-6", by="day").rows] == [None, 3, None, 5, None]
    assert codes(ask("calls", days="1-2")) == ["before_data"]
    assert codes(ask("connect", days="6-9")) == ["after_data"]


@pytest.mark.parametrize(("cases", "ended"), [(9, True), (1, False)])
def test_a_file_of_the_reports_of_some_days_tells_of_no_later_ones(
    empty_city: City, cases: int, *, ended: bool
) -> None:
    """Its cases were closed long after: of the days between closings are known, and reports are not 0. Of a source with
    few cases it may be chance."""
    moment = local("9 9:00") + timedelta(days=90)
    rows: list[dict[str, Any]] = [
        {"source_id": f"P{number}", "at": "E1", "reported": f"{1 + number} 9:00"} for number in range(cases)
    ]
    rows[-1]["closed_at"] = moment.astimezone(UTC).replace(tzinfo=None)
    empty_city.acts.load_table(table_of(rows), "plain")
    later = ("2024-07-20", "2024-08-20")
    reported = empty_city.kpis.ask(asked("reported", *later, as_of=moment))
    expected = ("no_data", None, ["after_data"]) if ended else ("ok", 0, [])
    assert (reported.status, reported.value, codes(reported)) == expected
    closed = empty_city.kpis.ask(asked("handling_time", "2024-09-01", "2024-09-07", as_of=moment))
    assert (closed.status, closed.n) == ("ok", 1)
    assert empty_city.kpis.ask(asked("open", *later, as_of=moment)).status == "ok"
