"""What texts mean in the columns of a list of cases: they are looked for in what is shown, never in what is masked.

The different texts of a column that hold a term are masked first; those that still hold it are looked for. So nobody
finds a case by a name or number that its list does not show. Texts are compared letter by letter, so that Chinese needs
no words to be told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geodata.areas.area_tree import AreaTree
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted
from queries.privacy.text_columns import leaving
from queries.store.statements import conjunction, read_statements

SQL = read_statements(Path(__file__).with_name("case_pages.sql"))
SEARCHED = ("source_id", "title", "category1", "category2", "category3", "department", "channel", "status", "area_id")
NUMBER, AREA = "number", "area"
TEXTS_OF = {
    "title": ("title",),
    "category": ("category1", "category2", "category3"),
    "department": ("department",),
    "channel": ("channel",),
    "status": (),
}
"""The columns of a list in which texts are looked for, and those of the store that hold them; statuses are codes."""
COLUMNS_SEARCHED = (NUMBER, *TEXTS_OF, AREA)
BOUND_AS = {
    "title": "titles", "category": "categories", "department": "departments", "channel": "channels",
    "status": "statuses",
}  # fmt: skip
MOST_TEXTS = 10_000


@dataclass(frozen=True)
class SearchTerm:
    """A text to be found in one of COLUMNS_SEARCHED (None: in any); codes: by column those whose names for people hold
    it."""

    text: str
    column: str | None = None
    codes: tuple[tuple[str, frozenset[str]], ...] = ()

    def looks_in(self, column: str) -> bool:
        """Whether it is looked for in a column."""
        return self.column in (None, column)


@dataclass(frozen=True)
class FoundTerm:
    """text: in small letters; texts: by column those that hold it, areas: the numbers of such; left_out: columns in
    which so many different texts hold it that they are not looked for."""

    text: str
    in_numbers: bool
    texts: Mapping[str, tuple[str, ...]]
    areas: tuple[int, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseSearch:
    """Terms that must all be found."""

    terms: tuple[FoundTerm, ...] = field(default=())

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that were not searched."""
        return tuple(dict.fromkeys(column for term in self.terms for column in term.left_out))

    def bound(self) -> dict[str, Any]:
        """The parameters of `searched`."""
        given: dict[str, Any] = {}
        for number, term in enumerate(self.terms):
            given |= {f"text_{number}": term.text, f"in_numbers_{number}": term.in_numbers}
            given |= {f"{name}_{number}": term.texts[column] for column, name in BOUND_AS.items()}
            given[f"areas_{number}"] = term.areas
        return given


def searched(terms: int) -> str:
    """The condition that so many terms are found."""
    return conjunction([SQL.filled("searched", number=str(number)) for number in range(terms)])


def search_for(answering: Answering, question: Question, terms: Iterable[SearchTerm]) -> CaseSearch:
    """What terms mean among the cases of a question."""
    return CaseSearch(tuple(_found(answering, question, term) for term in terms))


def _found(answering: Answering, question: Question, term: SearchTerm) -> FoundTerm:
    wanted, codes = term.text.strip().lower(), dict(term.codes)
    texts: dict[str, tuple[str, ...]] = {}
    left_out: list[str] = []
    for column, stored in TEXTS_OF.items():
        found = set(codes.get(column, ())) if term.looks_in(column) else set()
        for name in stored if term.looks_in(column) else ():
            held = _texts(answering, question, name, wanted)
            if len(held) > MOST_TEXTS:
                left_out.append(name)
            else:
                found |= {one for one in held if wanted in str(leaving(name, one)).lower()}
        texts[column] = tuple(sorted(found))
    areas = _areas(answering.tree, wanted) if term.looks_in(AREA) else ()
    return FoundTerm(wanted, term.looks_in(NUMBER), texts, areas, tuple(left_out))


def _texts(answering: Answering, question: Question, column: str, text: str) -> list[str]:
    def compose(metric: Metric, context: StatementContext) -> str:
        return compose_counted("case_words", metric, (column,), context, shapes=SQL)

    table = answering.counted(question, compose, MOST_TEXTS + 1, text=text)
    return [str(one) for one in table.column("word").to_pylist()]


def _areas(tree: AreaTree, text: str) -> tuple[int, ...]:
    """The numbers of the areas whose names hold the text, and of all below them."""
    named = [place for place, name in enumerate(tree.name.tolist()) if text in str(name).lower()]
    numbers: set[int] = set()
    for place in named:
        area = tree.by_id(place + 1)
        numbers.update(range(area.area_id, area.last_id + 1))
    return tuple(sorted(numbers))
