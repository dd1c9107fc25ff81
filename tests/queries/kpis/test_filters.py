"""Conditions on dimensions: every number is that of a reckoning over the same cases, and the case list agrees."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from geodata.areas.special_grids import SpecialGrids
from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.answer_rows import unknown_row
from queries.kpis.conditions import DIMENSIONS, fixed_values, statuses
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose, compose_cases
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, local
from tests.queries.conftest import RECORDED, Ask, newest, runner

SEEN = [case for case in CASES if case["source_id"] != "K16"]  # reported after the moment
DICTIONARY = Dictionary.read()
NUMBERS = [(key, name) for key, metric in DICTIONARY.items() for name in (None, *metric.denominators)]
OF_EVENTS = [(key, name) for key, name in NUMBERS if DICTIONARY[key].table == "events"]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The tiny city with two special grids that share street E1: one is E1, the other E1 and W1."""
    east, west = shapely.box(113.1, 34.0, 113.2, 34.1), shapely.box(113.0, 34.0, 113.1, 34.1)
    outlines = [east, shapely.union(east, west)]
    grids = SpecialGrids.of(["S1", "S2"], ["station", "south"], ["a", "b"], "given", outlines)
    with build_city(tmp_path_factory.mktemp("filters"), special_grids=grids, recorded_at=RECORDED) as opened:
        yield opened


@pytest.fixture
def asked(city: City) -> Ask:
    return runner(city)


def count(**said: str) -> int:
    return sum(all(case.get(name) == value for name, value in said.items()) for case in SEEN)


def test_one_condition(asked: Ask) -> None:
    for dimension, column, value in (
        ("channel", "channel", "app"), ("category1", "category1", "noise"), ("category3", "category3", "parking"),
        ("department", "department", "police"), ("matter", "matter_id", "m1"),
    ):  # fmt: skip
        assert asked("reported", where=((dimension, value),)).value == count(**{column: value}) > 0


def test_dimensions_add_up_and_values_of_one_are_alternatives(asked: Ask) -> None:
    both = (("channel", "hotline_12345"), ("category1", "street"))
    assert asked("reported", where=both).value == 2
    either = (("channel", "app"), ("category1", "street"), ("channel", "hotline_12345"))
    assert asked("reported", where=either).value == count(channel="app", category1="street") + 2
    assert asked("reported", where=either).where == {
        "category1": ["street"], "channel": ["app", "hotline_12345"]
    }  # fmt: skip


def test_cases_without_a_value_are_asked_by_the_name_that_a_breakdown_gives_them(asked: Ask) -> None:
    rows = {row.code: row.n for row in asked("reported", by="department").rows}
    assert asked("reported", where=(("department", "_unknown"),)).n == rows["_unknown"] > 0
    either = (("department", "_unknown"), ("department", "police"))
    assert asked("reported", where=either).n == rows["_unknown"] + rows["police"]


def test_a_case_in_two_special_grids_counts_once(asked: Ask, city: City) -> None:
    east = asked("reported", area="E1").n
    south = east + asked("reported", area="W1").n
    assert asked("reported", where=(("special_grid", "S1"),)).n == east
    assert asked("reported", where=(("special_grid", "S2"),)).n == south
    assert asked("reported", where=(("special_grid", "S1"), ("special_grid", "S2"))).n == south
    assert asked("reported", by="area", where=(("special_grid", "S2"),)).n == south
    assert asked("open", by="day", days="8-10", where=(("special_grid", "S2"),)).rows[-1].n == sum(
        asked("open", area=area).n for area in ("E1", "W1")
    )


@pytest.mark.parametrize(("metric", "denominator"), OF_EVENTS)
def test_the_parts_of_a_dimension_are_the_numbers_under_its_conditions(
    asked: Ask, city: City, metric: str, denominator: str | None
) -> None:
    for row in asked(metric, denominator, days="1-10", by="channel").rows:
        where = (("channel", row.code),)
        answer = asked(metric, denominator, days="1-10", where=where)
        assert answer.n == row.n
        assert answer.numerator == pytest.approx(row.numerator)
        question = Question(
            metric,
            "C",
            date(2024, 6, 1),
            date(2024, 6, 10),
            AS_OF,
            denominator=denominator,
            where=where,
            scope=WHOLE_CITY,
        )
        assert city.kpis.cases(question).num_rows == answer.n


@pytest.mark.parametrize("by", ["area", "day", "channel", "hour", "age"])
def test_every_breakdown_is_of_the_cases_meant(asked: Ask, by: str) -> None:
    where = (("category1", "noise"),)
    answer = asked("open", days="10", by=by, where=where)
    assert answer.n == asked("open", where=where).n == sum(row.n for row in answer.rows) > 0


