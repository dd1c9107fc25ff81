"""A server whose store was damaged under it ends, is started again by its supervisor, and has made the store anew."""

import time
from pathlib import Path

import httpx
import pytest

from queries.store.damage import note_damage
from tests.faults.test_killed_server import serve


@pytest.mark.timeout(120)
def test_a_damage_met_while_serving_is_mended_by_a_new_start(home: Path) -> None:
    served = serve(home)
    try:
        note_damage(served.folder, "a page of the file has another checksum")
        until = time.monotonic() + 60
        while not list(served.folder.glob("store.duckdb.broken-*")):
            assert time.monotonic() < until
            time.sleep(0.1)
        served.back()
        body = httpx.get(f"{served.url}/api/v1/kpi?key=reported", timeout=20, trust_env=False).json()
        assert body["value"] == 6
    finally:
        served.parent.terminate()
        _, log = served.parent.communicate(timeout=60)
    assert "checksum" in log
    assert "starting it again" in log
    assert "set aside" in log
