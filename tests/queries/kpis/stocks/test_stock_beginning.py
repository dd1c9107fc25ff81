"""The first days of a stock are told to be too low, as long as they are: shown beside the same city with its past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta

import pyarrow.compute as pc
import pytest

from queries.calendar.steps import first_of
from queries.city import City
from queries.kpis.absence.first_step import is_part
from queries.kpis.answer import Answer
from queries.kpis.comparing.comparability import incomparable
from queries.kpis.question import Question
from queries.kpis.stocks.stock_beginning import MISSING, days_until_full
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

LAST = NOON.date() - timedelta(days=1)
CUT = 150
BEGIN = (NOON - timedelta(days=CUT)).date()
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Two hundred days."""
    cases = history(days=200, a_day=20)
    with build_city(tmp_path_factory.mktemp("whole"), "little", cases=cases, clock=NOON) as city:
        yield city


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same without what was reported before the last 150 days."""
    cases = history(days=200, a_day=20)
    begin = (NOON - timedelta(days=CUT)).astimezone(UTC).replace(tzinfo=None)
    kept = cases.filter(pc.greater_equal(cases.column("reported_at"), begin))
    with build_city(tmp_path_factory.mktemp("cut"), "little", cases=kept, clock=NOON) as city:
        yield city


def history_of(city: City, key: str, first: date, **given: object) -> Answer:
    question = Question(key, city.tree.root.code, first, LAST, NOON, by="day", scope=WHOLE_CITY)
    return city.kpis.ask(replace(question, **given))  # type: ignore[arg-type]


def test_days_that_are_not_marked_lack_hardly_any_case(whole: City, cut: City) -> None:
    told, true = history_of(cut, "open", BEGIN), history_of(whole, "open", BEGIN)
    marked = [row.is_incomplete for row in told.rows]
    days = marked.count(True)
    assert 0 < days < 28
    assert marked == [True] * days + [False] * (len(marked) - days)
    assert not any(row.is_incomplete for row in true.rows)
    shares = [row.n / other.n for row, other in zip(told.rows, true.rows, strict=True)]
    assert shares[0] < 0.5
    assert min(shares[days:]) > 1 - 2 * MISSING
    assert not told.is_incomplete
    [sentence] = [str(one) for one in told.notes if one.code == "incomplete"]
    assert sentence.startswith(f"May be too low before {told.rows[days].code}: cases reported before the data begin on")


def test_of_few_cases_it_is_taken_as_the_dictionary_declares_it(cut: City) -> None:
    declared = cut.kpis.dictionary["overdue_open"].ripens_in_days
    assert declared == 28
    marked = [row.is_incomplete for row in history_of(cut, "overdue_open", BEGIN).rows]
    assert marked == [True] * declared + [False] * (len(marked) - declared)


def test_a_moment_of_these_days_says_so_and_is_compared_with_nothing(cut: City) -> None:
    early, late = (
        cut.kpis.ask(Question("open", cut.tree.root.code, as_of=NOON - timedelta(days=back), scope=WHOLE_CITY))
        for back in (CUT - 2, 5)
    )
    assert (early.is_incomplete, early.as_json()["incomplete"], late.is_incomplete) == (True, True, False)
    metric = cut.kpis.dictionary["open"]
    for pair in ((late, early), (early, late)):
        assert [one.code for one in incomparable(*pair, metric)] == ["incomplete"]
    later = cut.kpis.ask(Question("open", cut.tree.root.code, as_of=NOON - timedelta(days=6), scope=WHOLE_CITY))
    assert not incomparable(late, later, metric)


def test_normal_is_made_of_none_of_them(cut: City) -> None:
    moment = NOON - timedelta(days=CUT - 30)
    question = Question("open", cut.tree.root.code, as_of=moment, scope=WHOLE_CITY)
    low = {row.code for row in history_of(cut, "open", BEGIN).rows if row.is_incomplete}
    assert (moment.date() - 4 * WEEK).isoformat() in low
    compared = [one.period.end for one in cut.kpis.normal(question).earlier]
    assert compared == [moment.date() - number * WEEK for number in (1, 2, 3)]


@pytest.mark.parametrize("key", ["reported", "closing_rate", "handling_time"])
def test_only_stocks_are_marked(cut: City, key: str) -> None:
    answer = history_of(cut, key, BEGIN)
    assert not answer.is_incomplete
    assert not any(row.is_incomplete for row in answer.rows)


@pytest.mark.parametrize("key", ["reported", "closing_rate", "closed_on_time", "handling_time", "handled_daily"])
@pytest.mark.parametrize("by", ["week", "month"])
def test_the_step_in_which_the_data_begin_is_marked_whatever_puts_cases_into_it(cut: City, key: str, by: str) -> None:
    answer = history_of(cut, key, BEGIN - timedelta(days=40), by=by)
    marked = [row.code for row in answer.rows if row.is_incomplete]
    assert marked == [first_of(by, BEGIN).isoformat()]
    assert [one.code for one in answer.notes].count("begins_within") == 1
    later = history_of(cut, key, BEGIN + timedelta(days=40), by=by)
    assert not any(row.is_incomplete for row in later.rows)
    assert "begins_within" not in [one.code for one in later.notes]


def test_of_a_step_that_begins_with_the_data_only_closings_of_cases_reported_before_are_missing() -> None:
    monday, week = date(2026, 9, 28), timedelta(days=7)
    assert not is_part("week", monday, monday, by_report=True)
    assert is_part("week", monday, monday + timedelta(days=1), by_report=True)
    assert not is_part("week", monday + week, monday + timedelta(days=1), by_report=True)
    assert is_part("week", monday, monday, by_report=False)
    assert is_part("week", monday + week, monday + timedelta(days=5), by_report=False)
    assert not is_part("week", monday + 2 * week, monday, by_report=False)


def test_it_is_measured_once_for_a_week(cut: City) -> None:
    history_of(cut, "cross_open", BEGIN)
    before = cut.sources.statements_asked
    history_of(cut, "cross_open", BEGIN + timedelta(days=1))
    assert cut.sources.statements_asked == before + 1


@pytest.mark.parametrize(
    ("ages", "days"),
    [([], 0), ([(0, 10)], 1), ([(0, 95), (50, 5)], 1), ([(0, 90), (3, 5), (50, 5)], 4), ([(10, 1), (2, 1)], 11)],
)
def test_all_but_a_few_are_younger(ages: list[tuple[int, int]], days: int) -> None:
    assert days_until_full(ages) == days