def test_what_was_recorded_earlier_is_asked_with_conditions_too(asked: Ask) -> None:
    early = RECORDED - timedelta(seconds=1)
    assert asked("reported", recorded_as_of=early, where=(("channel", "app"),)).status == "no_data"
    late = asked("reported", recorded_as_of=RECORDED, where=(("channel", "app"),))
    assert late.n == count(channel="app")


BREAKDOWN_OF = {"category1": "category", **{name: name for name in DIMENSIONS if name not in ("category1", "matter")}}


@pytest.mark.parametrize("dimension", BREAKDOWN_OF)
@pytest.mark.parametrize("metric", ["reported", "closing_rate", "open", "handled_daily"])
def test_values_make_up_the_whole_and_each_with_its_exclusion_too(
    asked: Ask, city: City, metric: str, dimension: str
) -> None:
    whole, parts = asked(metric, days="1-10"), asked(metric, days="1-10", by=BREAKDOWN_OF[dimension]).rows
    found = {row.code: asked(metric, days="1-10", where=((dimension, row.code),)) for row in parts if row.n}
    assert {code: (one.n, one.numerator) for code, one in found.items()} == {
        row.code: (row.n, row.numerator) for row in parts if row.n
    }
    if dimension != "special_grid":
        assert sum(one.n for one in found.values()) == whole.n > 0
    for code, one in found.items():
        without = asked(metric, days="1-10", where=((f"{dimension}!", code),))
        assert one.n + without.n == whole.n
        where = ((f"{dimension}!", code),)
        days = date(2024, 6, 1), date(2024, 6, 10)
        assert city.kpis.cases(Question(metric, "C", *days, AS_OF, where=where, scope=WHOLE_CITY)).num_rows == without.n


def test_alternatives_and_exclusions_of_one_dimension_hold_together(asked: Ask) -> None:
    rows = {row.code: row.n for row in asked("reported", by="channel").rows}
    where = (("channel", "app"), ("channel", "hotline_12345"), ("channel!", "app"))
    assert asked("reported", where=where).n == rows["hotline_12345"]
    assert asked("reported", where=where).where == {"channel": ["app", "hotline_12345"], "channel!": ["app"]}
    others = tuple(("channel!", code) for code in list(rows)[1:])
    assert asked("reported", where=others).n == rows[next(iter(rows))]


@pytest.mark.parametrize("metric", ["open", "overdue_open", "handled_daily", "reported"])
def test_a_trend_under_conditions_on_the_state_ends_with_the_number(asked: Ask, metric: str) -> None:
    for where in ((("status", "suspended"),), (("status!", "suspended"),), (("hour", "09"), ("weekday!", "1"))):
        rows = asked(metric, days="1-10", by="day", where=where).rows
        whole = asked(metric, days="1-10", where=where)
        assert (rows[-1].n if whole.basis == "N" else sum(row.n for row in rows)) == whole.n


def test_hours_and_weekdays_are_those_of_the_time_that_counts(asked: Ask) -> None:
    closed = {row.code: row.n for row in asked("handled_daily", days="1-10", by="hour").rows if row.n}
    reported = {row.code: row.n for row in asked("reported", days="1-10", by="hour").rows if row.n}
    assert closed != reported
    for code, n in closed.items():
        assert asked("handled_daily", days="1-10", where=(("hour", code),)).n == n


def test_a_day_of_which_the_data_end_before_its_hours_is_not_known(city: City, asked: Ask) -> None:
    """Of later hours of the day on which they end nothing is known, which is not that nothing happened."""
    [source] = city.sources.of_cases(scope=WHOLE_CITY)
    assert source.watermark == local("10 19:05")

    def on_the_last(dimension: str, *hours: str) -> float | None:
        where = tuple((dimension, hour) for hour in hours)
        rows = asked("reported", days="1-10", by="day", where=where, as_of=local("10 23:30")).rows
        days = {row.code: row.value for row in rows}
        assert days["2024-06-09"] == 0
        return days["2024-06-10"]

    assert on_the_last("hour", "23") is None
    assert on_the_last("hour", "19", "23") == 1
    assert on_the_last("hour!", *(f"{hour:02}" for hour in range(20))) is None


@pytest.mark.parametrize("metric", ["reported", "handled_daily", "closed_on_time"])
def test_hours_that_have_not_come_at_the_moment_of_a_question_are_not_known(asked: Ask, metric: str) -> None:
    """Also where the data go on after it, as they do after the days that a trend is compared with."""
    later = {"where": (("hour", "23"),), "as_of": local("5 10:30")}
    rows = asked(metric, days="1-5", by="day", **later).rows
    assert [row == unknown_row(row.code) for row in rows[-4:]] == [False, False, False, True]
    alone = asked(metric, days="5", **later)
    assert (alone.status, [note.code for note in alone.notes]) == ("no_data", ["not_yet"])
    assert asked(metric, days="5", where=(("hour", "10"), ("hour", "23")), as_of=local("5 10:30")).status != "no_data"


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_newest_under_conditions_are_those_of_the_list(city: City, dimension: str) -> None:
    everywhere = {event.id for event in newest(city, "C", AS_OF, 100)}
    for value in _values(city, dimension):
        where = ((dimension, value),)
        listed = city.kpis.cases(Question("reported", "C", as_of=AS_OF, where=where, scope=WHOLE_CITY))
        ids = {f"{row['source']}/{row['source_id']}" for row in listed.to_pylist()}
        assert {event.id for event in newest(city, "C", AS_OF, 100, where=where)} == ids
        others = newest(city, "C", AS_OF, 100, where=((f"{dimension}!", value),))
        assert {event.id for event in others} == everywhere - ids


