"""Special grids overlay the tree: by outline for points, wholly inside for areas."""

from pathlib import Path

import numpy as np
import shapely

from geodata.areas import AreaTree
from geodata.special_grids import SpecialGrids, read_special_grids, write_special_grids
from tests.geodata.conftest import Built


def words(*values: str) -> np.ndarray:
    return np.array(values, dtype=object)


GRIDS = SpecialGrids(
    code=words("s2", "s1"),
    name=words("Quarter", "Station"),
    kind=words("quarter", "station"),
    basis=words("given", "given"),
    outline=np.array([shapely.box(0, 1.5, 4, 4), shapely.box(1, 1, 3, 3)]),
)


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


def test_the_demo_has_nineteen_key_grids_and_a_quarter_of_24_cells(zhengzhou: Built) -> None:
    grids = read_special_grids(zhengzhou.folder)
    assert len(grids) == 20
    assert set(grids.basis) == {"derived"}
    area, grid = grids.holding_areas(zhengzhou.tree)
    cells = zhengzhou.tree.level_of(area) == 5
    quarter = int(np.flatnonzero(grids.kind == "shopping_quarter")[0])
    assert int(np.count_nonzero(cells & (grid == quarter))) == 24
    in_cells = np.bincount(grid[cells], weights=zhengzhou.tree.area_km2[area[cells] - 1])
    from_outline = shapely.area(grids.outline)
    assert np.corrcoef(in_cells, from_outline)[0, 1] > 0.9999
