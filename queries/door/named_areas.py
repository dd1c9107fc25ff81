"""Lists of cases as they leave the door: the codes and names of areas in the place of their numbers."""

from __future__ import annotations

import pyarrow as pa

from geodata.areas.area_tree import AreaTree


def with_named_areas(table: pa.Table, tree: AreaTree) -> pa.Table:
    """Cases with area_code and area_name instead of area_id, and lon and lat where they are trusted."""
    if "area_id" not in table.column_names:
        return table
    rows = table.column("area_id").to_numpy() - 1
    place = table.column_names.index("area_id")
    table = table.set_column(place, "area_code", pa.array(tree.code[rows], pa.string()))
    table = table.add_column(place + 1, "area_name", pa.array(tree.name[rows], pa.string()))
    renamed = {"trusted_lon": "lon", "trusted_lat": "lat"}
    return table.rename_columns([renamed.get(name, name) for name in table.column_names])
