"""The tree: intervals of numbers, ancestors, and the file that keeps every grid version."""

from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.areas.area_tree import AreaTree
from geodata.areas.grid_versions import activate_grid_version, grid_versions, version_on
from geodata.areas.tree_file import read_tree, write_tree
from geodata.city.profile import Level, Profile, write_profile
from geodata.errors import BoundariesRefused, CityMissing, UnknownArea, UnknownGridVersion
from tests.geodata.conftest import tree_of


@given(st.lists(st.integers(0, 1_000_000), min_size=0, max_size=40))
def test_every_area_is_the_interval_of_what_lies_below(choices: list[int]) -> None:
    rows: list[tuple[str, str | None, int, shapely.Geometry]] = [("c0", None, 0, shapely.box(0, 0, 1, 1))]
    for number, choice in enumerate(choices, start=1):
        parent, _, level, _ = rows[choice % len(rows)]
        rows.append((f"c{(number * 7919) % 1000}x{number}", parent, level + 1, shapely.box(0, 0, 1, 1)))
    tree = tree_of(rows)
    parent_of = {code: parent for code, parent, *_ in rows}
    for area in tree:
        below = {area.code}
        while grown := {code for code, parent in parent_of.items() if parent in below} - below:
            below |= grown
        assert {tree.by_id(number).code for number in range(area.area_id, area.last_id + 1)} == below
        children = [child.code for child in tree.children(area)]
        assert children == sorted(code for code, parent in parent_of.items() if parent == area.code)


def test_areas_are_found_by_code_name_and_number(town: AreaTree) -> None:
    assert town.root.code == "town"
    assert town.area("w-north").name == "W-NORTH"
    assert town.names["WEST"] == (town.area("west").area_id,)
    assert [area.code for area in town.ancestors(town.area("w-north"))] == ["town", "west"]
    assert town.area("w-north").is_leaf
    assert town.area("west").holds(town.area("w-south").area_id)
    assert not town.area("east").holds(town.area("w-south").area_id)
    for wanted in (0, 7):
        with pytest.raises(UnknownArea):
            town.by_id(wanted)
    with pytest.raises(UnknownArea, match="'nowhere'"):
        town.area("nowhere")


def test_ancestors_at_a_level_are_zero_above_it(town: AreaTree) -> None:
    number = {area.code: area.area_id for area in town}
    ids = [0, number["town"], number["east"], number["e-corner"], number["w-north"]]
    assert town.ancestor_at(ids, 1).tolist() == [0, 0, number["east"], number["east"], number["west"]]
    assert town.ancestor_at(ids, 2).tolist() == [0, 0, 0, number["e-corner"], number["w-north"]]
    assert town.ancestor_at(ids, 5).tolist() == [0] * 5
    assert town.level_of(ids).tolist() == [-1, 0, 1, 2, 2]
    assert town.depth == 2


def test_measures_are_those_of_the_ellipsoid() -> None:
    tree = tree_of([("a", None, 0, shapely.box(0, 0, 1, 1))])
    assert tree.root.area_km2 == pytest.approx(12_308.8, rel=1e-4)
    hollow = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (2.9, 1), (2.9, 2), (1, 2)]])
    ring = tree_of([("a", None, 0, hollow)]).root
    assert shapely.contains_xy(hollow, ring.lon, ring.lat)
    assert ring.bbox == (0, 0, 3, 3)


def test_what_is_no_tree_is_refused() -> None:
    box = shapely.box(0, 0, 1, 1)
    with pytest.raises(BoundariesRefused, match="these repeat: b"):
        tree_of([("a", None, 0, box), ("b", "a", 1, box), ("b", "a", 1, box)])
    with pytest.raises(BoundariesRefused, match="exactly one area without a parent"):
        tree_of([("a", None, 0, box), ("b", None, 0, box)])
    with pytest.raises(BoundariesRefused, match="circle"):
        tree_of([("a", None, 0, box), ("b", "c", 1, box), ("c", "b", 1, box)])


def test_the_file_keeps_every_version_and_reads_the_one_in_force(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town, effective_from=date(2020, 1, 1), effective_to=date(2023, 12, 31))
    recut = tree_of([("town", None, 0, shapely.box(0, 0, 4, 4))], grid_version="2")
    write_tree(tmp_path, recut, effective_from=date(2024, 1, 1))
    assert [(version.name, version.areas) for version in grid_versions(tmp_path)] == [("1", 6), ("2", 1)]
    assert version_on(tmp_path, date(2023, 12, 31)) == "1"
    assert version_on(tmp_path, date(2024, 1, 1)) == "2"
    assert version_on(tmp_path, date(2019, 1, 1)) is None
    assert len(read_tree(tmp_path)) == 1
    old = read_tree(tmp_path, "1")
    assert old.code.tolist() == town.code.tolist()
    assert old.by_id(3) == town.by_id(3)
    assert shapely.equals(old.geometry(range(1, 7)), town.geometry(range(1, 7))).all()
    with pytest.raises(UnknownGridVersion, match="it keeps: 1, 2"):
        read_tree(tmp_path, "3")


def test_activating_a_version_is_written_into_the_profile(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town)
    write_tree(tmp_path, tree_of([("town", None, 0, shapely.box(0, 0, 4, 4))], grid_version="2"))
    levels = (Level(key="city", zh="市", en="City"),)
    write_profile(Profile(name="t", title_zh="镇", title_en="T", zone="UTC", levels=levels), tmp_path)
    assert len(read_tree(tmp_path)) == 1
    activate_grid_version(tmp_path, "1")
    assert len(read_tree(tmp_path)) == 6
    with pytest.raises(UnknownGridVersion):
        activate_grid_version(tmp_path, "3")


def test_writing_a_version_again_replaces_it(town: AreaTree, tmp_path: Path) -> None:
    write_tree(tmp_path, town)
    write_tree(tmp_path, town)
    assert len(geopandas.read_parquet(tmp_path / "areas.parquet")) == 6


def test_a_folder_without_areas_is_told(tmp_path: Path) -> None:
    with pytest.raises(CityMissing, match="yiping init"):
        read_tree(tmp_path)
    with pytest.raises(CityMissing, match="yiping init"):
        grid_versions(tmp_path)
    (tmp_path / "areas.parquet").write_bytes(b"no areas")
    with pytest.raises(CityMissing, match="cannot be read"):
        read_tree(tmp_path)


def test_population_is_none_where_nobody_knows(town: AreaTree) -> None:
    assert town.root.population is None
    assert np.isnan(town.demand_weight).all()
