"""Outlines in stored form behave like an array of shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.outline_folder import FOLDER
from geodata.areas.packed_outlines import PackedOutlines
from geodata.areas.tree_file import read_tree, write_tree

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


def test_outlines_are_mapped_from_a_file_beside_the_areas(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town)
    for _ in range(2):
        kept = read_tree(tmp_path)
        for _ in range(2):
            assert shapely.equals_exact(kept.geometry(np.arange(len(town)) + 1), town.geometries).all()
            kept.release_pages()
    assert len(list((tmp_path / FOLDER).glob("*/outlines.arrow"))) == 1


def test_damaged_outlines_are_written_again_and_other_areas_have_others(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town)
    read_tree(tmp_path).geometry(1)
    [kept] = (tmp_path / FOLDER).glob("*/outlines.arrow")
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2])
    assert shapely.equals_exact(read_tree(tmp_path).geometries, town.geometries).all()
    moved = replace(town, grid_version="moved", load_geometries=lambda: shapely.transform(town.geometries, np.negative))
    write_tree(tmp_path, moved)
    assert shapely.equals_exact(read_tree(tmp_path, "moved").geometries, moved.geometries).all()
    assert shapely.equals_exact(read_tree(tmp_path, town.grid_version).geometries, town.geometries).all()


def test_without_a_place_to_keep_them_outlines_are_there_all_the_same(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town)
    (tmp_path / FOLDER).write_text("no folder")
    assert shapely.equals_exact(read_tree(tmp_path).geometries, town.geometries).all()
