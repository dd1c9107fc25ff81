"""A target is a line on the trend and said on a card; only one that is missed has a colour."""

import json
from collections.abc import Iterator

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from geodata.city.targets import TargetProfile
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts

SEARCH = "?period=30d&kpi=closed_on_time&lang=en"


@pytest.fixture(scope="module")
def aiming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("aiming"), "little", cases=history(), clock=NOON) as city:
        targets = {
            "closed_on_time": TargetProfile(at_least=0.999),
            "handling_time": TargetProfile(at_most=999),
            "closing_rate": TargetProfile(at_least=0.99),
        }
        city.acts.replace_profile(city.profile.model_copy(update={"targets": targets}))
        yield city


def test_only_the_missed_target_has_a_colour(aiming: City) -> None:
    signs = {}
    for place in range(8):
        card = draw_panel(PANELS[f"card-{place}"], aiming, "/", SEARCH, None)
        key = str(getattr(card, "data-metric"))
        signs[key] = [one for one in found(card, "bad") if "target missed" in texts(one)]
    assert signs["closed_on_time"]
    assert signs["closed_on_time"][0].title == "target ≥ 99.9%"
    assert not signs["handling_time"], "met"
    assert not signs["closing_rate"], "not settled"
    assert not signs["reported"], "has none"


def test_the_small_trend_of_a_wall_has_one_too(aiming: City) -> None:
    place = found(draw_panel(PANELS["trend"], aiming, "/wall", SEARCH, None), "chart")[0]
    drawn = json.loads(getattr(place, "data-chart"))
    assert drawn["target"] == {"value": 0.999, "text": "target ≥ 99.9%"}
    assert drawn["low"] <= 0.999 <= drawn["high"]


def test_the_trend_has_a_line_within_its_axis(aiming: City) -> None:
    place = found(draw_panel(PANELS["trend"], aiming, "/", SEARCH, None), "plot")[0]
    drawn = json.loads(getattr(place, "data-figure"))
    assert drawn["target"] == {"value": 0.999, "text": "target ≥ 99.9%"}
    assert drawn["low"] <= 0.999 <= drawn["high"]
    other = found(draw_panel(PANELS["trend"], aiming, "/", "?period=30d&kpi=reported", None), "plot")[0]
    assert json.loads(getattr(other, "data-figure"))["target"] is None
