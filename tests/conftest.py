"""For all tests: how they are ordered and kept from slowing each other down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import duckdb
import pytest
from hypothesis import settings

# No property has a deadline, because machines are noisy; `pytest --timeout` ends what hangs.
settings.register_profile("yiping", deadline=None)
settings.load_profile("yiping")

LONGEST_FIRST = (
    "tests/browser/test_screens.py",
    "tests/acceptance/test_published.py",
    "tests/browser/test_map_layers_cases.py",
    "tests/browser/test_cells.py",
    "tests/browser/test_ground.py",
    "tests/geodata/test_cell_tiles.py",
    "tests/browser/test_live.py",
    "tests/house/test_recipes.py",
    "tests/browser/",
    "tests/faults/test_killed_server.py",
    "tests/queries/intake/",
    "tests/dashboard/cli/",
    "tests/dashboard/simulator/",
    "tests/faults/",
    "tests/acceptance/",
)
"""Long files and folders, in this order: no process is left alone with one of them at the end, and those that wait
(browser, servers) run beside those that compute."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; a file stays whole and in its own order."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name)), 99))


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_each_database() -> Iterator[None]:
    """DuckDB answers with one thread in a test process: several processes share the processors as it is, and for
    the few rows of a test city handing work to a second thread costs a fifth of the time."""
    connect = duckdb.connect

    def connected(database: str = ":memory:", **options: Any) -> duckdb.DuckDBPyConnection:
        return connect(database, **{**options, "config": {"threads": 1, **options.get("config", {})}})

    with mock.patch.object(duckdb, "connect", connected):
        yield
