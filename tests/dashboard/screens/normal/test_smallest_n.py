"""List and map have one smallest n: a rate of fewer cases has no rank and no colour."""

import pytest

from dashboard.map.cell_values import NO_CASES, as_json, shown
from dashboard.panels.ranking import ranked
from dashboard.screens.scenes import scene_as_of
from queries.city import City
from tests.cities.little.cases import NOON


@pytest.mark.parametrize(("kpi", "least"), [("closed_on_time", 20), ("reported", 1), ("handled_daily", 1)])
def test_an_area_is_painted_where_it_is_ranked(city: City, kpi: str, least: int) -> None:
    scene = scene_as_of(city, "/", f"?period=7d&kpi={kpi}&area=4101&lang=en", NOON)
    answer = city.kpis.ask(scene.question(kpi, by="area"))
    fair, apart = ranked(answer, city.profile.minimum_cases)
    assert all(row.n >= least for row in fair)
    assert all(row.n < least for row in apart)
    painted = shown(city, scene, scene.area.level + 1)
    shade_of = dict(zip(painted.answer.area_id.tolist(), painted.shades.tolist(), strict=True))
    number = city.tree.number_of_code
    assert all(shade_of[number[row.code]] != NO_CASES for row in fair)
    assert all(shade_of[number[row.code]] == NO_CASES for row in apart)
    last = as_json(painted, scene)["legend"][-1][1]
    assert last == ("none, or fewer than 20 cases" if least > 1 else "no cases")


def test_a_rate_of_few_cases_makes_no_class(city: City) -> None:
    scene = scene_as_of(city, "/", "?period=7d&kpi=closed_on_time", NOON)
    painted = shown(city, scene, 3)
    small = (painted.answer.n > 0) & (painted.answer.n < 20)
    assert small.any()
    assert (painted.shades[small] == NO_CASES).all()
