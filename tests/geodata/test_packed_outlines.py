"""Outlines in stored form behave like an array of shapes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import shapely

from geodata.areas.packed_outlines import PackedOutlines

WEST = np.arange(5.0)
SHAPES = shapely.box(WEST, np.zeros(5), WEST + 1, np.ones(5))


@pytest.mark.parametrize("rows", [[0], [4, 1, 1, 4], [], [[0, 1], [1, 3]]])
def test_rows_are_the_same_shapes(rows: list[int]) -> None:
    wanted = np.asarray(rows, dtype=np.int64)
    found = PackedOutlines(pa.array(shapely.to_wkb(SHAPES), pa.binary()))[wanted]
    assert found.shape == wanted.shape
    assert shapely.equals(found, SHAPES[wanted]).all()


def test_one_row_is_one_shape_and_all_are_all() -> None:
    packed = PackedOutlines(pa.array(shapely.to_wkb(SHAPES), pa.binary()))
    assert shapely.equals(packed[3], SHAPES[3])
    assert shapely.equals(packed[:], SHAPES).all()


def test_equal_rows_share_their_shape() -> None:
    first, second = PackedOutlines(pa.array(shapely.to_wkb(SHAPES), pa.binary()))[np.array([2, 2])]
    assert first is second
