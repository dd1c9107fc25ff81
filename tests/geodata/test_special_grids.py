"""Special grids overlay the tree: by outline for points, wholly inside for areas."""

from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.special_grids import SPECIAL_GRIDS_FILE, SpecialGrids, read_special_grids, write_special_grids
from tests.geodata.conftest import Built

GRIDS = SpecialGrids.of(
    ["s2", "s1"], ["Quarter", "Station"], ["quarter", "station"], "given",
    [shapely.box(0, 1.5, 4, 4), shapely.box(1, 1, 3, 3)],
)  # fmt: skip


def test_written_grids_read_back_in_code_order(tmp_path: Path) -> None:
    assert len(read_special_grids(tmp_path)) == 0
    write_special_grids(tmp_path, GRIDS)
    read = read_special_grids(tmp_path)
    assert read.code.tolist() == ["s1", "s2"]
    assert read.name.tolist() == ["Station", "Quarter"]
    assert shapely.equals(read.outline, GRIDS.outline[[1, 0]]).all()


def test_a_point_belongs_to_every_grid_that_contains_it() -> None:
    point, grid = GRIDS.holding_points([2, 0.5, 0.5, np.nan, 1], [2, 2, 0.5, 1, 1])
    assert sorted(zip(point.tolist(), grid.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 0), (4, 1)]


def test_only_areas_wholly_inside_belong(town: AreaTree) -> None:
    area, grid = GRIDS.holding_areas(town)
    held = {(town.by_id(int(number)).code, GRIDS.code[row]) for number, row in zip(area, grid, strict=True)}
    assert held == {("w-north", "s2"), ("e-corner", "s2")}


def test_key_and_parent_are_kept_and_may_be_missing_in_a_file(tmp_path: Path) -> None:
    marked = replace(GRIDS, key=np.array([False, True]), parent=np.array(["", "s2"], dtype=object))
    write_special_grids(tmp_path, marked)
    read = read_special_grids(tmp_path)
    assert (read.key.tolist(), read.parent.tolist()) == ([True, False], ["s2", ""])
    file = tmp_path / SPECIAL_GRIDS_FILE
    geopandas.read_parquet(file).drop(columns=["key", "parent"]).to_parquet(file)
    older = read_special_grids(tmp_path)
    assert (older.key.tolist(), older.parent.tolist()) == ([False, False], ["", ""])


@pytest.fixture(scope="module")
def grids(zhengzhou: Built) -> SpecialGrids:
    return read_special_grids(zhengzhou.folder)


def test_the_demo_has_4822_special_grids_of_which_19_are_key(zhengzhou: Built, grids: SpecialGrids) -> None:
    assert len(grids) == 4_822
    assert len(set(grids.code)) == len(set(grids.name)) == 4_822
    assert set(grids.basis) == {"derived"}
    assert np.count_nonzero(grids.key) == 19
    assert {"新郑国际机场", "郑州站"} <= set(grids.name[grids.key])
    assert len(set(grids.kind)) > 15
    assert (zhengzhou.folder / SPECIAL_GRIDS_FILE).stat().st_size < 2_000_000


def test_the_shopping_quarter_is_made_of_24_sub_grids(zhengzhou: Built, grids: SpecialGrids) -> None:
    quarter = int(np.flatnonzero(grids.kind == "shopping_quarter")[0])
    parts = np.flatnonzero(grids.parent == grids.code[quarter])
    assert len(parts) == 24
    assert not grids.key[[quarter, *parts]].any()
    assert set(grids.parent) == {"", grids.code[quarter]}
    assert shapely.equals(shapely.coverage_union_all(grids.outline[parts]), grids.outline[quarter])


def test_special_grids_are_unions_of_whole_micro_grids(zhengzhou: Built, grids: SpecialGrids) -> None:
    area, grid = grids.holding_areas(zhengzhou.tree)
    cells = zhengzhou.tree.level_of(area) == 5
    in_cells = np.bincount(grid[cells], weights=shapely.area(zhengzhou.tree.geometry(area[cells])), minlength=4_822)
    assert in_cells == pytest.approx(shapely.area(grids.outline), rel=1e-9)
    assert shapely.is_valid(grids.outline).all()


def test_ordinary_special_grids_lie_in_one_piece_in_one_community_apart_from_others(
    zhengzhou: Built, grids: SpecialGrids
) -> None:
    area, grid = grids.holding_areas(zhengzhou.tree)
    tree = zhengzhou.tree
    ordinary = np.char.startswith(grids.code.astype(str), "ZS41")
    inside = (tree.level_of(area) == 5) & ordinary[grid]
    assert len(np.unique(area[inside])) == np.count_nonzero(inside)
    pairs = np.unique(np.column_stack([grid[inside], tree.ancestor_at(area[inside], 3)]), axis=0)
    assert len(pairs) == np.count_nonzero(ordinary) == 4_822 - 20 - 24
    assert (shapely.get_num_geometries(grids.outline[ordinary]) == 1).all()
