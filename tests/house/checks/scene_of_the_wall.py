"""The scene of the recipe turns with the others where the city has its cases, with its conditions, cards and panels."""

import json

from dashboard.panels.wall.scenes import ask, render
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.walls.mode_walls import due
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, client):
    assert "noise" in [one.key for one in due(city, scene_at(city, "/wall", "", None))]
    shown = scene_at(city, "/wall", "?turn=noise", None)
    assert shown.view.where == (("category1", "noise"),), shown.view.where
    assert (shown.metric.key, shown.view.colours) == ("reported", "normal")
    told = json.loads(getattr(render(ask(city, shown), shown), "data-scenes"))
    [noise] = [one for one in told["scenes"] if one["key"] == "noise"]
    assert (noise["panels"], noise["is_due"]) == (["ranking", "trend", "department"], True), noise
    card = draw_panel(PANELS["figure-0"], city, "/wall", "?scene=noise", None)
    assert getattr(card, "data-metric", None) == "reported", card
