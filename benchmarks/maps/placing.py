"""Placing points in 107,158 micro-grids: yiping's Placer against Shapely's STRtree and geopandas.sjoin, same points."""

from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from benchmarks.timing import repeated, save, timed
from geodata.areas.area_tree import AreaTree
from geodata.placing.placer import Placer

Numbers = NDArray[np.int32]


def points(tree: AreaTree, count: int, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of the city: around micro-grid centres drawn evenly, so that most lie where people are; some outside."""
    random = np.random.default_rng(seed)
    deepest = tree.at_level(tree.depth)
    chosen = random.choice(deepest, count) - 1
    return tree.lon[chosen] + random.normal(0, 8e-4, count), tree.lat[chosen] + random.normal(0, 8e-4, count)


def by_strtree(tree: AreaTree, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Numbers:
    deepest = tree.at_level(tree.depth)
    index = shapely.STRtree(tree.geometry(deepest))
    point, cell = index.query(shapely.points(lon, lat), predicate="intersects")
    found = np.full(len(lon), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(found, point, deepest[cell])
    return np.where(found == np.iinfo(np.int32).max, 0, found).astype(np.int32)


def by_sjoin(tree: AreaTree, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Numbers:
    deepest = tree.at_level(tree.depth)
    cells = gpd.GeoDataFrame({"area_id": deepest}, geometry=tree.geometry(deepest), crs=4326)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    joined: pd.DataFrame = gpd.sjoin(frame, cells, how="left", predicate="intersects")
    return joined.groupby(level=0)["area_id"].min().fillna(0).to_numpy(dtype=np.int32)


def run(city: Path, tree: AreaTree, *, quick: bool) -> None:
    """Print and save the comparison; quick: fewer points."""
    count = 200_000 if quick else 1_820_000
    lon, lat = points(tree, count)
    build, placer = timed(lambda: Placer(tree))
    ours = repeated(lambda: placer.place(lon, lat), 5)
    answer = placer.place(lon, lat)
    others = {}
    for name, method in (("strtree", by_strtree), ("sjoin", by_sjoin)):
        seconds, found = timed(partial(method, tree, lon, lat))
        others[name] = {"seconds": seconds, "ratio": seconds / ours.median, "different": int((found != answer).sum())}
    print(f"placing {count:,} points in {city.name}: build {build:.2f} s, place {ours.median:.3f} s")
    for name, other in others.items():
        print(f"  {name}: {other['seconds']:.2f} s, {other['ratio']:.1f} times ours, different {other['different']}")
    save("placing", {"points": count, "build_s": build, "place_s": ours.median, **others})
