"""Overlaps of areas: one sentence, the largest first, measured by the areas' own size."""

from collections.abc import Sequence

import numpy as np
import shapely

from geodata.founding.shared_surface import shared_surface

METRE = 1 / 111_200


def row_of_squares(n: int, too_wide: float) -> list[shapely.Geometry]:
    """Squares of 0.1° side by side, each reaching too far into the next."""
    return [shapely.box(9 + i / 10, 0, 9 + (i + 1) / 10 + too_wide, 0.1) for i in range(n)]


def sentence(outlines: Sequence[shapely.Geometry | None]) -> str | None:
    return shared_surface(np.array(outlines, dtype=object), [f"N{row}" for row in range(len(outlines))])


def test_slivers_are_one_sentence_that_names_the_largest() -> None:
    outlines = row_of_squares(193, METRE / 10)
    outlines[7] = shapely.box(9.7, 0, 9.8 + METRE, 0.1)
    found = sentence(outlines)
    assert found is not None
    assert found.startswith("N7 and N8 overlap by 11,")
    assert "less than 0.01 % of the smaller), a sliver along a border; 191 more pairs share less" in found


def test_one_large_overlap_stands_before_a_hundred_slivers() -> None:
    outlines = [*row_of_squares(100, METRE / 10), shapely.box(9.3, 0.05, 9.4, 0.15)]
    found = sentence(outlines)
    assert found is not None
    assert found.startswith("N3 and N100 overlap by 61.5 km² (50.0% of the smaller);")
    assert "slivers below 0.1%" in found


def test_the_largest_three_are_named_and_the_others_counted() -> None:
    found = sentence(row_of_squares(7, 0.01) + row_of_squares(1, 0.0))
    assert found is not None
    assert found.startswith("N0 and N7 overlap by")
    assert found.count("overlap by") == 3 + 1
    assert "4 more pairs overlap by less" in found


def test_a_small_area_within_a_large_one_is_no_sliver() -> None:
    found = sentence([shapely.box(9, 0, 10, 1), shapely.box(9.5, 0.5, 9.5 + 20 * METRE, 0.5 + 20 * METRE)])
    assert found is not None
    assert "(100.0% of the smaller)" in found


def test_neighbours_and_areas_without_outline_share_nothing() -> None:
    assert sentence([shapely.box(0, 0, 1, 1), None, shapely.box(1, 0, 2, 1)]) is None
