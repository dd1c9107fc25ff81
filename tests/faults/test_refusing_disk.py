"""A disk that is read-only or full is told from damage: the store is left alone, and reading goes on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.test_full_disk import small_disks

__all__ = ["small_disks"]
RUN = '"$2" -m tests.faults.on_a_refusing_disk'
STEPS = {
    "read-only": f'{RUN} build "$1" && mount -o remount,ro "$1" && {RUN} read "$1"',
    "full": f'{RUN} build "$1" && {RUN} fill "$1" && {RUN} read "$1"',
}


def on_a_disk(folder: Path, steps: str) -> dict[str, Any]:
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    command += [f'mount -t tmpfs -o size=24m tmpfs "$1" && {steps}', "sh", str(folder), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.usefixtures("small_disks")
@pytest.mark.parametrize("disk", ["full", pytest.param("read-only", marks=pytest.mark.soak)])
def test_a_store_on_a_disk_that_takes_nothing_is_not_called_damaged_and_answers(tmp_path: Path, disk: str) -> None:
    found = on_a_disk(tmp_path, STEPS[disk])
    assert found["value"] == found["again"] == 20
    assert "takes nothing" in found["said"][0]
    assert found["refused"], "a delivery that cannot be kept is refused"
    assert f" is {disk}: what is stored is whole and can be asked; make" in found["load"]
    assert "Nothing could be loaded.\n" in found["load"], "no advice about the columns of the file"
    assert "store.duckdb" in found["files"]
    assert not [name for name in found["files"] if "broken" in name or name == "store.damaged"]
