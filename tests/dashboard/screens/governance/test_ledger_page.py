"""The page of the ledger: its systems as found and sorted, and the way from a field to numbers and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from tests.cities.builder import build_city
from tests.dashboard.screens.conftest import found, texts

PAGE = "/ledger"
ROWS = """system,owner,table,records,fields,updated,cadence_days,counted_on,source
Waste,Roads,Bins,42,colour;place,2024-05-01,7,2024-06-01,
Waste,Roads,Vans,8,plate,,,,
Hotline,Service,Orders,900,number,,,,tiny
,,nobody,1,,,,,
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("ledger") / "tiny"
    build_city(folder).close()
    (folder / "ledger.csv").write_text(ROWS, encoding="utf-8")
    with City.open(folder) as city:
        yield city


def drawn(city: City, panel: str = "ledger", **address: str) -> html.Section:
    search = "&".join(f"{name}={text}" for name, text in {"lang": "en", **address}.items())
    return draw_panel(PANELS[panel], city, PAGE, f"?{search}", None)


def systems(shown: html.Section) -> list[str]:
    [table] = found(shown, "ledger-table")
    return [getattr(row, "data-system") for row in table.children[1].children]


def test_systems_stand_as_found_and_sorted_with_their_totals(tiny: City) -> None:
    shown = drawn(tiny)
    assert systems(shown) == ["tiny", "Hotline", "Waste"]
    told = texts(shown)
    assert "Declared by the city: 2 systems, 3 tables, 950 rows (counted on 2024-06-01)." in told
    assert "Delivered here: sources 1, tables 1, rows 16." in told
    assert any("line 5" in text for text in told)
    assert systems(drawn(tiny, order="name")) == ["Hotline", "Waste", "tiny"]
    assert systems(drawn(tiny, find="plate")) == ["Waste"]
    assert systems(drawn(tiny, find="service")) == ["tiny", "Hotline"]  # the owner of the source is declared
    assert "late" in texts(drawn(tiny, find="waste"))
    assert "No system fits; try another word." in texts(drawn(tiny, find="zeppelin"))


def test_from_a_field_to_the_numbers_that_break_and_back_to_the_field(tiny: City) -> None:
    fields = texts(drawn(tiny, "ledger_opened", ledger="system:tiny"))
    assert {"due_at", "not delivered", "required"} <= set(fields)
    lost = texts(drawn(tiny, "ledger_opened", ledger="without:tiny.satisfaction"))
    assert "Satisfaction" in " ".join(lost)
    assert "no data" in lost
    relied = texts(drawn(tiny, "ledger_opened", ledger="kpi:satisfaction"))
    assert {"tiny.satisfaction", "tiny.surveyed_at", "needed"} <= set(relied)
    assert "Bins (42 rows)" in texts(drawn(tiny, "ledger_opened", ledger="system:Waste"))
    for gone in ("system:Waist", "without:tiny.due", "kpi:speed"):
        told = texts(drawn(tiny, "ledger_opened", ledger=gone))
        assert "There is no such thing in the ledger; choose another one in the list." in told
