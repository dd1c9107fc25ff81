"""Pages of the cases behind a number, in an order.

A page is found by the case beside which it begins, so that none costs more than the first, however far it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from queries.cases.case_search import SEARCHED, SQL, CaseSearch, searched
from queries.errors import QuestionRefused
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import PUBLIC_COLUMNS, StatementContext, compose_counted

SORTS = ("reported", "overdue", "age", "department", "area", "category", "status", "channel", "number")
KEYED_BY = ("reported_at", "due_at", "closed_at", "voided_at", "department", "area_id", "category1", "category2")
KEY_COLUMNS = (*KEYED_BY, "category3", "status", "channel", "source", "source_id")


@dataclass(frozen=True)
class PlaceInList:
    """The case beside which a page begins; reported_at: naive UTC."""

    source: str
    number: str
    reported_at: datetime


@dataclass(frozen=True)
class PageAsked:
    """Which page: in the order of one of SORTS, `most` cases beyond one (None: from the end of the list that is its
    first in this order); backwards: the cases before it, or the last ones, in the same order."""

    sort: str = "reported"
    descending: bool = True
    most: int = 100
    beside: PlaceInList | None = None
    backwards: bool = False


@dataclass(frozen=True)
class FormOfPage:
    """What the text of a statement depends on. begins: beside a case; terms: how many are searched for."""

    sort: str
    descending: bool
    begins: bool
    terms: int


def page_of(answering: Answering, question: Question, asked: PageAsked, search: CaseSearch | None) -> pa.Table:
    """The cases of a page with `in_numerator`; nothing is masked. Raises as `Answering.answer`, and QuestionRefused for
    a KPI that counts no cases, an order that there is not, and a case that is not among the cases any more."""
    _refuse(answering, question, asked)
    downwards = asked.descending != asked.backwards
    form = FormOfPage(asked.sort, downwards, asked.beside is not None, len(search.terms) if search else 0)

    def compose(metric: Metric, context: StatementContext) -> str:
        return compose_page(metric, context, form)

    given = _place(answering, question, asked) | (search.bound() if search else {})
    table = answering.counted(question, compose, asked.most, **given)
    return table.take(pa.array(range(table.num_rows - 1, -1, -1), pa.int64())) if asked.backwards else table


def count_of(answering: Answering, question: Question, search: CaseSearch) -> int:
    """How many of the cases are searched for."""
    _refuse(answering, question, PageAsked())
    if answering.resolve(question).reasons:
        return 0
    terms = len(search.terms)

    def compose(metric: Metric, context: StatementContext) -> str:
        return compose_count(metric, context, terms)

    table = answering.counted(question, compose, **search.bound())
    return int(table.column("n")[0].as_py())


@lru_cache(maxsize=256)
def compose_page(metric: Metric, context: StatementContext, form: FormOfPage) -> str:
    """Columns: as `statement.compose_cases`. Parameters: those of the KPI, $most, and of the case and the search."""
    key, direction = SQL[form.sort], "descending" if form.descending else "ascending"
    return compose_counted(
        "case_page",
        metric,
        PUBLIC_COLUMNS,
        context,
        shapes=SQL,
        key=key,
        direction=SQL[direction],
        searched=searched(form.terms) if form.terms else SQL["everything"],
        beyond=SQL.filled(f"beyond_{direction}", key=key) if form.begins else SQL["from_an_end"],
    )


@lru_cache(maxsize=256)
def compose_count(metric: Metric, context: StatementContext, terms: int) -> str:
    """Column: n. Parameters: those of the KPI and of the search."""
    return compose_counted("case_count", metric, SEARCHED, context, shapes=SQL, searched=searched(terms))


@lru_cache(maxsize=256)
def compose_key(metric: Metric, context: StatementContext, sort: str) -> str:
    """Column: sort_key. Parameters: those of the KPI, and $page_reported, $page_source, $page_number."""
    return compose_counted("case_key", metric, KEY_COLUMNS, context, shapes=SQL, key=SQL[sort])


def _place(answering: Answering, question: Question, asked: PageAsked) -> dict[str, Any]:
    """What the case beside the page is bound to; its key is read here, so that no address has to carry it."""
    if asked.beside is None:
        return {}
    beside = asked.beside
    case: dict[str, Any] = {
        "page_reported": beside.reported_at,
        "page_source": beside.source,
        "page_number": beside.number,
    }
    found = answering.counted(question, lambda metric, context: compose_key(metric, context, asked.sort), **case)
    if not found.num_rows:
        text = "The case at which the page begins is not in the list any more; begin at its start."
        raise QuestionRefused("page_gone", text)
    return {**case, "page_key": found.column("sort_key")[0].as_py()}


def _refuse(answering: Answering, question: Question, asked: PageAsked) -> None:
    if answering.dictionary[question.metric].table != "events":
        text = f"{question.metric} does not count cases, so there is no list of them."
        raise QuestionRefused("no_list", text, kpi=question.metric)
    if asked.sort not in SORTS:
        known = ", ".join(SORTS)
        raise QuestionRefused("no_order", f"Cases have no order {asked.sort!r}; known are {known}.", known=known)
