"""Each kind of briefing on each paper, as whoever hears it read aloud or sees little has it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.briefings.composing.composing import composed
from dashboard.briefings.typesetting.typesetting import Sheet, typeset
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City

ORIGIN = "http://127.0.0.1:8050"
KINDS = ("daily", "weekly", "monthly", "thursday", "supervision", "district", "special", "weekly in English")
PAPERS = ("a4", "slide", "a3")
LEAST = {"a4": (8.0, 8.0), "a3": (11.3, 11.3), "slide": (14.0, 11.0)}
"""Points of the smallest letters: of what is read, and of the foot."""
FOOT = 0.16
"""Of the height of a page, where its foot is at most."""
Node = Mapping[str, Any]


def document_of(city: City, weekly: dict[str, Any], kind: str) -> dict[str, Any]:
    """The briefing of a kind. This city has no special grids: theirs is one without a map and without areas."""
    if kind == "special":
        return {**weekly, "map": None, "areas": []}
    asked = {"briefing": kind.split(maxsplit=1)[0], "period": "7d", "lang": "en" if "English" in kind else "zh-CN"}
    if kind == "district":
        asked["area"] = city.tree.children(city.tree.root)[0].code
    return composed(city, REGISTRY, asked).as_json()


@pytest.mark.parametrize("kind", KINDS)
def test_a_briefing_can_be_read_aloud_and_from_afar(city: City, weekly: dict[str, Any], kind: str) -> None:
    document = weekly if kind == "weekly" else document_of(city, weekly, kind)
    papers = PAPERS if kind == "weekly" else (PAPERS[KINDS.index(kind) % len(PAPERS)],)
    for paper in papers:
        pdf = PdfReader(io.BytesIO(typeset(document, Sheet("pdf", paper, origin=ORIGIN))[0]))
        check_structure(pdf, document)
        check_order(pdf)
        check_letters(pdf, *LEAST[paper])


def check_structure(pdf: PdfReader, document: Mapping[str, Any]) -> None:
    """Title and language, headings without a gap as bookmarks, tables with heads, words for every drawing."""
    root: Any = pdf.trailer["/Root"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    is_english = document["language"] == "en"
    assert str(root["/Lang"]).startswith("en" if is_english else "zh")
    nodes = list(below(root["/StructTreeRoot"]))
    headings = [int(str(node["/S"])[2:]) for node in nodes if str(node["/S"]) in ("/H1", "/H2", "/H3")]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings)), headings
    assert bookmarks(pdf.outline) >= len(headings) > 2
    wanted = [table for part in (document, *document["areas"]) for table in part["tables"] if table["rows"]]
    tables = [node for node in nodes if node["/S"] == "/Table"]
    assert sorted(map(shape_of, tables)) == sorted((len(one["columns"]), len(one["rows"])) for one in wanted)
    figures = [node for node in nodes if node["/S"] == "/Figure"]
    assert all(len(str(node.get("/Alt", ""))) > 3 for node in figures)
    assert len(figures) >= 1 + bool(document["map"]) + bool(document["trend"])
    if is_english:
        assert any(str(node.get("/Lang", "")).startswith("zh") for node in nodes), "names of places are Chinese"


def check_order(pdf: PdfReader) -> None:
    """What is read aloud comes in the order in which it stands on its page."""
    found: dict[Any, list[int]] = {}
    for page, content in contents(pdf.trailer["/Root"]["/StructTreeRoot"], None):  # type: ignore[index]
        found.setdefault(page, []).append(content)
    assert len(found) == len(pdf.pages)
    assert all(order == sorted(order) for order in found.values())


def check_letters(pdf: PdfReader, least: float, least_of_foot: float) -> None:
    """No letter is smaller than that, and none lies outside of its page."""
    for number, page in enumerate(pdf.pages, 1):
        wide, high = map(float, page.mediabox[2:])
        seen: list[tuple[float, float, float, str]] = []
        page.extract_text(visitor_text=partial(_seen, seen))
        assert seen
        for x, y, size, text in seen:
            limit = least_of_foot if y < high * FOOT else least
            assert size >= limit - 0.05, (number, text, size)
            assert 0 < x < wide, (number, text)
            assert 0 < y < high, (number, text)


def _seen(
    seen: list[tuple[float, float, float, str]], text: str, cm: list[float], tm: list[float], _: Any, size: float
) -> None:
    if text.strip() and math.isclose(tm[1], 0.0, abs_tol=0.01):  # the watermark is turned
        scale = math.hypot(tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        seen.append((x, y, size * scale, text))


def kids(node: Node) -> list[Any]:
    found = node.get("/K", [])
    return [one.get_object() for one in (found if isinstance(found, list) else [found])]


def below(node: Node) -> Iterator[Node]:
    """All elements of the structure, in the order in which they are read."""
    for kid in kids(node):
        if isinstance(kid, Mapping) and "/S" in kid:
            yield kid
            yield from below(kid)


def contents(node: Node, page: Any) -> Iterator[tuple[Any, int]]:
    """Page and number of each marked content, in the order in which it is read."""
    own = node.raw_get("/Pg") if "/Pg" in node else page  # type: ignore[attr-defined]
    for kid in kids(node):
        if isinstance(kid, int):
            yield own.idnum, int(kid)
        elif kid.get("/Type") == "/MCR":
            yield (kid.raw_get("/Pg") if "/Pg" in kid else own).idnum, int(kid["/MCID"])
        elif "/S" in kid:
            yield from contents(kid, own)


def shape_of(table: Node) -> tuple[int, int]:
    """Columns and rows of data; each head says that it is one of a column."""
    rows = [node for node in below(table) if node["/S"] == "/TR"]
    heads = [node for node in below(rows[0]) if node["/S"] == "/TH"]
    for head in heads:
        about = head["/A"]
        assert "/Column" in [one.get_object().get("/Scope") for one in (about if isinstance(about, list) else [about])]
    assert {len([one for one in kids(row) if isinstance(one, Mapping)]) for row in rows} == {len(heads)}
    return len(heads), len(rows) - 1


def bookmarks(outline: Any) -> int:
    return sum(bookmarks(one) if isinstance(one, list) else 1 for one in outline)
