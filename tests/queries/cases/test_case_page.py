"""Pages of the cases behind a number: together exactly its cases, in order; searches in what is shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest

from queries.cases.case_page import SORTS, PageAsked, PlaceInList
from queries.cases.case_search import COLUMNS_SEARCHED, SearchTerm
from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

MOST = 700
COUNTING = ("reported", "open", "overdue_open", "closing_rate", "returned", "handling_time", "handled_daily")
TELEPHONE = "13812345678"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    cases = history(days=20)
    titles = cases.column("title").to_pylist()
    titles[5] = f"绿地停车，请联系{TELEPHONE}"
    place = cases.column_names.index("title")
    with build_city(
        tmp_path_factory.mktemp("pages"), "little", cases=cases.set_column(place, "title", pa.array(titles)), clock=NOON
    ) as opened:
        yield opened


def asked(metric: str, **others: object) -> Question:
    start = (NOON - timedelta(days=25)).date()
    return Question(metric, "41", start, NOON.date(), NOON, scope=WHOLE_CITY, **others)  # type: ignore[arg-type]


def place(row: dict[str, object]) -> PlaceInList:
    reported = row["reported_at"]
    assert isinstance(reported, datetime)
    return PlaceInList(str(row["source"]), str(row["source_id"]), reported)


def pages(city: City, question: Question, sort: str, *, descending: bool, backwards: bool = False) -> list[str]:
    """The numbers of the cases of all pages, in the order of the list."""
    numbers: list[str] = []
    beside = None
    while rows := city.kpis.case_page(question, PageAsked(sort, descending, MOST, beside, backwards)).to_pylist():
        page = [str(row["source_id"]) for row in rows]
        numbers = page + numbers if backwards else numbers + page
        beside = place(rows[0] if backwards else rows[-1])
    return numbers


@pytest.mark.parametrize("metric", COUNTING)
def test_the_pages_of_a_number_hold_exactly_its_cases(city: City, metric: str) -> None:
    question = asked(metric)
    numbers = pages(city, question, "reported", descending=True)
    assert sorted(numbers) == sorted(city.kpis.cases(question).column("source_id").to_pylist())
    assert len(numbers) == city.kpis.ask(question).n == city.kpis.case_count(question)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_every_case_once_in_both_directions(city: City, sort: str) -> None:
    question = asked("reported")
    down, up = (pages(city, question, sort, descending=way) for way in (True, False))
    assert len(set(down)) == len(down) == city.kpis.ask(question).n
    assert down == up[::-1]
    assert down == pages(city, question, sort, descending=True, backwards=True)


def test_the_most_overdue_come_first(city: City) -> None:
    rows = city.kpis.case_page(asked("open"), PageAsked("overdue", most=200)).to_pylist()
    beyond = [NOON.replace(tzinfo=None) - row["due_at"] for row in rows if row["due_at"]]
    assert beyond[0] > timedelta(0)
    assert all(first >= second for first, second in pairwise(beyond))


def test_nothing_personal_is_in_a_page(city: City) -> None:
    search = city.kpis.case_search(asked("reported"), SearchTerm("请联系"))
    rows = city.kpis.case_page(asked("reported"), PageAsked(), search).to_pylist()
    assert len(rows) == city.kpis.case_count(asked("reported"), search) == 1
    assert TELEPHONE not in rows[0]["title"]


def test_what_is_masked_finds_nothing(city: City) -> None:
    search = city.kpis.case_search(asked("reported"), SearchTerm(TELEPHONE))
    assert city.kpis.case_count(asked("reported"), search) == 0
    assert city.kpis.case_page(asked("reported"), PageAsked(), search).num_rows == 0


@pytest.mark.parametrize(
    ("text", "codes", "holds"),
    [
        ("噪声", (), lambda row: "噪声" in str(row)),
        ("水务", (), lambda row: row["department"] == "市水务局"),
        ("市民应用", ("app",), lambda row: row["channel"] == "app"),
    ],
)
def test_a_text_is_found_wherever_it_is_shown(city: City, text: str, codes: tuple[str, ...], holds: object) -> None:
    question = asked("reported")
    assert callable(holds)
    search = city.kpis.case_search(question, SearchTerm(text, codes=(("channel", frozenset(codes)),)))
    table = city.kpis.case_page(question, PageAsked(most=100_000), search)
    assert table.num_rows == city.kpis.case_count(question, search) > 0
    assert all(holds(row) for row in table.to_pylist())


def test_every_term_must_hold_and_a_column_is_searched_alone(city: City) -> None:
    question = asked("reported")

    def found(*terms: SearchTerm) -> list[dict[str, object]]:
        search = city.kpis.case_search(question, *terms)
        return list(city.kpis.case_page(question, PageAsked(most=100_000), search).to_pylist())

    both = found(SearchTerm("噪声"), SearchTerm("水务"))
    assert {(row["category1"], row["department"]) for row in both} == {("噪声扰民", "市水务局")}
    assert both == found(SearchTerm("噪声", "category"), SearchTerm("水务", "department"))
    assert found(SearchTerm("噪声", "department")) == []
    assert found(SearchTerm("C1", "title")) == []
    closed = SearchTerm("办结", "status", (("status", frozenset(["closed"])),))
    assert {row["status"] for row in found(closed)} == {"closed"}
    assert "number" in COLUMNS_SEARCHED


def test_chinese_is_found_by_any_run_of_letters(city: City) -> None:
    question = asked("reported")
    searches = {text: city.kpis.case_search(question, SearchTerm(text)) for text in ("噪声扰民", "声扰", "扰民")}
    counts = {text: city.kpis.case_count(question, search) for text, search in searches.items()}
    assert counts["声扰"] == counts["噪声扰民"] == counts["扰民"] > 0


def test_the_number_of_a_case_finds_it(city: City) -> None:
    number = city.kpis.case_page(asked("reported"), PageAsked(most=1)).column("source_id")[0].as_py()
    search = city.kpis.case_search(asked("reported"), SearchTerm(str(number).lower()))
    assert city.kpis.case_page(asked("reported"), PageAsked("number"), search).column("source_id")[0].as_py() == number


def test_the_name_of_an_area_finds_the_cases_in_it(city: City) -> None:
    area = city.tree.area("4102")
    search = city.kpis.case_search(asked("reported"), SearchTerm(area.name))
    inside = Question("reported", "4102", asked("reported").start, NOON.date(), NOON, scope=WHOLE_CITY)
    assert city.kpis.case_count(asked("reported"), search) >= city.kpis.ask(inside).n > 0


def test_what_counts_no_cases_an_unknown_order_and_a_lost_place_are_refused(city: City) -> None:
    with pytest.raises(QuestionRefused, match="does not count cases"):
        city.kpis.case_page(asked("calls"), PageAsked())
    with pytest.raises(QuestionRefused, match="no order"):
        city.kpis.case_page(asked("reported"), PageAsked("beauty"))
    lost = PlaceInList("hand", "nowhere", datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    with pytest.raises(QuestionRefused, match="not in the list"):
        city.kpis.case_page(asked("reported"), PageAsked(beside=lost))
