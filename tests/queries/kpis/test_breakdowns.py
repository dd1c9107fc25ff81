"""Parts add up to their whole, none is missing, and the case list has as many rows as the number."""

from datetime import date, timedelta

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF, local, table_of
from tests.queries.conftest import Ask, question_at, runner

DICTIONARY = Dictionary.read()
NUMBERS = [(key, name) for key, metric in DICTIONARY.items() for name in (None, *metric.denominators)]
OF_EVENTS = [(key, name) for key, name in NUMBERS if DICTIONARY[key].table == "events"]


PARTS = (
    *("area", "day", "channel", "category", "category2", "category3", "department"),
    *("hour", "hour_weekday", "status", "weekday", "closing_level"),
)


@pytest.mark.parametrize(("metric", "denominator"), OF_EVENTS)
def test_parts_add_up_to_the_whole(ask: Ask, metric: str, denominator: str | None) -> None:
    whole = ask(metric, denominator, days="1-10")
    for by in PARTS:
        answer = ask(metric, denominator, days="1-10", by=by)
        state = answer.basis == "N" and by == "day"
        rows = answer.rows[-1:] if state else answer.rows
        assert (answer.n, answer.status) == (whole.n, whole.status), by
        assert answer.value == pytest.approx(whole.value), by
        assert sum(row.n for row in rows) == whole.n, by
        assert sum(row.numerator or 0 for row in rows) == pytest.approx(whole.numerator or 0), by
        if whole.unit != "case/day":
            assert sum(row.denominator or 0 for row in rows) == (whole.denominator or 0), by


def test_children_come_in_the_order_of_the_tree_even_without_cases_and_the_not_placed_last(ask: Ask) -> None:
    rows = ask("closing_rate", area="W", by="area").rows
    assert [(row.code, row.name, row.numerator, row.denominator) for row in rows] == [
        ("W1", "W1 side", 1, 2),
        ("W2", "W2 side", 1, 2),
        ("_not_placed", "_not_placed", 0, 1),  # K9 is known to the district only
    ]
    empty = ask("closing_rate", area="W", by="area", days="1").rows[0]
    assert (empty.value, empty.n, empty.numerator, empty.denominator) == (None, 0, 0, 0)
    assert ask("reported", area="W", by="area", days="1").rows[0].value == 0


def test_the_deepest_area_has_no_children_and_everything_in_it_is_not_placed_deeper(ask: Ask) -> None:
    rows = ask("reported", area="E1", by="area").rows
    assert [(row.code, row.n) for row in rows] == [("_not_placed", 5)]


def test_every_day_of_the_period_that_has_begun_is_there(ask: Ask) -> None:
    rows = ask("reported", days="8-12", by="day").rows
    assert [(row.code, row.value) for row in rows] == [("2024-06-08", 1), ("2024-06-09", 1), ("2024-06-10", 2)]
    assert ask("reported", days="11-12", by="day").rows == ()


def test_weeks_begin_on_monday_and_have_their_own_median(ask: Ask) -> None:
    days = {row.code: row.n for row in ask("reported", days="1-30", by="day").rows}
    weeks = ask("reported", days="1-30", by="week").rows
    assert [row.code for row in weeks] == ["2024-05-27", "2024-06-03", "2024-06-10"]
    assert [row.n for row in weeks][:2] == [
        sum(n for code, n in days.items() if first <= code < end)
        for first, end in (("2024-05-27", "2024-06-03"), ("2024-06-03", "2024-06-10"))
    ]
    [month] = ask("reported", days="1-30", by="month").rows
    assert (month.code, month.n) == ("2024-06-01", sum(days.values()))
    [second] = [row for row in ask("handling_time", "median", days="1-30", by="week").rows if row.code == "2024-06-03"]
    assert second.value == ask("handling_time", "median", days="3-9").value
    assert ask("open", days="3-10", by="week").status == "no_data"


def test_every_hour_and_every_hour_of_the_week_is_there(ask: Ask) -> None:
    hours = ask("reported", by="hour").rows
    assert [row.code for row in hours] == [f"{hour:02}" for hour in range(24)]
    assert {row.code: row.value for row in hours if row.value} == {"08": 3, "09": 7, "10": 2, "17": 2, "20": 1}
    week = ask("reported", by="hour_weekday").rows
    assert len(week) == 168
    assert {row.code: row.value for row in week if row.code.startswith("1-") and row.value} == {"1-09": 1, "1-17": 2}


def test_a_missing_channel_category_or_department_is_unknown_and_comes_last(ask: Ask) -> None:
    assert [(r.code, r.value) for r in ask("reported", by="category").rows] == [
        ("street", 6), ("noise", 4), ("road", 2), ("water", 2), ("_unknown", 1)
    ]  # fmt: skip
    assert ask("reported", by="department").rows[-1].code == "_unknown"


