"""The hours of the week before and after a measure in the dialog of measures, and in the sentences of the API."""

import json
from typing import Any

import pytest

from dashboard.errors import BadParameter
from dashboard.findings.tide import tide_as_json
from dashboard.panels.comparisons.measure import PANEL
from dashboard.screens.registration import draw_panel
from dashboard.words.catalogue import catalogue
from queries.city import City
from tests.dashboard.screens.conftest import found, texts

ON = "2026-10-20"


def figures(drawing: object) -> list[dict[str, Any]]:
    return [json.loads(getattr(part.children[1], "data-figure")) for part in found(drawing, "tide")]


@pytest.mark.parametrize("key", ["reported", "closed_on_time"])
def test_two_tables_of_one_scale_have_no_colour_for_few_cases(city: City, key: str) -> None:
    drawing = draw_panel(PANEL, city, "/", f"?kpi={key}&measure={ON}&lang=en", None)
    before, after = figures(drawing)
    assert before["ticks"] == after["ticks"]
    assert before["names"][-1] == "All days"
    answer = tide_as_json(city, {"key": key, "on": ON}, catalogue("en"))
    assert texts(found(drawing, "finding-of-hours")) == answer["said"]
    few = [cell for cell in answer["cells"] if cell["weekday"] and not cell["enough"]]
    assert few
    for cell in few:
        row, column = cell["weekday"] - 1, cell["hour"]
        assert before["values"][row][column] is after["values"][row][column] is None
        assert "too few" in before["texts"][row][column]


def test_the_largest_changes_of_hours_are_told_with_their_cases(city: City) -> None:
    answer = tide_as_json(city, {"key": "reported", "on": ON}, catalogue("en"))
    hours = [cell for cell in answer["cells"] if cell["weekday"] is None and cell["enough"]]
    largest = max(hours, key=lambda cell: (abs(cell["after"]["n"] - cell["before"]["n"]), -cell["hour"]))
    [told] = [one for one in answer["said"] if one.startswith("Hours that changed most")]
    assert f"{largest['hour']}–{largest['hour'] + 1} h" in told
    assert f"({largest['before']['n']} → {largest['after']['n']})" in told


@pytest.mark.parametrize(("name", "text"), [("on", ""), ("on", "today"), ("from", "2026-10-01"), ("days", "3")])
def test_what_cannot_be_asked_is_refused(city: City, name: str, text: str) -> None:
    with pytest.raises(BadParameter):
        tide_as_json(city, {"key": "reported", "on": ON} | {name: text}, catalogue("zh-CN"))
