"""Parts beside each other, as the screen shows them: the figures of the API, siblings, any areas, departments."""

import pytest

from dashboard.findings.comparison import comparison_as_json
from dashboard.panels.comparisons.comparison import PANEL
from dashboard.panels.figures.departments import PANEL as DEPARTMENTS
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.words.catalogue import catalogue
from queries.city import City
from tests.dashboard.screens.conftest import found, texts

WEEKS = "period=2026-11-01..2026-11-14"
DAYS = {"from": "2026-11-01", "to": "2026-11-14"}
ZH = catalogue("zh-CN")


def drawn(city: City, search: str) -> object:
    return draw_panel(PANEL, city, "/", search, None)


def listed(drawing: object) -> dict[str, list[str]]:
    """The texts of the rows of the table by code."""
    [table] = found(drawing, "compared")
    rows = table.children[1].children
    return {getattr(row, "data-code"): texts(row) for row in rows if hasattr(row, "data-code")}


def test_unasked_it_takes_no_place(city: City) -> None:
    assert found(drawn(city, f"?{WEEKS}"), "why-card") == []


def test_an_area_stands_among_its_siblings_with_the_figures_of_the_api(city: City) -> None:
    parent = city.tree.root
    own = city.tree.children(parent)[0]
    drawing = drawn(city, f"?{WEEKS}&kpi=closed_on_time&area={own.code}&compare")
    answer = comparison_as_json(city, {"key": "closed_on_time", "area": parent.code, **DAYS}, ZH)
    rows = listed(drawing)
    assert set(rows) == {part["code"] for part in answer["parts"]}
    for part in answer["parts"]:
        assert f"{part['n']:,}" in rows[part["code"]]
    assert any(own.name in text and "第" in text for text in texts(found(drawing, "finding")))
    assert [getattr(row, "data-code") for row in found(drawing, "own")] == [own.code]


def test_any_two_areas_stand_side_by_side_and_lead_to_each(city: City) -> None:
    first, second, *_ = city.tree.children(city.tree.root)
    drawing = drawn(city, f"?{WEEKS}&kpi=satisfaction&compare={first.code},{second.code}")
    assert set(listed(drawing)) == {first.code, second.code}
    assert f"area={second.code}" in str(drawing.to_plotly_json())  # type: ignore[attr-defined]


@pytest.mark.parametrize("search", ["compare=nothing", "compare=4101", "compare=4101,nowhere"])
def test_what_cannot_be_compared_is_said(city: City, search: str) -> None:
    header = texts(draw_panel(PANELS["header"], city, "/", f"?{search}", None))
    assert any("compare" in text for text in header)


def test_the_panel_of_departments_says_which_is_highest_and_whether_that_may_be_chance(city: City) -> None:
    drawing = draw_panel(DEPARTMENTS, city, "/", f"?{WEEKS}&kpi=returned", None)
    answer = comparison_as_json(city, {"key": "returned", "by": "department", **DAYS}, ZH)
    assert answer["said"][0] in texts(drawing)
    assert "compare=department" in str(drawing.to_plotly_json())
    assert "95%" in answer["said"][0]


def test_numbers_of_areas_without_population_are_not_judged(city: City) -> None:
    drawing = drawn(city, f"?{WEEKS}&compare")
    assert any("不判断高低" in text for text in texts(found(drawing, "finding")))
    filtered = comparison_as_json(city, {"key": "reported", "where": "channel!=app", **DAYS}, ZH)
    assert filtered["per"] == "cases"
    assert all(part["q"] is not None for part in filtered["parts"] if part["n"] >= city.profile.minimum_cases)
    assert any(part["q"] is not None for part in filtered["parts"])


def test_sentences_and_names_are_of_the_language_asked_for(city: City) -> None:
    given = {"key": "declined", "by": "channel", **DAYS}
    english = comparison_as_json(city, given, catalogue("en"))
    assert english["said"][0].startswith("Highest: ")
    assert {part["code"] for part in english["parts"]} == {
        part["code"] for part in comparison_as_json(city, given, ZH)["parts"]
    }


@pytest.mark.parametrize("compare", ["below", "department"])
def test_a_rate_that_is_not_settled_is_told_as_such_and_judges_no_part(city: City, compare: str) -> None:
    drawing = drawn(city, f"?period=7d&kpi=closing_rate&compare={compare}&lang=en")
    said = texts(found(drawing, "finding"))
    assert any(one.startswith("Not settled from") for one in said)
    assert not any("above all others" in one for one in said)
    assert not [*found(drawing, "more"), *found(drawing, "less"), *found(drawing, "no_difference")]
    assert len(found(drawing, "not_judged")) > 1
    assert "Not settled from" in found(drawing, "unripe")[-1].title
    given = {"key": "closing_rate", "by": "area", "from": "2026-11-14", "to": "2026-11-20"}
    answer = comparison_as_json(city, given, catalogue("en"))
    assert answer["whole"]["unripe"] is True
    assert {part["verdict"] for part in answer["parts"]} == {"not_judged"}
    assert {part["q"] for part in answer["parts"]} == {None}
