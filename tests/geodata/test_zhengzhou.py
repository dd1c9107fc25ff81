"""The demo city: the published counts, real borders, exact nesting, the same again from the same seed."""

import hashlib
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile
from geodata.zhengzhou.build import build_zhengzhou
from geodata.zhengzhou.cells import cut_cells
from geodata.zhengzhou.clusters import neighbours_of
from geodata.zhengzhou.scatter import scatter_centres
from geodata.zhengzhou.source_data import read_published
from geodata.zhengzhou.streets import plan_streets
from tests.geodata.conftest import Built


def test_the_counts_are_the_published_ones(zhengzhou: Built) -> None:
    assert np.bincount(zhengzhou.tree.level).tolist() == [1, 16, 214, 3_505, 19_787, 107_158]
    assert len(read_tree(zhengzhou.folder)) == 130_681


def test_every_area_has_its_parent_one_level_above_and_every_upper_area_has_children(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    assert (tree.level[1:] == tree.level[tree.parent_id[1:] - 1] + 1).all()
    assert (tree.level[tree.last_id == tree.area_id] == 5).all()


def test_parents_are_the_sum_of_their_children(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    below = np.bincount(tree.parent_id, weights=tree.area_km2, minlength=len(tree) + 1)[1:]
    upper = tree.last_id != tree.area_id
    assert np.abs(below - tree.area_km2)[upper].max() < 1e-9  # km²: a thousandth of a square metre
    demand = np.bincount(tree.parent_id, weights=tree.demand_weight, minlength=len(tree) + 1)[1:]
    assert demand[upper] == pytest.approx(tree.demand_weight[upper])
    assert tree.demand_weight[0] == pytest.approx(1)


def test_all_outlines_are_valid_and_each_level_fits_together(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    assert shapely.is_valid(tree.geometries).all()
    for level in range(1, 6):
        assert shapely.coverage_is_valid(tree.geometry(tree.at_level(level))), level


def test_real_borders_are_followed(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    for host, outline in read_published().hosts.items():
        real = shapely.transform(outline, lambda micro: micro / 1e6)
        area = tree.area(f"{host}000000")
        if area.basis == "given":
            derived = tree.geometry(area.area_id)
            shared = shapely.area(shapely.intersection(real, derived)) / shapely.area(shapely.union(real, derived))
            assert shared > 0.99999, area.name
    assert [child.basis for child in tree.children(tree.root)].count("given") == 7


def test_only_the_real_exclave_is_in_two_parts(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    parts = shapely.get_num_geometries(tree.geometries)
    assert {tree.name[row] for row in np.flatnonzero((parts > 1) & (tree.level == 1))} == {"惠济区"}
    assert np.count_nonzero((parts > 1) & (tree.level == 2)) == 1
    assert np.count_nonzero((parts > 1) & (tree.level == 5)) == 0


def test_people_live_where_cells_are_small(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    cells = tree.at_level(5)
    district = tree.ancestor_at(cells, 1)
    median = {
        area.name: np.median(tree.area_km2[cells - 1][district == area.area_id]) for area in tree.children(tree.root)
    }
    assert median["金水区"] < median["郑东新区"] < median["登封市"]
    assert median["金水区"] < 0.01


def test_streets_belong_to_the_district_that_governs_them(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    table = read_published().streets
    for code, district in zip(table["code"], table["district"], strict=True):
        assert tree.by_id(tree.area(code).parent_id).name == district
    assert tree.by_id(tree.area("410122105000").parent_id).name == "郑东新区"


def test_added_areas_are_plainly_named_and_derived_ones_marked(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    listed = set(read_published().communities["code"])
    communities = tree.at_level(3)
    added = [tree.by_id(int(number)).name for number in communities if tree.code[number - 1] not in listed]
    assert len(added) == 199
    assert all(name.startswith("第") and name.endswith("片区") for name in added)
    assert set(tree.basis[tree.level >= 2]) == {"derived"}
    assert tree.population[0] != tree.population[0]
    assert tree.name[tree.at_level(4)[0] - 1] == "第1网格"


def test_communities_have_their_everyday_names(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    names = tree.name[tree.at_level(3) - 1]
    assert not [name for name in names if name.endswith("委员会") or "居民" in name]
    assert {"体育社区", "马寨社区"} <= set(names)


def test_the_profile_says_that_the_data_are_simulated(zhengzhou: Built) -> None:
    profile = load_profile(zhengzhou.folder)
    assert profile.simulated
    assert zhengzhou.tree.area(profile.aliases["郑州航空港经济综合实验区"]).name == "郑州航空港区"
    assert [level.zh for level in profile.levels] == ["市", "区县", "街道", "社区", "网格", "微网格"]


def test_progress_runs_from_nothing_to_all(zhengzhou: Built) -> None:
    shares = [share for _, share in zhengzhou.progress]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def cells_of_the_smallest_district(seed: int) -> list[bytes]:
    """Outlines of its micro-grids, and the cells that each of them borders on."""
    published = read_published()
    streets = plan_streets(published)
    of_host = streets.table["host"].to_numpy()
    host = min(published.hosts, key=lambda code: int(streets.micro_grids[of_host == code].sum()))
    outline = published.hosts[host]
    cells = cut_cells(scatter_centres(streets, {host: outline}, np.random.default_rng(seed)), np.array([outline]))
    neighbours = neighbours_of(cells)
    return [*shapely.to_wkb(cells).tolist(), neighbours.first.tobytes(), neighbours.second.tobytes()]


def test_the_same_seed_gives_the_same_micro_grids_and_another_seed_others() -> None:
    made = cells_of_the_smallest_district(1)
    assert made == cells_of_the_smallest_district(1)
    assert made != cells_of_the_smallest_district(2)


@pytest.mark.soak
def test_the_same_seed_gives_the_same_bytes(zhengzhou: Built, tmp_path: Path) -> None:
    build_zhengzhou(tmp_path)
    for name in ("areas.parquet", "special_grids.parquet", "city.toml"):
        again = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        assert again == hashlib.sha256((zhengzhou.folder / name).read_bytes()).hexdigest(), name


def test_other_programs_read_the_areas(zhengzhou: Built) -> None:
    frame = geopandas.read_parquet(zhengzhou.folder / "areas.parquet", filters=[("level", "==", 1)])
    assert len(frame) == 16
    assert frame.crs == "OGC:CRS84"