def test_the_state_at_the_end_of_each_day(ask: Ask) -> None:
    days = ask("open", days="3-10", by="day").rows
    single = [ask("open", as_of=local(f"{day} 23:59") + timedelta(seconds=59.999999)).value for day in range(3, 10)]
    assert [row.value for row in days] == [*single, 4]
    assert single == [2, 3, 3, 2, 2, 3, 4]
    ratio = ask("suspended", days="8-10", by="day").rows
    assert [(row.numerator, row.denominator) for row in ratio] == [(0, 3), (1, 4), (1, 4)]


def test_open_cases_by_age(ask: Ask) -> None:
    rows = ask("open", by="age").rows
    assert [(row.code, row.n) for row in rows] == [("0-1", 0), ("1-3", 2), ("3-7", 2), ("7-30", 0), ("30+", 0)]
    assert ask("reported", by="age").status == "no_data"


@pytest.mark.parametrize(("metric", "denominator"), OF_EVENTS)
def test_the_case_list_has_as_many_rows_as_the_number(
    ask: Ask, tiny_city: City, metric: str, denominator: str | None
) -> None:
    for area in ("C", "W", "E2"):
        for days in ("", "2-6"):
            answer = ask(metric, denominator, area=area, days=days)
            question = Question(metric, area, as_of=AS_OF, denominator=denominator, scope=WHOLE_CITY)
            if days:
                question = Question(
                    metric,
                    area,
                    date(2024, 6, 2),
                    date(2024, 6, 6),
                    as_of=AS_OF,
                    denominator=denominator,
                    scope=WHOLE_CITY,
                )
            cases = tiny_city.kpis.cases(question)
            assert cases.num_rows == answer.n
            if answer.kind == "ratio" and answer.unit == "ratio":
                assert sum(cases.column("in_numerator").to_pylist()) == (answer.numerator or 0)


def test_the_case_list_names_areas_and_keeps_people_and_untrusted_points_to_itself(tiny_city: City) -> None:
    table = tiny_city.kpis.cases(question_at("reported", "10 18:00"))
    assert not {"person_ref", "text", "address", "area_id"} & set(table.column_names)
    first = table.to_pylist()[0]
    assert (first["source_id"], first["area_code"], first["area_name"], first["lon"]) == ("K1", "E1", "E1 side", 113.15)
    nowhere = table.to_pylist()[-1]
    assert (nowhere["source_id"], nowhere["area_code"], nowhere["lon"]) == ("K12", "C", None)
    assert tiny_city.kpis.cases(question_at("reported", "10 18:00"), limit=3).num_rows == 3


def test_the_case_list_of_a_question_without_data_is_empty(empty_city: City) -> None:
    empty_city.acts.load_table(table_of([{"source_id": "A", "reported": "1 9:00"}]), "s")
    assert empty_city.kpis.cases(question_at("cross", "10 18:00")).num_rows == 0


def test_hours_across_a_change_of_clocks_are_the_citys(tiny_city: City) -> None:
    """The day of a first closing is derived when asked, in the same zone as the days stored at load."""
    answer = runner(tiny_city)("handled_daily", as_of=local("4 11:00"), days="3", by="hour_weekday")
    assert [row.code for row in answer.rows if row.n] == ["1-10"]


def test_the_areas_of_a_single_day_are_each_what_is_answered_when_asked_alone(ask: Ask) -> None:
    """Few cases are told apart by another form of statement than those of a long period."""
    for day in range(1, 11):
        for row in ask("reported", by="area", days=f"{day}").rows[:-1]:
            assert row.n == ask("reported", area=row.code, days=f"{day}").n


@pytest.mark.parametrize("by", ["day", "hour", "hour_weekday", "channel", "category", "department", "area"])
@pytest.mark.parametrize("days", ["1-10", "2-2"])
def test_a_median_by_anything_brings_the_whole_in_the_same_scan(tiny_city: City, by: str, days: str) -> None:
    ask, later = runner(tiny_city), AS_OF + timedelta(minutes=1)  # nobody else asks as of then
    ask("handling_time", "p90", days=days, as_of=later)
    before = tiny_city.sources.statements_asked
    parts = ask("handling_time", "median", days=days, as_of=later, by=by)
    assert tiny_city.sources.statements_asked == before + 1
    whole = ask("handling_time", "median", days=days, as_of=later)
    assert (parts.value, parts.n, parts.statistics) == (whole.value, whole.n, whole.statistics)
    assert sum(row.n for row in parts.rows) == whole.n
