"""Load generators in processes of their own, and how much of the machine each process used."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Used:
    """cpu: seconds of processor per second, 1.0 is one core."""

    cpu: float = 0.0


def seconds_used(pid: int) -> float:
    """Processor seconds of a process so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> int:
    """Memory of a process that lies in the machine's, in millions of bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024 // 1_000_000


@contextmanager
def watching(pid: int) -> Iterator[Used]:
    """What a process uses within the block."""
    used, began, before = Used(), time.perf_counter(), seconds_used(pid)
    yield used
    used.cpu = (seconds_used(pid) - before) / (time.perf_counter() - began)


def own_seconds() -> float:
    """Processor seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Generator:
    """`python -m module` with one JSON object as its argument. It makes itself ready and begins when it is told to."""

    def __init__(self, module: str, body: dict[str, Any]) -> None:
        self.module = module
        command = [sys.executable, "-m", module, json.dumps(body)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def begin(self) -> None:
        """Wait until it is ready and let it begin."""
        given, said = self.process.stdin, self.process.stdout
        if given is None or said is None or said.readline().strip() != "ready":
            raise SystemExit(f"a load generator did not get ready: {self.module}")
        given.write("begin\n")
        given.flush()

    def runs(self) -> bool:
        return self.process.poll() is None


@contextmanager
def generator(module: str, **body: Any) -> Iterator[Generator]:
    """A load generator, ended with the block."""
    made = Generator(module, body)
    try:
        yield made
    finally:
        if made.runs():
            made.process.terminate()
        made.process.wait(timeout=30)


def result_of(made: Generator) -> dict[str, Any]:
    """The JSON object that a generator prints at its end. Raises SystemExit when it failed."""
    said, _ = made.process.communicate()
    if made.process.returncode != 0:
        raise SystemExit(f"a load generator failed: {made.module}")
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found
