"""Hot spots on the screen: the sentences of the API, or why there are none."""

from dashboard.findings.hot_spots import hot_spots_as_json
from dashboard.panels.comparisons.hot_spots import PANEL, HotSpotList
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.words.catalogue import catalogue
from queries.city import City
from tests.dashboard.screens.conftest import found, texts

TUESDAY = "period=2026-11-17..2026-11-17"


def test_what_is_said_is_what_the_api_says(city: City) -> None:
    drawing = draw_panel(PANEL, city, "/", f"?{TUESDAY}", None)
    answer = hot_spots_as_json(city, {"key": "reported", "from": "2026-11-17", "to": "2026-11-17"}, catalogue("zh-CN"))
    assert answer["status"] == "ok"
    assert set(answer["said"]) <= set(texts(drawing))


def test_a_rate_says_why_it_has_none(city: City) -> None:
    drawing = draw_panel(PANEL, city, "/", f"?{TUESDAY}&kpi=closed_on_time", None)
    assert any("件数类指标" in text for text in texts(drawing))


def test_a_spot_leads_to_its_area_with_the_density_of_its_cases(city: City) -> None:
    area = city.tree.children(city.tree.root)[0]
    spots = HotSpotList(((area.code, "one"),), ("how",), 3)
    drawing = PANEL.render(spots, scene_at(city, "/", f"?{TUESDAY}", None))
    [listed] = found(drawing, "hot-spots")
    link = listed.children[0].children.href
    assert f"area={area.code}" in link
    assert "heat" in link
    assert "其余 3 项" in texts(drawing)
