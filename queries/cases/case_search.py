"""What a text means in the columns of a list of cases: it is looked for in what is shown, never in what is masked.

The different texts of a column that hold it are masked first; those that still hold it are looked for. So nobody finds
a case by a name or number that its list does not show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.areas.area_tree import AreaTree
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted
from queries.privacy.text_columns import leaving
from queries.store.statements import read_statements

SQL = read_statements(Path(__file__).with_name("case_pages.sql"))
SEARCHED = ("source_id", "title", "category1", "category2", "category3", "department", "channel", "status", "area_id")
WORDS = ("category1", "category2", "category3", "department", "channel")
TITLE = "title"
MOST_TEXTS = 10_000


@dataclass(frozen=True)
class CaseSearch:
    """text: in small letters; titles, words, areas: those that hold it; left_out: columns in which so many different
    texts hold it that they are not looked for."""

    text: str
    titles: tuple[str, ...]
    words: tuple[str, ...]
    areas: tuple[int, ...]
    left_out: tuple[str, ...] = ()

    def bound(self) -> dict[str, Any]:
        """The parameters of the piece `searched`."""
        return {"text": self.text, "titles": self.titles, "words": self.words, "areas": self.areas}


def search_for(answering: Answering, question: Question, text: str, codes: Iterable[str]) -> CaseSearch:
    """What `text` means among the cases of a question; codes: those whose names for people hold it."""
    wanted = text.strip().lower()
    found = {column: _texts(answering, question, column, wanted) for column in (TITLE, *WORDS)}
    left_out = tuple(column for column, texts in found.items() if len(texts) > MOST_TEXTS)
    shown = {
        column: [one for one in texts if wanted in str(leaving(column, one)).lower()]
        for column, texts in found.items()
        if column not in left_out
    }
    words = {*codes, *(one for column in WORDS for one in shown.get(column, ()))}
    areas = _areas(answering.tree, wanted)
    return CaseSearch(wanted, tuple(sorted(shown.get(TITLE, ()))), tuple(sorted(words)), areas, left_out)


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
