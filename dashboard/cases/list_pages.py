"""Pages of the cases behind a number for whoever reads them: with the marks by which the pages around one are asked."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pyarrow as pa

from dashboard.errors import wrong_parameter
from dashboard.view import parsers, question_parameters
from dashboard.view.conditions import SEPARATOR
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import COLUMNS_SEARCHED, SORTS, CaseSearch, PageAsked, PlaceInList, Question, SearchTerm

PAGE = 100
MOST_ROWS = 1_000
LONGEST_SEARCH = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CODED = {"channel": "channel.", "status": "case_status."}
"""Columns of codes, and how the catalogue calls their words."""
MOST_TERMS = 8


@dataclass(frozen=True)
class Mark:
    """Where a page begins. at: how many cases come before it."""

    beside: PlaceInList | None = None
    backwards: bool = False
    at: int = 0


@dataclass(frozen=True)
class ListAsked:
    """A page of the cases behind a number in the order of a sort, of those in which every word of `text` is found, and
    those of `within` (column, text) in their columns."""

    question: Question
    sort: str = "reported"
    descending: bool = True
    text: str = ""
    within: tuple[tuple[str, str], ...] = ()
    mark: Mark = Mark()
    most: int = PAGE


@dataclass(frozen=True)
class ListPage:
    """cases: as of `city.kpis.cases`; n: of all pages; at: how many come before; marks of other pages, None where there
    is no such; left_out: columns that were not searched, because too many texts hold what is looked for."""

    cases: pa.Table
    n: int
    at: int
    previous: str | None
    next: str | None
    last: str | None
    left_out: tuple[str, ...] = ()


def list_page(city: City, asked: ListAsked, words: Catalogue) -> ListPage:
    """The page. Raises as `city.kpis.ask`, and QuestionRefused."""
    search = _search(city, asked, words)
    n = city.kpis.case_count(asked.question, search)
    mark = asked.mark
    wanted = PageAsked(asked.sort, asked.descending, asked.most, mark.beside, mark.backwards)
    cases = city.kpis.case_page(asked.question, wanted, search)
    rows = cases.num_rows
    at = max(0, mark.at - rows if mark.backwards else mark.at)
    is_last = at + rows >= n or not rows
    return ListPage(
        cases, n, at,
        previous=write_mark(Mark(_place(cases, 0), True, at)) if at and rows else None,
        next=None if is_last else write_mark(Mark(_place(cases, rows - 1), False, at + rows)),
        last=None if is_last else write_mark(Mark(None, True, n)),
        left_out=search.left_out if search else (),
    )  # fmt: skip


def page_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The page that named texts ask for: those of a question, limit, sort, order, q, within and cursor. Raises
    BadParameter."""
    question = question_parameters.question(given, city)
    question = replace(question, as_of=question.as_of or city.sources.now())
    most = min(question_parameters.limit(given) or PAGE, MOST_ROWS)
    page = list_page(city, listed(question, given, most), words)
    zone = city.profile.time_zone
    return {
        "n": page.n,
        "at": page.at,
        "as_of": question.as_of.astimezone(zone) if question.as_of else None,
        "cases": [{name: _written(value, zone) for name, value in row.items()} for row in page.cases.to_pylist()],
        "next": page.next,
        "previous": page.previous,
        "last": page.last,
        "left_out": list(page.left_out),
    }


def listed(question: Question, given: Mapping[str, str], most: int = PAGE) -> ListAsked:
    """The page of the cases behind a question that sort, order, q, within and cursor name. Raises BadParameter."""
    return ListAsked(
        question,
        sort_named(given.get("sort", "")),
        is_descending(given.get("order", "")),
        parsers.text("q", given.get("q", ""), LONGEST_SEARCH),
        columns_named(given.get("within", "")),
        read_mark(given.get("cursor", "")),
        most,
    )


