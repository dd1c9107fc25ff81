"""Before and after a measure, as the screen shows it: in the sentences of the API, with the controls of the address."""

import pytest

from dashboard.errors import BadParameter
from dashboard.findings.measure import measure_as_json
from dashboard.panels.comparisons.measure import PANEL
from dashboard.screens.registration import draw_panel
from dashboard.words.catalogue import catalogue
from queries.city import City
from tests.dashboard.screens.conftest import found, texts

ZH = catalogue("zh-CN")
ON = "2026-10-20"


def drawn(city: City, search: str) -> object:
    return draw_panel(PANEL, city, "/", search, None)


def said(drawing: object) -> list[str]:
    return texts(found(drawing, "finding"))


def test_the_dialog_says_what_the_api_says(city: City) -> None:
    area = city.tree.children(city.tree.root)[0].code
    drawing = drawn(city, f"?area={area}&kpi=closed_on_time&measure={ON}")
    answer = measure_as_json(city, {"key": "closed_on_time", "area": area, "on": ON}, ZH)
    assert answer["status"] == "ok"
    assert said(drawing) == answer["said"]
    assert "不证明" in answer["said"][-1]


def test_chosen_controls_are_those_compared_and_can_be_left_out_again(city: City) -> None:
    area, other, *_ = (one.code for one in city.tree.children(city.tree.root))
    drawing = drawn(city, f"?area={area}&measure={ON}&controls={other}")
    answer = measure_as_json(city, {"key": "reported", "area": area, "on": ON, "controls": other}, ZH)
    assert answer["controls"] == [other]
    assert said(drawing) == answer["said"]
    [chosen] = found(drawing, "chosen")
    assert "controls" not in chosen.href


def test_without_a_day_it_asks_for_one_and_without_an_area_for_that(city: City) -> None:
    area = city.tree.children(city.tree.root)[0].code
    asking = drawn(city, f"?area={area}&measure")
    assert said(asking) == []
    assert len(found(asking, "days")) == 1
    assert len(found(drawn(city, "?measure"), "days")) == 1
    assert found(drawn(city, f"?area={area}"), "why-card") == []


@pytest.mark.parametrize(("name", "text"), [("on", ""), ("on", "today"), ("from", "2026-10-01"), ("days", "3")])
def test_what_cannot_be_asked_is_refused(city: City, name: str, text: str) -> None:
    area = city.tree.children(city.tree.root)[0].code
    with pytest.raises(BadParameter):
        measure_as_json(city, {"key": "reported", "area": area, "on": ON} | {name: text}, ZH)
