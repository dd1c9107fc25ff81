"""The keys of many cases are read without taking many times their size on the way."""

import tracemalloc
from pathlib import Path

import duckdb
import numpy as np

from queries.store.case_keys import CaseKeys

CASES, VERSIONS, OF_OTHERS = 400_000, 100_000, 5
BYTES_OF_A_CASE, BYTES_OF_A_VERSION = 16, 8


def cases_in(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{folder / 'cases.duckdb'}' AS city")
    connection.execute(
        "CREATE TABLE city.events AS SELECT 'case-' || range AS source_id, (113 + range % 1000 / 1e5)::DOUBLE AS lon, "
        "CASE WHEN range % 10 > 0 THEN 34.7::DOUBLE END AS lat, "
        "CASE WHEN range < $most THEN 'hotline' ELSE 'patrol' END "
        "AS source FROM range($every)",
        {"most": CASES, "every": CASES + OF_OTHERS},
    )
    connection.execute(
        "CREATE TABLE city.event_history AS SELECT 'case-' || range AS source_id, range AS version, "
        "hash(range) AS row_hash, 'hotline' AS source FROM range($most)",
        {"most": VERSIONS},
    )
    return connection


def test_keys_are_read_with_little_more_than_their_own_size_beside_them(tmp_path: Path) -> None:
    with cases_in(tmp_path) as connection:
        tracemalloc.start()
        found = CaseKeys().of("hotline", connection)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    held = BYTES_OF_A_CASE * CASES + BYTES_OF_A_VERSION * VERSIONS
    assert peak < 2.2 * held
    assert len(found.keys) == len(found.rows) == found.tail == CASES
    assert (np.diff(found.keys.astype(object)) > 0).all()
    assert sorted(found.rows.tolist()) == list(range(CASES))
    assert (len(found.past), int(found.on_points.sum())) == (VERSIONS, CASES * 9 // 10)
