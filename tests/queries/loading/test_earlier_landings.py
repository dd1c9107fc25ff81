"""What earlier programs left in landing/, written here by hand as they wrote it: a start and a rebuild read it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.city_context import CityContext
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered
from tests.cities.builder import found_city

FILE_FIRST, ROWS_SECOND = "20250601T080000.000000Z-0a0a0a0a", "20260101T080000.000000Z-0b0b0b0b"
COUNTS = "SELECT source_id, CAST(reported_at AS VARCHAR) FROM city.events ORDER BY source_id"
REFUSED = "SELECT line, reason FROM city.quarantine ORDER BY batch, line"
PLAIN = "reported_at: 'soon' is no time between 1900 and 2100"


def accepted(landing: Path, batch: str, name: str, **about: Any) -> None:
    """A manifest with the keys of its time only."""
    values = {
        "batch": batch,
        "name": name,
        "source": "cases",
        "sha256": hashlib.sha256((landing / name).read_bytes()).hexdigest(),
        "mapping": {},
    }
    (landing / f"{batch}.accepted").write_text(json.dumps(values | about), encoding="utf-8")


def rows_of_its_time(path: Path) -> None:
    """Rows without personal columns, with remarks and reasons that are texts alone and no word of inner or sealed
    columns."""
    about = {
        "names": ["id", "open_dt", "phone"],
        "kept": ["id", "open_dt"],
        "notes": ["Of the archive, a.csv was read."],
    }
    table = pa.table({
        "0": ["2", None],
        "1": ["2024-03-05 10:00", None],
        "line": pa.array([2, 3], pa.int64()),
        "reason": pa.array([None, PLAIN]),
        "raw": pa.array([None, "3,soon"]),
    })  # fmt: skip
    pq.write_table(table.replace_schema_metadata({b"yiping": json.dumps(about)}), path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = found_city(tmp_path / "city", "two_neighbourhoods", profile={"zone": "UTC", "sources": {}})
    landing = found / "landing"
    landing.mkdir(mode=0o700, exist_ok=True)
    (landing / f"{FILE_FIRST}.csv").write_text("id,open_dt\n1,2024-03-04 10:00\n9,\n")
    accepted(
        landing, FILE_FIRST, f"{FILE_FIRST}.csv", kind="file", file="a.csv", recorded_at="2025-06-01T08:00:00+00:00"
    )
    rows_of_its_time(landing / f"{ROWS_SECOND}.parquet")
    accepted(
        landing, ROWS_SECOND, f"{ROWS_SECOND}.parquet", kind="rows", file="b.zip",
        recorded_at="2026-01-01T08:00:00+00:00", delivers="events",
    )  # fmt: skip
    return found


def held(city: CityContext) -> tuple[list[Any], list[Any]]:
    with city.store.cursor() as cursor:
        return cursor.execute(COUNTS).fetchall(), cursor.execute(REFUSED).fetchall()


def test_a_start_and_a_rebuild_read_what_earlier_programs_kept(folder: Path) -> None:
    city, said = open_recovered(folder)
    try:
        cases, refused = held(city)
        assert cases == [("1", "2024-03-04 10:00:00"), ("2", "2024-03-05 10:00:00")]
        assert refused == [(3, "no time of report"), (3, PLAIN)]
        assert not [line for line in said if "cannot be read" in line or "damaged" in line]
        summaries = rebuild(city)
        assert held(city) == (cases, refused)
        assert [dict(one.reasons) for one in summaries] == [
            {"no time of report": 1},
            {"reported_at is no time between 1900 and 2100": 1},
        ]
        assert "Of the archive, a.csv was read." in summaries[1].warnings
    finally:
        city.store.close()
