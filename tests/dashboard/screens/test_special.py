"""Special grids: which areas they cross, which reach into an area, how they are ranked and named."""

from collections.abc import Iterator

import numpy as np
import pytest
import shapely

from dashboard.panels.path import PANEL as PATH
from dashboard.panels.ranking import PANEL as RANKING
from dashboard.screens.scenes import scene_as_of
from dashboard.view.scene import Scene
from geodata.areas.special_grids import SpecialGrids
from geodata.areas.special_shapes import crossed, shapes_of, touching
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts

OUTLINES = (
    shapely.box(113.40, 34.60, 113.44, 34.63),  # inside street 410101
    shapely.box(113.50, 34.60, 113.55, 34.65),  # over the border of 4101 and 4102
    shapely.box(113.525, 34.60, 113.65, 34.675),  # district 4102 itself
)


def grids() -> SpecialGrids:
    made = SpecialGrids.of(["S1", "S2", "S3"], ["站", "商圈", "机场"], ["station"] * 3, "given", OUTLINES)
    made.key[:] = [True, False, True]
    return made


@pytest.fixture(scope="module")
def special(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("special")
    with build_city(folder, "little", cases=history(), special_grids=grids(), clock=NOON) as opened:
        yield opened


def scene(city: City, search: str) -> Scene:
    return scene_as_of(city, "/", search, NOON)


def test_a_grid_crosses_the_areas_that_it_has_a_part_of_not_those_beside_it(special: City) -> None:
    codes = [
        {area.code for area in crossed(special.tree, special.ground.special_grids, code)} for code in ("S1", "S2", "S3")
    ]
    assert codes[0] >= {"4101", "410101"}
    assert {code for code in codes[0] if len(code) == 4} == {"4101"}
    assert {code for code in codes[1] if len(code) == 4} == {"4101", "4102"}
    assert {code for code in codes[2] if len(code) == 4} == {"4102"}


def test_an_area_is_touched_by_the_grids_that_reach_into_it(special: City) -> None:
    def reached(code: str) -> tuple[int, ...]:
        return touching(special.tree, special.ground.special_grids, special.tree.area(code))

    assert reached("4101") == (0, 1)
    assert reached("4102") == (2, 1)
    assert reached("4109") == ()
    assert reached("41") == (0, 2, 1)


def test_from_afar_only_key_grids_are_seen(special: City) -> None:
    shapes = shapes_of(special.ground.special_grids)
    whole = (113.0, 34.0, 114.0, 35.0)
    assert shapes.in_view(whole, 10).tolist() == [2, 0]
    assert shapes.in_view(whole, 13).tolist() == [2, 0, 1]
    assert shapes.in_view((113.4, 34.6, 113.41, 34.61), 16).tolist() == [0]
    assert np.isin(shapes.in_view((0, 0, 1, 1), 16), []).all()


def test_questions_of_a_chosen_grid_are_asked_with_its_condition(special: City) -> None:
    chosen = scene(special, "?special=S2,S1")
    assert chosen.special == ("S2", "商圈")
    assert chosen.question("reported").where == (("special_grid", "S2"),)
    assert chosen.place == "小城 · 商圈"
    assert scene(special, "").question("reported").where == ()
    assert scene(special, "?special=S9").notices[0].key == "notice_special"


def test_the_path_leads_from_a_grid_to_areas_and_from_an_area_to_grids(special: City) -> None:
    at = scene(special, "?special=S2")
    links = [link for menu in found(PATH.render(PATH.ask(special, at), at), "menu") for link in menu.children]
    assert "/?area=4102&special=S2" in {link.href for link in links}
    at = scene(special, "?area=4101")
    links = [link for menu in found(PATH.render(PATH.ask(special, at), at), "menu") for link in menu.children]
    assert "/?layers=cells,special,labels,tiles&special=S2" in {link.href for link in links}


def test_a_city_without_special_grids_has_no_tabs_and_no_menu(city: City) -> None:
    at = scene(city, "")
    assert not found(RANKING.render(RANKING.ask(city, at), at), "tabs")
    assert not any("专属网格" in text for text in texts(PATH.render(PATH.ask(city, at), at)))


def test_titles_name_the_grid_that_their_numbers_are_of(special: City) -> None:
    at = scene(special, "?special=S1")
    drawn = RANKING.render(RANKING.ask(special, at), at)
    assert found(drawn, "panel-title")[0].children.endswith("· 站")
