"""Whatever the umask, a city's files are for their owner only, from its founding to deliveries to the server."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.cities.six_cases.files import AREA_OPTIONS, CASE_FILE

ONE_AFTER_THE_OTHER = """
import json, os, sys
from dashboard.cli import main
for words in json.loads(sys.argv[1]):
    os.umask(0)
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
"""


def open_to_others(folder: Path) -> list[str]:
    """The folder and whatever lies in it, with their modes, that anybody but the owner may use."""
    found = [folder, *folder.rglob("*")]
    return [f"{path.relative_to(folder)} {stat.S_IMODE(path.stat().st_mode):o}" for path in found if wide(path)]


def wide(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except FileNotFoundError:  # a temporary file of the running server
        return False


def test_a_city_lives_a_whole_life_with_umask_000(tmp_path: Path) -> None:
    port = free_port()
    variables = {**os.environ, "YIPING_HOME": str(tmp_path / "data"), "YIPING_CITY": ""}

    def yiping(*commands: list[str]) -> list[str]:
        return [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(commands)]

    made = yiping(
        ["init", "tiny", *AREA_OPTIONS, "--zone", "America/New_York"],
        ["load", str(CASE_FILE), "--city", "tiny"],
        ["source", "add", "app", "--city", "tiny"],
    )
    done = subprocess.run(made, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    key = done.stdout.splitlines()[-1]
    city = next((tmp_path / "data").rglob("store.duckdb")).parent
    assert not open_to_others(city)
    server = subprocess.Popen(
        yiping(["serve", "--city", "tiny", "--port", str(port)]),
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        deliver(port, key)
        drop = city / "drop" / "app"
        drop.mkdir(parents=True, exist_ok=True, mode=0o700)
        (drop / "bad.csv").write_bytes(b"\x00\x01 no cases here")
        until = time.monotonic() + 20
        while (drop / "bad.csv").exists() and time.monotonic() < until:
            time.sleep(0.2)
        assert (city / "store.duckdb").exists()
        assert not open_to_others(city)
    finally:
        server.terminate()
        server.communicate(timeout=60)
    assert not open_to_others(city)


def deliver(port: int, key: str) -> None:
    """A POST that is taken, once the server is there."""
    row = {"source_id": "p1", "reported_at": "2011-07-30T09:00:00-04:00", "title": "13987654321"}
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.post(
                f"http://127.0.0.1:{port}/api/v1/events",
                headers={"Authorization": f"Bearer {key}"},
                content=json.dumps([row]),
            )
            if answer.status_code == 202:
                return
        time.sleep(0.3)
    raise AssertionError("no delivery was taken")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
