"""For all tests: how they are ordered and kept from slowing each other down."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator, Sequence
from typing import Any
from unittest import mock

import duckdb
import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

# No property has a deadline, because machines are noisy; `pytest --timeout` ends what hangs.
settings.register_profile("yiping", deadline=None)
settings.load_profile("yiping")

BROWSER = "tests/browser/"
SHARED = "shared"
"""Marks tests of the city files beside the checkout."""
NEIGHBOURS = "neighbours"
"""Marks tests beside which other servers run: nginx, a provider of identities."""
MISSING = {SHARED: "the city files of ../shared are missing", NEIGHBOURS: "what `make neighbours` installs is missing"}
LONGEST_FIRST = (
    "tests/browser/test_screens.py",
    "tests/acceptance/test_published.py",
    "tests/dashboard/simulator/",
    "tests/browser/test_map_layers_cases.py",
    "tests/browser/test_cells.py",
    "tests/browser/test_ground.py",
    "tests/browser/test_live.py",
    "tests/house/test_recipes.py",
    BROWSER,
    "tests/faults/test_killed_server.py",
    "tests/dashboard/api/parameters/test_odd_parameters.py",
    "tests/dashboard/api/test_canaries.py",
    "tests/queries/door/test_scoped_answers.py",
    "tests/dashboard/access/test_scoped_walk.py",
    "tests/dashboard/screens/",
    "tests/geodata/test_cell_tiles.py",
    "tests/queries/intake/",
    "tests/dashboard/cli/",
    "tests/faults/",
    "tests/acceptance/",
)
"""Long files and folders, in this order: no process is left alone with one of them at the end."""

IN_ONE_PROCESS = ("tests/dashboard/simulator/",)
"""Folders of which all files ask about the same sixty simulated days, which take seconds to draw."""


def _whole(nodeid: str) -> str:
    """What stays in one process with this test: its file, or its folder."""
    return next((folder for folder in IN_ONE_PROCESS if nodeid.startswith(folder)), nodeid.split("::", maxsplit=1)[0])


class WholeFiles(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file stays in one process, and so do all files of a folder of IN_ONE_PROCESS.

    Every second process takes files of the browser as long as there are any, and the others what computes: both cores
    are busy all the time, and a process starts its browser once, which lasts from one of its files to the next.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _whole(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        of_browser = int(node.gateway.id.removeprefix("gw")) % 2 == 0
        liked = next((file for file in self.workqueue if file.startswith(BROWSER) == of_browser), None)
        if liked is not None:
            self.workqueue.move_to_end(liked, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """For `--dist loadfile`."""
    return WholeFiles(config, log) if config.getoption("dist") == "loadfile" else None


def _place(path: str) -> int:
    return next((number for number, name in enumerate(LONGEST_FIRST) if path.startswith(name)), len(LONGEST_FIRST))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; a file stays whole and in its own order."""
    files = sorted({_whole(item.nodeid): None for item in items}, key=_place)
    places = {file: number for number, file in enumerate(files)}
    items.sort(key=lambda item: places[_whole(item.nodeid)])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names every test that was left out because the data or the programs beside the checkout are missing."""
    for mark, why in MISSING.items():
        if lines := left_out(terminalreporter.stats.get("skipped", []), mark):
            terminalreporter.section(f"NOT RUN: {why}", yellow=True)
            for line in lines:
                terminalreporter.write_line(line)


def left_out(skipped: Sequence[pytest.TestReport], mark: str = SHARED) -> list[str]:
    """A line for each skipped test with a mark, with the reason."""
    reasons = {
        one.nodeid: one.longrepr[2] if isinstance(one.longrepr, tuple) else ""
        for one in skipped
        if mark in one.keywords
    }
    return [f"{name}  {reason.removeprefix('Skipped: ')}" for name, reason in reasons.items()]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays: looking through it for garbage again and again takes seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def one_thread_for_each_database() -> Iterator[None]:
    """DuckDB answers with one thread in a test process: several processes share the processors as it is, and for
    the few rows of a test city handing work to a second thread costs a fifth of the time."""
    connect = duckdb.connect

    def connected(database: str = ":memory:", **options: Any) -> duckdb.DuckDBPyConnection:
        return connect(database, **{**options, "config": {"threads": 1, **options.get("config", {})}})

    with mock.patch.object(duckdb, "connect", connected):
        yield


@pytest.fixture(scope="session", autouse=True)
def plugins_of_dash_are_looked_for_once() -> Iterator[None]:
    """Each application would look through the metadata of all installed packages for them: a quarter of what making
    one costs. None is installed here, and none is while tests run."""
    if hooks := sys.modules.get("dash._hooks"):
        hooks.HooksManager.register_setuptools()
        with mock.patch.object(hooks.HooksManager, "_registered", True):
            yield
    else:
        yield
