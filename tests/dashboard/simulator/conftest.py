"""A small city of six levels, in the form of the real tree: 4 districts, 3 streets each, … 972 micro-grids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.simulator.cases import Cases, concatenated
from dashboard.simulator.known_state import state_at
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.simulation import Simulation
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AREAS_FILE, AreaTree, read_tree, write_tree
from geodata.city.profile import Level, Profile, write_profile
from geodata.placing.placer import Placer
from geodata.placing.raster_folder import RasterFolder

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, 14:30 in the city

FAN_OUT = (4, 3, 3, 3, 3)


def _name(level: int, code: str) -> str:
    """Communities are villages, or run by a committee whose name the statistics give."""
    if level == 3:
        return f"第{code[-4:]}村" if code.endswith("01") else f"第{code[-4:]}社区居民委员会"
    return f"{'市区街社网微'[level]}{code[-4:]}"


def _rows(level: int, parent: int, code: str, box: tuple[float, float, float, float], rows: list[list[object]]) -> int:
    """Adds the area and everything below it to `rows`, cut into strips; returns the last number used."""
    number = len(rows) + 1
    row: list[object] = [number, parent, level, code, _name(level, code), box]
    rows.append(row)
    last = number
    if level < len(FAN_OUT):
        west, south, east, north = box
        for child in range(FAN_OUT[level]):
            low, high = child / FAN_OUT[level], (child + 1) / FAN_OUT[level]
            part = (west + low * (east - west), south, west + high * (east - west), north)
            if level % 2:
                part = (west, south + low * (north - south), east, south + high * (north - south))
            last = _rows(level + 1, number, f"{code}{child + 1:02d}", part, rows)
    row[0] = last
    return last


@pytest.fixture(scope="session")
def tree() -> AreaTree:
    """The small city."""
    rows: list[list[object]] = []
    _rows(0, 0, "41", (113.4, 34.6, 113.9, 34.9), rows)
    last, parent, level, code, name, box = zip(*rows, strict=True)
    bbox = np.array(box, dtype=float)
    n = len(rows)
    return AreaTree(
        last_id=np.array(last, dtype=np.int32),
        parent_id=np.array(parent, dtype=np.int32),
        level=np.array(level, dtype=np.int8),
        code=np.array(code, dtype=object),
        name=np.array(name, dtype=object),
        lon=bbox[:, [0, 2]].mean(axis=1),
        lat=bbox[:, [1, 3]].mean(axis=1),
        bbox=bbox,
        area_km2=(bbox[:, 2] - bbox[:, 0]) * (bbox[:, 3] - bbox[:, 1]) * 10_000,
        population=np.full(n, np.nan),
        basis=np.full(n, "derived", dtype=object),
        demand_weight=np.full(n, np.nan),
        grid_version="test",
        load_geometries=lambda: np.asarray(shapely.box(*bbox.T), dtype=object),
    )


@pytest.fixture(scope="session")
def simulation(tree: AreaTree) -> Simulation:
    """The small city with its usual seed."""
    return Simulation(tree)


@pytest.fixture(scope="session")
def lives(simulation: Simulation) -> Cases:
    """Sixty days of whole lives, up to and with the day of NOW."""
    return concatenated([cases for _, cases in simulation.days(NOW.date() - timedelta(days=59), NOW.date())])


@pytest.fixture(scope="session")
def known(lives: Cases, tree: AreaTree) -> pd.DataFrame:
    """What is known of them at NOW, as the table that is loaded."""
    frame: pd.DataFrame = table_of(state_at(lives, microseconds(NOW)), tree).to_pandas()
    return frame


@pytest.fixture(scope="session")
def city_folder(tree: AreaTree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small city, its raster and no cases; copy it before loading into it."""
    folder = tmp_path_factory.mktemp("cities") / "small"
    folder.mkdir()
    levels = ("city", "district", "street", "community", "grid", "micro_grid")
    profile = Profile(
        name="small", title_zh="小城", title_en="Small city", zone="Asia/Shanghai", simulated=True,
        levels=tuple(Level(key=key, zh=key, en=key) for key in levels),
    )  # fmt: skip
    write_profile(profile, folder)
    write_tree(folder, tree)
    Placer(read_tree(folder), RasterFolder(folder / AREAS_FILE))
    return folder
