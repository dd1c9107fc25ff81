"""Estimates of memory come near to what answers take; the shares of the budget add up to the whole."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from queries.budget.memory_budget import FIXED, LEAST, MOST, SHARES, STORE_FILE, MemoryBudget
from queries.budget.weights import Rows, weight_of_rows


@pytest.mark.parametrize(
    "make",
    [
        lambda number: (number * 1_000_003, float(number), f"category {number}"),
        lambda number: (f"上报 {number}" * 3, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number), None),
        lambda number: (number + 10**6, [number / 3, number / 7, number / 9]),
    ],
)
def test_the_estimate_is_near_to_what_rows_take(make: Callable[[int], tuple[object, ...]]) -> None:
    tracemalloc.start()
    rows: Rows = tuple(make(number) for number in range(5_000))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.7 * taken < weight_of_rows((("a", "b", "c"), rows)) < 1.5 * taken


def test_no_rows_weigh_little_and_more_rows_weigh_more() -> None:
    weights = [weight_of_rows((("a",), tuple((str(number),) for number in range(rows)))) for rows in (0, 1, 10, 1000)]
    assert weights[0] < 500
    assert weights == sorted(weights)


def test_the_shares_are_the_whole_budget() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)
    budget = MemoryBudget(1_000_000_000)
    assert sum(budget.share(part) for part in SHARES) == pytest.approx(budget.total, abs=len(SHARES))


@pytest.mark.parametrize(
    ("size", "total"), [(None, LEAST), (150_000_000, LEAST), (1_000_000_000, FIXED + 500_000_000), (10**11, MOST)]
)
def test_a_large_store_gets_more(tmp_path: Path, size: int | None, total: int) -> None:
    if size is not None:
        with (tmp_path / STORE_FILE).open("wb") as file:
            file.truncate(size)
    assert MemoryBudget.suited_to(tmp_path).total == total
