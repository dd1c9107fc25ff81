"""A checkpoint that finds no memory closes the store, not the city: the server ends, its supervisor starts it again,
and everything acknowledged is there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.dashboard.cli.conftest import wait_for
from tests.faults.feeding import Feeder, UnitFeeder
from tests.faults.starved_server import STARVED
from tests.faults.test_killed_server import Served, add_source, held_as_acknowledged

PATIENCE_S = 150
"""Until a server that has just started runs its first checkpoint, and the next one answers, on a busy machine."""


def starved(served: Served, server: int) -> None:
    """Has the next checkpoint fail, and waits until another server answers."""
    (served.folder / STARVED).touch()
    until = time.monotonic() + PATIENCE_S
    while wait_for(served.folder, served.parent).pid == server:
        assert time.monotonic() < until
        time.sleep(0.1)
    served.back()


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("times", [1, 20])
def test_a_city_whose_checkpoint_finds_no_memory_goes_on_with_nothing_lost(home: Path, times: int) -> None:
    keys = [add_source(home, kind, kind) for kind in ("events", "units")]
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.starved_server", "serve", "--city", "tiny", "--port", "0"],
        env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Served(parent, home / "tiny", wait_for(home / "tiny", parent).url)
    feeders = [Feeder(served.url, keys[0], 1), UnitFeeder(served.url, keys[1], 1)]
    try:
        for feeder in feeders:
            feeder.start()
        for _ in range(times):
            time.sleep(1)
            starved(served, wait_for(served.folder, parent).pid)
        for feeder in feeders:
            feeder.stop()
        answer = httpx.get(f"{served.url}/api/v1/kpi?key=reported", timeout=20, trust_env=False)
    finally:
        parent.terminate()
        _, log = parent.communicate(timeout=60)
    assert parent.returncode == 0, log
    assert answer.status_code == 200
    assert log.count('The store cannot be used any more (IO Error: Database "city" has been invalidated') == times, log
    assert log.count("starting it again") == times
    assert not feeders[0].refusals, log
    held_as_acknowledged(served.folder, *feeders)
