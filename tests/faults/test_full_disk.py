"""A disk that is really full, under landing/ and under the store: what was acknowledged is there once it has room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.on_a_small_disk import STAYS

SEEDS = [pytest.param(seed, marks=[] if seed == STAYS else pytest.mark.soak) for seed in range(102)]
MOUNT = 'mount -t tmpfs -o size=24m tmpfs "$1" && exec "$2" -m tests.faults.on_a_small_disk "$1" "$3" 0'


def in_a_small_disk(folder: Path, seed: int) -> "subprocess.CompletedProcess[str]":
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, "sh"]
    command += [str(folder), sys.executable, str(seed)]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


@pytest.fixture(scope="module")
def small_disks(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("disk")
    try:
        tried = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("this machine has no unshare, which makes a small disk")
    if tried.returncode:
        pytest.skip(f"this machine lets nobody make a small disk: {tried.stderr.strip()}")


@pytest.mark.usefixtures("small_disks")
@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_full_disk_everything_acknowledged_is_there_and_nothing_else(tmp_path: Path, seed: int) -> None:
    done = in_a_small_disk(tmp_path, seed)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert "error" not in found, found
    assert not found["traceback"], found["traceback"]
    assert found["differences"] == []
    assert found["held"] == [f"{number:06}" for number in range(found["acknowledged"])], found["said"]
    if found["stayed"] is not None:
        assert found["stayed"] == [f"{found['acknowledged']} applied, 0 waiting"]
