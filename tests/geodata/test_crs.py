"""Coordinate systems: known points, ways back, and what betrays a system that nobody declared."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.areas.area_tree import AreaTree
from geodata.coordinates.crs import from_wgs84, to_wgs84
from geodata.coordinates.systems import CoordinateSystem
from geodata.errors import CoordinatesRefused
from geodata.placing.offset_detection import suspect
from tests.geodata.conftest import tree_of

CENTIMETRE = 1e-7


@pytest.fixture(scope="module")
def chinese_town() -> AreaTree:
    """Two districts of about 5 km each, in Zhengzhou."""
    return tree_of(
        [
            ("town", None, 0, shapely.box(113.60, 34.70, 113.70, 34.75)),
            ("west", "town", 1, shapely.box(113.60, 34.70, 113.65, 34.75)),
            ("east", "town", 1, shapely.box(113.65, 34.70, 113.70, 34.75)),
        ]
    )


def points_in_town(tree: AreaTree, count: int = 2_000) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = tree.root.bbox
    random = np.random.default_rng(7)
    return random.uniform(west, east, count), random.uniform(south, north, count)


def test_tiananmen_lies_where_the_maps_have_it() -> None:
    lon, lat = from_wgs84(116.404, 39.915, "GCJ-02")
    assert (float(lon), float(lat)) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)
    lon, lat = from_wgs84(116.404, 39.915, "BD-09")
    assert (float(lon), float(lat)) == pytest.approx((116.41662724378733, 39.922699552216216), abs=1e-9)


@given(st.floats(75, 135), st.floats(3, 53), st.sampled_from(list(CoordinateSystem)))
def test_there_and_back_is_within_a_centimetre(lon: float, lat: float, system: CoordinateSystem) -> None:
    back = to_wgs84(*from_wgs84(lon, lat, system), system)
    assert (float(back[0]), float(back[1])) == pytest.approx((lon, lat), abs=CENTIMETRE)


def test_abroad_and_nowhere_stay_as_they_are() -> None:
    lon, lat = to_wgs84([-71.06, np.nan], [42.36, 1.0], "GCJ-02")
    assert (lon[0], lat[0]) == (-71.06, 42.36)
    assert np.isnan(lon[1])


def test_an_unknown_system_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CoordinatesRefused, match="GCJ-02, BD-09"):
        to_wgs84(1, 2, "Mars")


def test_good_points_are_not_suspected(chinese_town: AreaTree) -> None:
    lon, lat = points_in_town(chinese_town)
    assert suspect(lon, lat, chinese_town) is None
    assert suspect(lon[:10], lat[:10] + 5, chinese_town) is None


def test_swapped_axes_are_suspected(chinese_town: AreaTree) -> None:
    lon, lat = points_in_town(chinese_town)
    assert "swapped" in str(suspect(lat, lon, chinese_town))


@pytest.mark.parametrize("system", ["GCJ-02", "BD-09"])
def test_an_undeclared_offset_is_suspected_by_its_name(chinese_town: AreaTree, system: str) -> None:
    lon, lat = points_in_town(chinese_town)
    number = {area.code: area.area_id for area in chinese_town}
    named = np.where(lon < 113.65, number["west"], number["east"])
    moved = from_wgs84(lon, lat, system)
    assert f'crs = "{system}"' in str(suspect(*moved, chinese_town))
    assert f'crs = "{system}"' in str(suspect(*moved, chinese_town, named))


def test_wrong_names_alone_are_no_offset(chinese_town: AreaTree) -> None:
    lon, lat = points_in_town(chinese_town)
    named = np.random.default_rng(1).choice([2, 3], len(lon))
    assert suspect(lon, lat, chinese_town, named) is None


def test_a_few_strays_and_one_shared_point_are_no_offset(chinese_town: AreaTree) -> None:
    lon, lat = points_in_town(chinese_town, 200)
    just_outside = 113.701
    lon[:10] = just_outside
    assert suspect(lon, lat, chinese_town) is None
    lon[:60], lat[:60] = just_outside, 34.72
    assert suspect(lon, lat, chinese_town) is None
