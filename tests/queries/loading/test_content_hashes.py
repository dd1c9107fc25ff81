"""A row of a small delivery has the hash that it has among thousands: a rebuild reads it in larger pieces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.conversion.canonical import CONTENT
from queries.loading.versions import content_hashes as hashing

VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    pa.timestamp("us"): st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.uint8(): st.integers(0, 255),
}


@st.composite
def contents(draw: st.DrawFn) -> dict[str, pa.Array]:
    rows = draw(st.integers(1, 4))
    names = ["source_id", *draw(st.lists(st.sampled_from(CONTENT.names[1:]), unique=True, max_size=12))]
    found = {}
    for name in names:
        kind = CONTENT.field(name).type
        one = VALUES[kind] if name == "source_id" else st.none() | VALUES[kind]
        found[name] = pa.array(draw(st.lists(one, min_size=rows, max_size=rows)), kind)
    return found


@given(contents())
def test_few_rows_have_the_hashes_that_they_have_among_many(content: dict[str, pa.Array]) -> None:
    copies = hashing.FEW_ROWS + 1
    many = {name: pa.concat_arrays([column] * copies) for name, column in content.items()}
    rows = len(content["source_id"])
    with duckdb.connect() as cursor:
        few, among_many = (hashing.content_hashes(some, cursor) for some in (content, many))
    for name in ("row_hash", "key"):
        assert few[name].to_pylist() == among_many[name].slice(0, rows).to_pylist()


@pytest.mark.parametrize("rows", [2, hashing.FEW_ROWS + 2])
def test_what_a_case_says_changes_its_hash_and_an_empty_column_does_not(rows: int) -> None:
    numbers = pa.array(["a"] * rows)
    with duckdb.connect() as cursor:
        plain, more, other = (
            hashing.content_hashes(content, cursor)["row_hash"].to_numpy()
            for content in (
                {"source_id": numbers, "title": pa.array(["x"] * rows)},
                {"source_id": numbers, "title": pa.array(["x"] * rows), "text": pa.nulls(rows, pa.string())},
                {"source_id": numbers, "text": pa.array(["x"] * rows)},
            )
        )
    assert np.array_equal(plain, more)
    assert not np.isin(other, plain).any()
