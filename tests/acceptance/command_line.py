"""yiping as a person runs it: the installed command, in a process and a home folder of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("yiping")


@dataclass(frozen=True)
class CommandLine:
    home: Path

    def run(self, *arguments: str | Path, expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "YIPING_HOME": str(self.home), "NO_COLOR": "1", "COLUMNS": "200"}
        done = subprocess.run(
            [str(COMMAND), *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        if expect is not None:
            assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def kpi(self, key: str, *arguments: str) -> dict[str, Any]:
        """The answer of `yiping kpi KEY … --json`, which must be one JSON object and nothing else."""
        return dict(json.loads(self.run("kpi", key, *arguments, "--json").stdout))
