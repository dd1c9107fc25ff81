"""The cases behind a number in slices: the same rows in the same order as in one statement."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.cases import case_export
from queries.cases.case_export import HOUR, CasesWanted, grouped
from queries.city import City
from queries.kpis.question import Question
from queries.values import WHOLE_CITY, Cell

START = datetime(2026, 1, 1)  # noqa: DTZ001 - as the store keeps it


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_export, "ROWS_OF_A_SLICE", 3)


def all_reported(city: City, key: str = "reported") -> Question:
    return Question(key, city.tree.root.code, scope=WHOLE_CITY)


def rows_of(city: City, question: Question, wanted: CasesWanted) -> list[dict[str, object]]:
    return [row for piece in city.kpis.case_rows(question, wanted) for row in piece.to_pylist()]


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize("most", [0, 1, 5, 10**9])
@pytest.mark.parametrize("key", ["reported", "closed_on_time", "open", "online"])
def test_slices_are_the_rows_of_one_statement(tiny_city: City, key: str, most: int) -> None:
    question = all_reported(tiny_city, key)
    assert rows_of(tiny_city, question, CasesWanted(most=most)) == tiny_city.kpis.cases(question, most).to_pylist()


@pytest.mark.usefixtures("small_slices")
def test_slices_of_a_place_are_its_rows_newest_first(tiny_city: City) -> None:
    question = all_reported(tiny_city)
    everywhere = Cell(0, 0, 0)
    for cell in (everywhere, None):
        assert rows_of(tiny_city, question, CasesWanted(cell)) == tiny_city.kpis.cases_at(question, cell).to_pylist()
    assert rows_of(tiny_city, question, CasesWanted(everywhere))


def test_there_is_a_piece_with_the_names_of_the_columns_even_without_cases(tiny_city: City) -> None:
    question = Question("reported", tiny_city.tree.root.code, as_of=datetime(1990, 1, 1).astimezone(), scope=WHOLE_CITY)
    [piece] = tiny_city.kpis.case_rows(question, CasesWanted())
    assert (piece.num_rows, piece.column_names) == (0, tiny_city.kpis.cases(question).column_names)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=30), st.integers(1, 20), st.booleans())
def test_every_hour_is_in_one_span_and_spans_hold_few(steps: list[tuple[int, int]], rows: int, down: bool) -> None:
    hours, at = [], START
    for step, n in steps:
        at += timedelta(hours=step + 1)
        hours.append((at, n))
    ordered = hours[::-1] if down else hours
    spans = list(grouped(ordered, rows))
    assert [hour for first, end in spans for hour, _ in ordered if first <= hour < end] == [hour for hour, _ in ordered]
    for first, end in spans:
        held = [n for hour, n in hours if first <= hour < end]
        assert sum(held) <= rows or end - first == HOUR
