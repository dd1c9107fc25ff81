"""Counts so small that they may tell of a person: not in the files of a briefing whose readers may not see cases."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from dashboard.briefings.briefing_files import briefing_file, sheet_of
from dashboard.briefings.composing.again import composed_again
from dashboard.briefings.composing.composing import composed
from dashboard.briefings.composing.small_counts import SmallCounts
from dashboard.briefings.workbook import STAMP_SHEET
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City
from queries.values import WHOLE_CITY, Question
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.dashboard.briefings.conftest import changing

LIMIT = 8
DECLARED = """
[outside]
zh = "对外简报"
en = "Report for others"
order = 5
period = "7d"
figures = ["overdue_open", "closed_on_time", "reported"]
map = "overdue_open/open"
trend = "overdue_open"
parts = ["areas", "category", "changes", "overdue", "loops", "definitions"]
cases = false
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("small")
    with build_city(folder, "little", cases=changing(), clock=NOON, profile={"smallest_count": LIMIT}) as opened:
        (opened.ground.folder / "briefings.toml").write_text(DECLARED, encoding="utf-8")
        yield opened


@pytest.fixture(scope="module")
def outside(city: City) -> dict[str, Any]:
    return composed(city, REGISTRY, {"briefing": "outside", "lang": "en"}).as_json()


def overdue_by(city: City, by: str) -> dict[str, int]:
    found = city.kpis.ask(Question("overdue_open", city.tree.root.code, as_of=NOON, by=by, scope=WHOLE_CITY))
    return {row.name: int(row.value or 0) for row in found.rows}


def told(document: dict[str, Any], key: str, column: int) -> dict[str, str]:
    [table] = [one for one in document["tables"] if one["key"] == key]
    return {row[0]["text"]: row[column]["text"] for row in table["rows"]}


def test_small_counts_are_not_told_nor_what_tells_them(city: City, outside: dict[str, Any]) -> None:
    for key, by in (("areas", "area"), ("category", "category")):
        counts, cells = overdue_by(city, by), told(outside, key, 1)
        small = {name for name, n in counts.items() if 0 < n < LIMIT}
        hidden = {name for name, text in cells.items() if text == "*"}
        assert small
        assert small <= hidden
        assert len(hidden) >= 2
        assert sum(counts[name] for name in hidden if name in counts) >= LIMIT
        assert set(told(outside, key, 3).values()) != {"*"}
        assert "fewer than 8" in next(one["note"] for one in outside["tables"] if one["key"] == key)


def test_files_hold_no_small_count(outside: dict[str, Any]) -> None:
    pdf = PdfReader(io.BytesIO(briefing_file(outside, "pdf", sheet_of("pdf", "a4", 1, ""))))
    book = openpyxl.load_workbook(io.BytesIO(briefing_file(outside, "xlsx", sheet_of("xlsx", "a4", 1, ""))))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "withheld" in text
    assert "may not open cases" in text
    shown = [cell.value for sheet in book if sheet.title != STAMP_SHEET for row in sheet.iter_rows() for cell in row]
    assert "*" in shown
    attached = json.loads(next(iter(pdf.attachments.values()))[0])
    for document in (outside, attached):
        cells = [cell for table in document["tables"] for row in table["rows"] for cell in row]
        columns = [one["unit"] for table in document["tables"] for _ in table["rows"] for one in table["columns"]]
        for unit, cell in zip(columns, cells, strict=True):
            is_count = unit == "case" and cell["of"] is not None
            assert not (is_count and 0 < (cell["value"] or 0) < LIMIT), cell
        assert not [one for one in document["trend"]["values"] if one and one < LIMIT]


def test_it_is_the_same_again_and_others_are_told_all(city: City, outside: dict[str, Any]) -> None:
    again = composed_again(city, REGISTRY, outside)
    assert (again["different"], again["since"]) == ([], [])
    whole = composed(city, REGISTRY, {"briefing": "weekly", "period": "7d"}).as_json()
    assert "*" not in json.dumps(whole["tables"])
    assert (whole["stamp"]["withheld_below"], outside["stamp"]["withheld_below"]) == (0, LIMIT)


def test_one_small_part_takes_another_along() -> None:
    counts = {"a": 3, "b": 40, "c": 12, "d": 90}
    few = SmallCounts(5)
    assert few._with_complement({"a"}, counts) == {"a", "c"}
    assert few._with_complement({"a", "b"}, {**counts, "b": 1}) == {"a", "b", "c"}
    assert few._with_complement({"a", "b"}, {**counts, "b": 4}) == {"a", "b"}
    assert [few.hides(n) for n in (None, 0, 1, 4, 5)] == [False, False, True, True, False]
    assert not SmallCounts(0).hides(1)
