"""yiping as a person runs it: its commands with a home folder of their own, in this process or as installed."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.dashboard.cli.conftest import run

COMMAND = Path(sys.executable).with_name("yiping")


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class CommandLine:
    home: Path

    def run(self, *arguments: str | Path, expect: int | None = 0) -> Ended:
        """The command in this process, which saves starting Python: the same application, arguments and output."""
        done = run(self.home, *map(str, arguments))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return _checked(Ended(done.exit_code, done.stdout, done.stderr), arguments, expect)

    def run_installed(self, *arguments: str | Path, expect: int | None = 0) -> Ended:
        """The installed command in a process of its own."""
        environment = {**os.environ, "YIPING_HOME": str(self.home), "NO_COLOR": "1", "COLUMNS": "200"}
        done = subprocess.run(
            [str(COMMAND), *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        return _checked(Ended(done.returncode, done.stdout, done.stderr), arguments, expect)

    def kpi(self, key: str, *arguments: str) -> dict[str, Any]:
        """The answer of `yiping kpi KEY … --json`, which must be one JSON object and nothing else."""
        return dict(json.loads(self.run("kpi", key, *arguments, "--json").stdout))


def _checked(done: Ended, arguments: tuple[str | Path, ...], expect: int | None) -> Ended:
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    if expect is not None:
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
