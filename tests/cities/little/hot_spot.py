"""The history of the little city with a hot spot: on one Tuesday many cases more in one of its smallest areas."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from tests.cities.little.areas import area_tree
from tests.cities.little.history import history

MANY = 150
TUESDAY = (date(2026, 11, 17), date(2026, 11, 17))


def planted() -> pa.Table:
    """Sixty days, and 150 cases more on one Tuesday, all in one smallest area."""
    tree, table = area_tree(), history()
    leaf = next(area for area in tree if area.is_leaf and area.level == tree.depth)
    west, south, east, north = leaf.bbox
    added = table.slice(0, MANY)
    day = datetime(2026, 11, 17, 2, tzinfo=UTC).replace(tzinfo=None)
    times = [day + timedelta(minutes=minute) for minute in range(MANY)]
    changes = {
        "source_id": [f"HOT{number}" for number in range(MANY)],
        "reported_at": pa.array(times, pa.timestamp("us")),
        "lon": pa.array(np.linspace(west, east, MANY + 2)[1:-1]),
        "lat": pa.array(np.linspace(south, north, MANY + 2)[1:-1]),
    }
    for name, values in changes.items():
        place = added.column_names.index(name)
        added = added.set_column(place, name, pa.array(values) if isinstance(values, list) else values)
    for name in [one for one in added.column_names if one.endswith("_at") and one not in changes]:
        place = added.column_names.index(name)
        added = added.set_column(place, name, pa.nulls(MANY, added.schema.field(name).type))
    return pa.concat_tables([table, added.cast(table.schema)])
