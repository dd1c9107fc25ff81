"""The area tree on disk: `areas.parquet`, GeoParquet holding every area of every grid version."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geodata.areas.area_tree import NOWHERE, ROOT, Area, AreaTree
from geodata.areas.grid_versions import AREAS_FILE, version_in_force
from geodata.areas.outline_folder import outlines_of
from geodata.areas.packed_outlines import PackedOutlines

__all__ = ["AREAS_FILE", "NOWHERE", "ROOT", "Area", "AreaTree", "read_tree", "write_tree"]

_GEOPARQUET = {
    "version": "1.0.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Polygon", "MultiPolygon"]}},
}
_NUMBERS = {
    "area_id": pa.int32(),
    "last_id": pa.int32(),
    "parent_id": pa.int32(),
    "level": pa.int8(),
    "code": pa.string(),
    "name": pa.string(),
    "lon": pa.float64(),
    "lat": pa.float64(),
    "west": pa.float64(),
    "south": pa.float64(),
    "east": pa.float64(),
    "north": pa.float64(),
    "area_km2": pa.float64(),
    "population": pa.float64(),
    "basis": pa.string(),
    "demand_weight": pa.float64(),
}
_SCHEMA = pa.schema(
    [
        *_NUMBERS.items(),
        ("grid_version", pa.string()),
        ("effective_from", pa.date32()),
        ("effective_to", pa.date32()),
        ("geometry", pa.binary()),
    ],
    metadata={"geo": json.dumps(_GEOPARQUET)},
)


def read_tree(folder: Path, grid_version: str | None = None) -> AreaTree:
    """Tree of a city folder: of the grid version named, else of the one in force (see grid_versions).

    Numbers are read now, outlines at the first need. Raises CityMissing and UnknownGridVersion.
    """
    version = version_in_force(folder, grid_version)
    file = folder / AREAS_FILE
    table = pq.read_table(file, columns=list(_NUMBERS), filters=[("grid_version", "=", version)])
    return _tree_of(table, version, partial(_read_geometries, file, version))


def write_tree(
    folder: Path, tree: AreaTree, *, effective_from: date | None = None, effective_to: date | None = None
) -> None:
    """Add `tree` to the folder's areas file, replacing what the file holds of the same grid version.

    The version is in force from `effective_from` to `effective_to`, both inclusive city days; None is open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / AREAS_FILE
    table = _table_of(tree, effective_from, effective_to)
    if file.is_file():
        others = pq.read_table(file, schema=_SCHEMA, filters=[("grid_version", "!=", tree.grid_version)])
        table = pa.concat_tables([others.replace_schema_metadata(_SCHEMA.metadata), table])
    unfinished = file.with_suffix(".part")
    pq.write_table(table, unfinished, compression="zstd")
    unfinished.replace(file)


def _table_of(tree: AreaTree, effective_from: date | None, effective_to: date | None) -> Any:
    west, south, east, north = tree.bbox.T
    rows = len(tree)
    columns: dict[str, Any] = {
        name: getattr(tree, name) for name in _NUMBERS if name not in ("west", "south", "east", "north")
    }
    columns |= {"west": west, "south": south, "east": east, "north": north, "grid_version": [tree.grid_version] * rows}
    columns |= {"effective_from": [effective_from] * rows, "effective_to": [effective_to] * rows}
    columns["geometry"] = shapely.to_wkb(tree.geometries)
    arrays = [
        pa.array(columns[field.name], type=field.type, from_pandas=field.name in ("population", "demand_weight"))
        for field in _SCHEMA
    ]
    return pa.Table.from_arrays(arrays, schema=_SCHEMA)


def _tree_of(table: Any, version: str, load_geometries: Callable[[], PackedOutlines]) -> AreaTree:
    column = {name: table.column(name).to_numpy() for name in _NUMBERS}
    for name in ("name", "basis"):
        column[name] = _sharing_equal_texts(table.column(name))
    return AreaTree(
        last_id=column["last_id"],
        parent_id=column["parent_id"],
        level=column["level"],
        code=column["code"],
        name=column["name"],
        lon=column["lon"],
        lat=column["lat"],
        bbox=np.column_stack([column[side] for side in ("west", "south", "east", "north")]),
        area_km2=column["area_km2"],
        population=column["population"].astype(float),
        basis=column["basis"],
        demand_weight=column["demand_weight"].astype(float),
        grid_version=version,
        load_geometries=load_geometries,
    )


def _sharing_equal_texts(column: pa.ChunkedArray) -> NDArray[np.object_]:
    encoded = column.combine_chunks().dictionary_encode()
    found: NDArray[np.object_] = encoded.dictionary.to_numpy(zero_copy_only=False)[encoded.indices.to_numpy()]
    return found


def _read_geometries(file: Path, version: str) -> PackedOutlines:
    def read() -> pa.BinaryArray:
        stored = pq.read_table(file, columns=["geometry"], filters=[("grid_version", "=", version)])
        return stored.column("geometry").combine_chunks()

    return outlines_of(file, version, read)
