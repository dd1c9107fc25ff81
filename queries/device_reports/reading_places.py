"""What is stored of a reading beside what it says: its minute, its day and hour in the city, where its grid lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import ROOT
from geodata.placing.placer import Placer
from geodata.placing.special_grid_areas import area_around
from queries.calendar.zones import HOUR, zone_named

MINUTE = HOUR // 60


def as_readings(table: pa.Table, grids: SpecialGrids, placer: Placer, zone: str) -> pa.Table:
    """The table with special grids by their codes, device and special_grid empty instead of null, and the columns
    `minute` (the end of the minute of its measurement, naive UTC, so that nothing is known before it was measured),
    `reading_day`, `reading_hour` and `area_id`. A special grid that the city does not have keeps what was written."""
    known = _places(grids)
    written = table.column("special_grid").fill_null("").to_pylist()
    area = {text: area_around(grids, known[text], placer) if text in known else ROOT for text in set(written)}
    code = {text: str(grids.code[known[text]]) if text in known else text for text in area}
    measured = table.column("measured_at").cast(pa.int64()).to_numpy()
    day, hour = zone_named(zone).day_and_hour(measured)
    filled = {
        "device": pc.fill_null(table.column("device"), ""),
        "special_grid": pa.array([code[text] for text in written], pa.string()),
        "minute": pa.array(-(-measured // MINUTE) * MINUTE).cast(pa.timestamp("us")),
        "reading_day": pa.array(day).cast(pa.date32()),
        "reading_hour": pa.array(hour),
        "area_id": pa.array(np.array([area[text] for text in written], dtype=np.int32)),
    }
    others = {name: table.column(name) for name in table.column_names if name not in filled}
    return pa.table(others | filled)


@lru_cache(maxsize=8)
def _places(grids: SpecialGrids) -> Mapping[str, int]:
    """The place of each special grid by code, and by name where only one has it."""
    held = Counter(grids.name.tolist())
    by_name = {str(name): place for place, name in enumerate(grids.name) if held[name] == 1}
    return by_name | {str(code): place for place, code in enumerate(grids.code)}