def _written(value: Any, zone: tzinfo) -> Any:
    return value.replace(tzinfo=UTC).astimezone(zone) if isinstance(value, datetime) else value


def sort_named(given: str) -> str:
    """One of SORTS; empty: by the report. Raises BadParameter."""
    if given and given not in SORTS:
        raise wrong_parameter("sort", "none_of", given=parsers.quoted(given), known=", ".join(SORTS))
    return given or SORTS[0]


def columns_named(given: str) -> tuple[tuple[str, str], ...]:
    """Texts within columns, written `department=城管;status=结案`, in the order of the columns. Raises BadParameter."""
    found: dict[str, str] = {}
    for part in SEPARATOR.split(parsers.text("within", given, LONGEST_SEARCH)):
        column, equals, text = (piece.strip() for piece in part.replace(r"\;", ";").partition("="))
        if not part.strip():
            continue
        if not equals or column not in COLUMNS_SEARCHED:
            raise wrong_parameter("within", "within", given=parsers.quoted(part), known=", ".join(COLUMNS_SEARCHED))
        found |= {column: text} if text else {}
    return tuple((column, found[column]) for column in COLUMNS_SEARCHED if column in found)


def is_descending(given: str) -> bool:
    """Whether an order is that from the largest down, as without one. Raises BadParameter."""
    if given not in ("", "asc", "desc"):
        raise wrong_parameter("order", "order", given=parsers.quoted(given))
    return given != "asc"


def write_mark(mark: Mark) -> str:
    """The mark as a short text for an address."""
    place = mark.beside
    beside = [place.source, place.number, _microseconds(place.reported_at)] if place else None
    text = json.dumps([beside, mark.backwards, mark.at], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_mark(given: str) -> Mark:
    """The mark of a text that `write_mark` wrote; of none, the beginning. Raises BadParameter."""
    if not given:
        return Mark()
    try:
        text = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
        beside, backwards, at = json.loads(text)
        place = _read_place(*beside) if beside else None
        return Mark(place, bool(backwards), min(max(0, int(at)), parsers.MOST_ROWS))
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, RecursionError, binascii.Error) as error:
        raise wrong_parameter("cursor", "cursor", given=parsers.quoted(given)) from error


def _read_place(source: object, number: object, microseconds: object) -> PlaceInList:
    names = [parsers.text("cursor", str(name)) for name in (source, number)]
    return PlaceInList(
        names[0], names[1], (EPOCH + timedelta(microseconds=int(str(microseconds)))).replace(tzinfo=None)
    )


def _search(city: City, asked: ListAsked, words: Catalogue) -> CaseSearch | None:
    wanted: list[tuple[str, str | None]] = [(word, None) for word in asked.text.split()]
    wanted += [(text, column) for column, text in asked.within]
    if not wanted:
        return None
    if len(wanted) > MOST_TERMS:
        raise wrong_parameter("q", "many_words", count=len(wanted), most=MOST_TERMS)
    return city.kpis.case_search(
        asked.question, *(SearchTerm(text, column, _codes(text, words)) for text, column in wanted)
    )


def _codes(text: str, words: Catalogue) -> tuple[tuple[str, frozenset[str]], ...]:
    """By column the codes whose words hold a text."""
    sentences = words.sentences.items()
    return tuple(
        (column, frozenset(key.removeprefix(group) for key, word in sentences if is_word(key, word, group, text)))
        for column, group in CODED.items()
    )


def is_word(key: str, word: str, group: str, text: str) -> bool:
    """Whether a sentence is one of a group of words and holds a text."""
    return key.startswith(group) and text.strip().lower() in word.lower()


def _place(cases: pa.Table, row: int) -> PlaceInList:
    names = ("source", "source_id", "reported_at")
    source, number, reported = (cases.column(name)[row].as_py() for name in names)
    return PlaceInList(source, number, reported)


def _microseconds(naive_utc: datetime) -> int:
    return (naive_utc.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
