"""Building the demo city: 16 districts, 214 streets, 3,505 communities, 19,787 grids, 107,158 micro-grids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from geodata.areas.area_tree import AreaTree
from geodata.areas.grid_versions import AREAS_FILE
from geodata.areas.numbering import number_areas
from geodata.areas.special_grids import write_special_grids
from geodata.areas.tree_file import write_tree
from geodata.city.profile import Level, Profile, write_profile
from geodata.zhengzhou.cells import cut_cells
from geodata.zhengzhou.clusters import neighbours_of
from geodata.zhengzhou.layers import layers_of, stacked
from geodata.zhengzhou.nesting import nest
from geodata.zhengzhou.scatter import scatter_centres
from geodata.zhengzhou.source_data import SHORT_NAMES, Published, read_published
from geodata.zhengzhou.special import derive_special_grids
from geodata.zhengzhou.streets import plan_streets

GRID_VERSION = "2024-09"
SEED = 20240930

LEVELS = (
    Level(key="city", zh="市", en="City"),
    Level(key="district", zh="区县", en="District"),
    Level(key="street", zh="街道", en="Street"),
    Level(key="community", zh="社区", en="Community"),
    Level(key="grid", zh="网格", en="Grid"),
    Level(key="micro_grid", zh="微网格", en="Micro-grid"),
)

Progress = Callable[[str, float], None]


def build_zhengzhou(folder: Path, seed: int = SEED, progress: Progress | None = None) -> AreaTree:
    """Make the demo city "zhengzhou" in `folder`; the same seed makes the same bytes.

    `progress` is called with what is being done and the share done, 0..1. Returns the tree that was written.
    """
    data = progress or (lambda _step, _share: None)
    data("reading the published districts, streets and communities", 0.0)
    published = read_published()
    tree = derive_tree(published, seed, data)
    data("writing the areas", 0.85)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / AREAS_FILE).unlink(missing_ok=True)
    write_tree(folder, tree)
    write_special_grids(folder, derive_special_grids(tree))
    write_profile(zhengzhou_profile(published), folder)
    data("the city stands", 1.0)
    return tree


def zhengzhou_profile(published: Published) -> Profile:
    """The demo city's profile: simulated, on the wall clock; the zones are known by their official names too."""
    return Profile(
        name="zhengzhou",
        title_zh="郑州市",
        title_en="Zhengzhou",
        zone="Asia/Shanghai",
        language="zh-CN",
        simulated=True,
        clock="wall",
        grid_version=GRID_VERSION,
        levels=LEVELS,
        aliases={official: published.districts[short] for official, short in SHORT_NAMES.items()},
    )


def derive_tree(published: Published, seed: int, data: Progress) -> AreaTree:
    """The whole tree, from the published borders down and the derived micro-grids up."""
    rng = np.random.default_rng(seed)
    hosts = np.array(list(published.hosts.values()), dtype=object)
    streets = plan_streets(published)
    data("scattering the micro-grids", 0.05)
    centres = scatter_centres(streets, published.hosts, rng)
    data("cutting the micro-grids at the real borders", 0.2)
    cells = cut_cells(centres, hosts)
    data("nesting micro-grids in grids, communities and streets", 0.45)
    nesting = nest(centres, streets, neighbours_of(cells), rng)
    data("uniting them upwards", 0.6)
    areas = stacked(layers_of(cells, centres, nesting, streets, published), rng)
    data("numbering the areas", 0.75)
    return number_areas(areas, GRID_VERSION)
