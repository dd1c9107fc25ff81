"""Which cases a period holds, and what an answer says of it."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from queries.city import City
from queries.errors import QuestionRefused, UnknownDenominator, UnknownMetric
from queries.kpis.note import NOTHING_LOADED, Note
from queries.kpis.opening_period import last_full_period
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF, local, table_of
from tests.queries.conftest import Ask, newest, question_at, runner


def test_both_days_of_a_period_are_inside(ask: Ask) -> None:
    assert ask("reported", days="4").value == 1
    assert ask("reported", days="4-5").value == 3
    assert ask("reported", days="10").value == 2, "K16 is reported after the moment"
    assert ask("reported", days="10", as_of=local("10 23:59")).value == 3


def test_days_are_those_of_the_citys_zone(empty_city: City) -> None:
    cases = [{"source_id": "late", "reported": "4 23:59"}, {"source_id": "early", "reported": "5 0:00"}]
    empty_city.acts.load_table(table_of(cases), "s")
    ask = runner(empty_city)
    assert [ask("reported", days=day).value for day in ("4", "5")] == [1, 1]


def test_an_open_period_covers_the_data_and_says_from_when_to_when(ask: Ask) -> None:
    answer = ask("reported")
    assert (answer.start, answer.end) == (date(2024, 6, 1), date(2024, 6, 10))
    closed = ask("handled_daily")
    assert (closed.start, closed.end, closed.denominator) == (date(2024, 6, 2), date(2024, 6, 7), 6)
    assert ask("handled_daily", days="1-10").denominator == 10
    earlier = ask("reported", as_of=local("3 12:00"))
    assert (earlier.end, earlier.value) == (date(2024, 6, 3), 5)


def test_half_open_periods(tiny_city: City) -> None:
    since = tiny_city.kpis.ask(Question("reported", "C", start=date(2024, 6, 8), as_of=AS_OF, scope=WHOLE_CITY))
    until = tiny_city.kpis.ask(Question("reported", "C", end=date(2024, 6, 7), as_of=AS_OF, scope=WHOLE_CITY))
    assert (since.value, since.start, since.end) == (4, date(2024, 6, 8), date(2024, 6, 10))
    assert (until.value, until.start, until.end) == (11, date(2024, 6, 1), date(2024, 6, 7))


def test_a_state_ignores_the_period_and_says_so(ask: Ask) -> None:
    answer = ask("open", days="1-2")
    assert (answer.value, answer.start, answer.end) == (4, None, None)
    assert "ignored" in answer.notes[0]
    assert [note.code for note in ask("open").notes] == ["incomplete"]


def test_an_empty_city_has_no_data_never_zero(empty_city: City) -> None:
    ask = runner(empty_city)
    answer = ask("reported")
    assert (answer.status, answer.value, answer.notes) == ("no_data", None, (NOTHING_LOADED,))
    assert (answer.start, answer.end, answer.recorded_at, answer.freshness.status) == (None, None, None, "empty")
    assert {ask(key).status for key in ("open", "closing_rate", "handled_daily")} == {"no_data"}
    assert newest(empty_city, "C", AS_OF, 3) == []


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("nothing", "C", as_of=AS_OF, scope=WHOLE_CITY), UnknownMetric),
        (Question("open", "C", as_of=AS_OF, denominator="nothing", scope=WHOLE_CITY), UnknownDenominator),
        (Question("open", "C", as_of=AS_OF.replace(tzinfo=None), scope=WHOLE_CITY), QuestionRefused),
        (Question("open", "C", as_of=AS_OF, by="phase_of_the_moon", scope=WHOLE_CITY), QuestionRefused),
        (Question("open", "C", date(2024, 6, 2), date(2024, 6, 1), AS_OF, scope=WHOLE_CITY), QuestionRefused),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(tiny_city: City, question: Question, error: type) -> None:
    with pytest.raises(error) as refused:
        tiny_city.kpis.ask(question)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2011-07-01", "2011-12-31", ("2011-12-01", "2011-12-31", "last_full_month")),
        ("2011-07-01", "2011-12-30", ("2011-11-01", "2011-11-30", "last_full_month")),
        ("2011-12-05", "2011-12-31", ("2011-12-25", "2011-12-31", "last_seven_days")),
        ("2012-02-27", "2012-02-29", ("2012-02-27", "2012-02-29", "last_seven_days")),
        ("2011-11-02", "2011-12-20", ("2011-12-14", "2011-12-20", "last_seven_days")),
    ],
)
def test_the_period_to_open_on_with_data_that_have_ended(first: str, last: str, expected: tuple[str, str, str]) -> None:
    start, end, kind = last_full_period(date.fromisoformat(first), date.fromisoformat(last), lambda day: day)
    assert (start.isoformat(), end.isoformat(), kind) == expected


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (("2024-01-15", "2024-05-15"), ("2024-05-09", "2024-05-15", "last_seven_days")),
        (("2024-01-01", "2024-01-15", "2024-05-15"), ("2024-01-01", "2024-01-31", "last_full_month")),
        (("2023-12-30", "2024-02-29", "2024-05-31"), ("2024-05-01", "2024-05-31", "last_full_month")),
    ],
)
def test_a_month_without_a_case_is_not_opened(
    empty_city: City, reported: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    rows = [{"source_id": day, "reported_at": datetime.fromisoformat(f"{day}T04:00:00")} for day in reported]
    empty_city.acts.load_table(pa.Table.from_pylist(rows), "gap")
    start, end, kind = empty_city.kpis.opening_period(empty_city.sources.now(), scope=WHOLE_CITY)
    assert (start.isoformat(), end.isoformat(), kind) == expected
    opened = Question("reported", "C", start=start, end=end, scope=WHOLE_CITY)
    assert empty_city.kpis.ask(opened).n > 0


def test_without_a_moment_the_clock_of_the_city_is_asked(tiny_city: City) -> None:
    """Its clock stands at the newest life-cycle time: K16, accepted on the 10th at 19:05."""
    assert tiny_city.sources.now() == local("10 19:05")
    answer = tiny_city.kpis.ask(Question("reported", "C", scope=WHOLE_CITY))
    assert (answer.value, answer.as_of) == (16, local("10 19:05"))
    assert tiny_city.kpis.opening_period(tiny_city.sources.now(), scope=WHOLE_CITY) == (
        date(2024, 6, 4),
        date(2024, 6, 10),
        "last_seven_days",
    )


def test_json_has_the_keys_of_the_interface_and_the_citys_offset(tiny_city: City) -> None:
    said = tiny_city.kpis.ask(question_at("closing_rate", "10 18:00", by="channel")).as_json()
    assert list(said) == [
        "key", "kind", "area", "value", "unit", "numerator", "denominator", "n", "status", "from", "to", "zone",
        "as_of", "recorded_at", "version", "basis", "freshness", "rows", "notes", "statistics", "where",
        "unripe", "ripe_to", "target", "breaks", "incomplete",
    ]  # fmt: skip
    assert (said["from"], said["to"], said["as_of"]) == ("2024-06-01", "2024-06-10", "2024-06-10T18:00:00+08:00")
    assert (said["recorded_at"], said["basis"], said["zone"]) == ("2024-06-11T08:00:00+08:00", "R", "Asia/Shanghai")
    assert set(said["rows"][0]) == {"code", "name", "value", "n", "numerator", "denominator"}
    assert said["freshness"]["sources"][0]["name"] == "tiny"
    assert tiny_city.kpis.ask(question_at("handling_time", "10 18:00")).as_json()["statistics"]["p90"] == 4


@pytest.mark.parametrize("metric", ["reported", "closing_rate", "handling_time", "handled_daily"])
@pytest.mark.parametrize("by", [None, "day", "area"])
def test_a_period_that_has_not_begun_has_no_number_yet(ask: Ask, metric: str, by: str | None) -> None:
    answer = ask(metric, days="11-12", by=by)
    assert (answer.value, answer.status, answer.n) == (None, "no_data", 0)
    assert [note.code for note in answer.notes if isinstance(note, Note)] == ["not_yet"]
    assert ask(metric, days="10-12", by=by).status != "no_data"


def test_a_state_does_not_wait_for_a_period(ask: Ask) -> None:
    assert ask("open", days="11-12").value == 4