def _values(city: City, dimension: str) -> list[str]:
    if dimension == "matter":
        return ["m1", "_unknown"]
    question = Question("reported", "C", as_of=AS_OF, by=BREAKDOWN_OF[dimension], scope=WHOLE_CITY)
    return [row.code for row in city.kpis.ask(question).rows if row.n]


def test_the_statuses_are_all_that_a_case_can_have(asked: Ask) -> None:
    assert {row.code for row in asked("reported", by="status").rows} <= set(statuses())
    assert (statuses()[0], statuses()[-1], len(set(statuses()))) == ("voided", "reported", 12)


def test_an_unknown_dimension_or_special_grid_is_refused(asked: Ask) -> None:
    with pytest.raises(QuestionRefused, match="no dimension 'colour'; known are channel"):
        asked("reported", where=(("colour", "red"),))
    with pytest.raises(QuestionRefused, match="no special grid of code 'S9'"):
        asked("reported", where=(("special_grid", "S9"),))
    with pytest.raises(QuestionRefused, match="no hour '24'; known are 00, 01"):
        asked("reported", where=(("hour!", "24"),))
    with pytest.raises(QuestionRefused, match="no weekday '0'"):
        asked("reported", where=(("weekday", "0"),))
    with pytest.raises(QuestionRefused, match="no status '_unknown'"):
        asked("reported", where=(("status", "_unknown"),))
    with pytest.raises(QuestionRefused, match="too many"):
        asked("reported", where=tuple(("channel", str(number)) for number in range(101)))


def test_a_kpi_that_counts_no_cases_has_no_conditions(asked: Ask, city: City) -> None:
    where = (("channel", "app"),)
    assert [note.code for note in asked("online", where=where).notes] == ["no_conditions"]
    assert city.kpis.cases(Question("online", "C", as_of=AS_OF, where=where, scope=WHOLE_CITY)).num_rows == 0


@pytest.mark.parametrize("value", ["'; DROP TABLE city.events; --", "$as_of", "@moment", "a' OR '1'='1", ""])
def test_values_are_bound_never_text(asked: Ask, value: str) -> None:
    for dimension in DIMENSIONS:
        if dimension != "special_grid" and not fixed_values(dimension):
            assert asked("reported", where=((dimension, value),)).n == 0
    assert asked("reported").n == len(SEEN)


def test_a_question_without_conditions_has_the_statement_it_always_had() -> None:
    metric = DICTIONARY["closing_rate"]
    with_conditions = replace(StatementContext(), where=(("channel", 1, False),))
    makers: tuple[Callable[[StatementContext], str], ...] = (
        lambda circumstances: compose(metric, None, circumstances),
        lambda circumstances: compose(metric, "area", circumstances),
        lambda circumstances: compose_cases(metric, circumstances),
    )
    for make in makers:
        plain = make(StatementContext())
        assert "where_" not in plain
        assert make(with_conditions).replace("\n  AND stored.channel IN ($where_channel_0)", "") == plain


@pytest.mark.parametrize(("key", "name"), OF_EVENTS)
def test_every_special_grid_has_the_number_asked_for_alone(asked: Ask, key: str, name: str | None) -> None:
    answer = asked(key, name, by="special_grid")
    if answer.status == "no_data":
        return
    assert [(row.code, row.name) for row in answer.rows] == [("S1", "station"), ("S2", "south")]
    for row in answer.rows:
        alone = asked(key, name, where=(("special_grid", row.code),))
        assert (row.value, row.n) == (alone.value, alone.n)
    whole = asked(key, name)
    assert (answer.value, answer.n) == (whole.value, whole.n)


def test_special_grids_never_add_to_the_number_of_the_city(asked: Ask) -> None:
    answer = asked("reported", by="special_grid")
    assert sum(row.n for row in answer.rows) > asked("reported", where=(("special_grid", "S2"),)).n
    assert answer.n == len(SEEN)


def test_the_newest_of_a_special_grid_are_those_inside_it(city: City) -> None:
    inside = newest(city, "C", AS_OF, 100, where=(("special_grid", "S1"),))
    everywhere = newest(city, "C", AS_OF, 100)
    assert [event for event in everywhere if event.area_code.startswith("E1")] == inside
