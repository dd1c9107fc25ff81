"""The kernel of the heat in metres, its classes, and the radius of a view."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.errors import BadParameter
from dashboard.map.heat.heat_classes import CLASSES, STEP, as_bytes, breaks_below
from dashboard.map.heat.kernel import (
    LEAST_PIXELS,
    MOST_CELLS,
    RADII,
    cell_metres,
    depth_of,
    radius_for,
    smoothed,
    weights,
    within_radius,
)
from dashboard.map.heat.peak import peak
from dashboard.map.view_box import ViewBox, view_box
from geodata.coordinates.web_mercator import to_world
from queries.kpis.bins import FINEST, Bins

LAT = 34.75
CITY = ViewBox(0, 112.7, 34.26, 114.24, 34.98)


def bins_at(lon: list[float], lat: list[float], n: list[int]) -> Bins:
    """Bins with so many cases at these points."""
    x, y = (np.floor(part * 2**FINEST).astype(np.int32) for part in to_world(lon, lat))
    order = np.lexsort((y, x))
    nothing = np.zeros(len(x), dtype=np.uint16)
    return Bins(x[order], y[order], np.array(n)[order], nothing, nothing, without=0)


@pytest.mark.parametrize("radius", RADII[:12])
def test_the_kernel_is_round_reaches_the_radius_in_metres_and_adds_up_to_one(radius: int) -> None:
    depth = depth_of(radius, LAT)
    side = cell_metres(depth, LAT)
    kernel = weights(radius, depth, LAT)
    assert kernel.sum() == pytest.approx(1)
    assert np.array_equal(kernel, kernel.T)
    assert np.array_equal(kernel, kernel[::-1])
    assert 4 <= radius / side <= 8.1
    reach = len(kernel) // 2
    middle = kernel[reach, reach]
    for away in range(1, reach + 1):  # Silverman (1986), eq. 4.5
        assert kernel[reach, reach + away] / middle == pytest.approx((1 - (away * side / radius) ** 2) ** 2)
    assert (reach + 1) * side >= radius
    # The density in the middle of one case: 3 / (πR²) per unit of area, but for the coarseness of the cells.
    assert middle / (side / 1000) ** 2 == pytest.approx(3 / (math.pi * (radius / 1000) ** 2), rel=0.03)
    assert middle / (side / 1000) ** 2 * within_radius(radius) == pytest.approx(1, rel=0.03)


@given(st.lists(st.integers(0, 50), min_size=36, max_size=36))
def test_smoothing_neither_adds_nor_loses_cases(counts: list[int]) -> None:
    kernel = weights(500, depth_of(500, LAT), LAT)
    reach = len(kernel) - 1
    field = np.pad(np.array(counts, dtype=float).reshape(6, 6), reach)
    assert smoothed(field, kernel).sum() == pytest.approx(sum(counts))


@given(st.floats(9, 19), st.sampled_from([(900, 500), (1500, 900), (3840, 2160), (7680, 2160)]))
def test_the_radius_is_wide_enough_to_see_and_the_answer_bounded(zoom: float, size: tuple[int, int]) -> None:
    width, height = (side / 256 / 2**zoom for side in size)
    (x,), (y,) = to_world([113.5], [34.6])
    views = []
    for shift in (0.0, width / 3):
        west = (x + shift - width / 2 - 0.5) * 360
        north, south = (
            math.degrees(math.atan(math.sinh((0.5 - part) * 2 * math.pi))) for part in (y - height / 2, y + height / 2)
        )
        views.append(ViewBox(zoom, west, south, west + width * 360, north))
    radius = radius_for(views[0], CITY)
    assert radius_for(views[1], CITY) == radius
    metres = 40_075_016.686 * math.cos(math.radians(LAT)) / 256 / 2**zoom
    assert radius >= LEAST_PIXELS * metres * 0.99
    depth = depth_of(radius, LAT)
    reach = len(weights(radius, depth, LAT)) // 2
    assert views[0].cells(depth).cut(CITY.cells(depth).grown(reach)).cells <= MOST_CELLS


def test_the_peak_is_that_of_the_densest_place_whatever_lies_elsewhere() -> None:
    lon = [113.6, 113.6005, 113.2, 113.9]
    bins = bins_at(lon, [34.7, 34.7, 34.5, 34.5], [30, 10, 20, 1])
    depth = depth_of(500, LAT)
    kernel = weights(500, depth, LAT)
    x, y = int(bins.x.min() >> FINEST - depth), int(bins.y.min() >> FINEST - depth)
    window = (x - 40, y - 40, int(bins.x.max() >> FINEST - depth) + 40, int(bins.y.max() >> FINEST - depth) + 40)
    whole = smoothed(bins.counts(depth, *window), kernel).max() / (cell_metres(depth, LAT) / 1000) ** 2
    assert peak(bins, 500, LAT) == pytest.approx(whole)
    assert peak(bins_at([], [], []), 500, LAT) == 0


@given(st.floats(1e-6, 1e7))
def test_classes_are_round_and_the_highest_is_not_above_the_densest(top: float) -> None:
    breaks = breaks_below(top)
    assert len(breaks) == CLASSES
    assert breaks[-1] <= top * (1 + 1e-6) < breaks[-1] * 2.5 * (1 + 1e-6)
    for low, high in itertools.pairwise(breaks):
        assert round(high / low, 6) in (2, 2.5)


def test_nothing_has_no_classes() -> None:
    assert breaks_below(0) == breaks_below(float("nan")) == ()
    assert not as_bytes(np.ones((2, 2)), ()).any()


@example(2.0, [1.999999999985448])
@given(st.floats(0.01, 1e5), st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_a_byte_tells_the_class_of_its_value(top: float, values: list[float]) -> None:
    breaks = breaks_below(top)
    found = as_bytes(np.array(values), breaks)
    assert (np.searchsorted(breaks, values, side="right") == found // STEP).all()


def test_a_view_is_read_from_an_address() -> None:
    assert view_box({"zoom": "11.5", "bbox": "113,34,114,35"}) == ViewBox(11.5, 113, 34, 114, 35)
    for bad in ({}, {"zoom": "1"}, {"zoom": "x", "bbox": "1,2,3,4"}, {"zoom": "1", "bbox": "1,2,3"},
                {"zoom": "1", "bbox": "3,2,1,4"}, {"zoom": "nan", "bbox": "1,2,3,4"}, {"zoom": "20", "bbox": "1,2,9,9"},
                {"zoom": "1", "bbox": "nan,2,3,4"}):  # fmt: skip
        with pytest.raises(BadParameter):
            view_box(bad)
