"""Quantiles of many groups at once are those that DuckDB gives group by group."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from queries.kpis.by_level import quantiles_by_group, whole_of_lengths
from queries.kpis.measures import QUANTILES

EACH = "SELECT g, count(*), quantile_cont(length, $share) FROM lengths GROUP BY g ORDER BY g"


@pytest.mark.parametrize("longest", [3, 10**9, 10**13, 2**62])
@pytest.mark.parametrize("share", QUANTILES.values())
def test_quantiles_are_those_of_duckdb(longest: int, share: float) -> None:
    chance = np.random.default_rng(longest % 1000)
    group = chance.integers(1, 130_000, 3_000, dtype=np.int32) // chance.choice([1, 20_000], 3_000).astype(np.int32)
    length = chance.integers(0, longest, 3_000)
    lengths = pa.table({"g": group, "length": length})
    with duckdb.connect() as connection:
        connection.register("lengths", lengths)
        expected = connection.execute(EACH, {"share": share}).fetchnumpy()
    groups, n, values = quantiles_by_group(group, length, share)
    names = list(expected)
    assert groups.tolist() == expected[names[0]].tolist()
    assert n.tolist() == expected[names[1]].tolist()
    np.testing.assert_allclose(values, expected[names[2]], rtol=1e-15)


def test_no_cases_have_no_quantile() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert [len(found) for found in quantiles_by_group(none.astype(np.int32), none, 0.5)] == [0, 0, 0]


def test_the_whole_of_single_members_is_exact() -> None:
    length = [2**62 - 1, 2**62 - 3, 5, None, 7]
    counted = [True, True, True, False, False]
    lengths = {"length": pa.array(length, pa.int64()), "counted": counted, "no_calendar": [False] * 4 + [True]}
    whole = whole_of_lengths(pa.table(lengths))
    assert (whole["n"], whole["total"], whole["left_out"], whole["no_calendar"]) == (3, 2**63 + 1, 2, 1)
    assert whole["quantiles"][0] == float(2**62 - 3)
    assert whole_of_lengths(pa.table(lengths).slice(0, 0))["n"] == 0
