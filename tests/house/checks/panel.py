"""The new panel has a place on the analyst's screen and draws an answer of the city."""

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.screen_registry import REGISTRY
from dashboard.words.catalogue import catalogue
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, _):
    screen = REGISTRY.home
    layout = str(screen.layout(screen, city.profile, city.tree.root.bbox, catalogue("zh-CN")).to_plotly_json())
    assert "busiest_hour" in layout
    drawn = str(draw_panel(PANELS["busiest_hour"], city, "/", "?period=all", None).to_plotly_json())
    assert "上报最多的时段" in drawn, drawn
    assert ":00" in drawn, drawn
