"""The supervisor with small processes of its own: restarts, refusals, signals, its own death."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SUPERVISE = """
import logging, signal, sys, time
from dashboard.server.supervisor import Child, supervise
for number in (signal.SIGINT, signal.SIGHUP):  # a shell in the background, or nohup, lets its children ignore them
    signal.signal(number, signal.SIG_DFL)
logging.basicConfig(format="%(message)s")
folder = {folder!r}
def child(name, text, first="", **more):
    said = f"print(os.getpid(), file=open({folder!r} + '/{{name}}', 'a'))"
    lines = ("import os, sys, time, signal", first, said, text)
    return Child((sys.executable, "-c", chr(10).join(lines)), name, **more)
sys.exit(supervise([{children}]))
"""
SLEEPS = '"time.sleep(600)"'
Supervised = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    running: list[subprocess.Popen[str]] = []

    def start(children: str) -> "subprocess.Popen[str]":
        code = SUPERVISE.format(folder=str(tmp_path), children=children)
        running.append(subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for one in running:
        one.terminate()
        one.communicate(timeout=60)


def starts(folder: Path, name: str, count: int) -> list[int]:
    """The processes that were started under a name, as soon as there are `count`."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = (folder / name).read_text().split() if (folder / name).exists() else []
        if len(found) >= count:
            return [int(one) for one in found]
        time.sleep(0.02)
    raise AssertionError(f"{name} was not started {count} times")


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def gone(process: int, within: float = 60) -> bool:
    until = time.monotonic() + within
    while lives(process):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_killed_process_is_started_again_and_the_log_says_why(supervised: Supervised, tmp_path: Path) -> None:
    parent = supervised(f'child("server", {SLEEPS}, is_up=lambda process: True)')
    for number in range(1, 4):
        os.kill(starts(tmp_path, "server", number)[-1], signal.SIGKILL)
    starts(tmp_path, "server", 4)
    assert not Path(f"/proc/{starts(tmp_path, 'server', 1)[0]}").exists()  # no zombie
    parent.terminate()
    said = parent.communicate(timeout=60)[1].splitlines()
    assert parent.returncode == 0
    assert len(said) == 3
    assert all("server" in line and "SIGKILL" in line and "again in 0.3 s" in line for line in said)


def test_a_first_process_that_refuses_ends_the_others_with_its_code(supervised: Supervised, tmp_path: Path) -> None:
    refuses = f"while not os.path.exists('{tmp_path}/simulator'): time.sleep(0.02)\nsys.exit(1)"
    parent = supervised(f'child("server", {refuses!r}), child("simulator", {SLEEPS})')
    parent.communicate(timeout=60)
    assert parent.returncode == 1
    assert len(starts(tmp_path, "server", 1)) == 1
    assert gone(starts(tmp_path, "simulator", 1)[0])


def test_an_error_after_it_was_up_is_no_refusal(supervised: Supervised, tmp_path: Path) -> None:
    supervised('child("server", "time.sleep(0.5); sys.exit(1)", is_up=lambda process: True)')
    starts(tmp_path, "server", 2)


def test_one_that_cannot_start_beside_the_first_is_tried_again_ever_later(
    supervised: Supervised, tmp_path: Path
) -> None:
    parent = supervised(f'child("server", {SLEEPS}), child("simulator", "sys.exit(3)"), child("once", "sys.exit(0)")')
    starts(tmp_path, "simulator", 3)
    assert len(starts(tmp_path, "once", 1)) == 1
    assert len(starts(tmp_path, "server", 1)) == 1
    parent.terminate()
    said = parent.communicate(timeout=60)[1]
    assert "exit code 3; starting it again in 0.6 s" in said
    assert "in 1.2 s" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_that_mean_the_end_are_passed_on(supervised: Supervised, tmp_path: Path, number: int) -> None:
    cleaning = f"signal.signal(signal.SIGTERM, lambda *_: (open('{tmp_path}/clean', 'w'), sys.exit(0)))"
    parent = supervised(f'child("server", {SLEEPS}, {cleaning!r}), child("simulator", {SLEEPS})')
    processes = [starts(tmp_path, name, 1)[0] for name in ("server", "simulator")]
    parent.send_signal(number)
    parent.communicate(timeout=60)
    assert parent.returncode == 0
    assert (tmp_path / "clean").exists()
    assert all(gone(process) for process in processes)


def test_a_second_signal_does_not_wait_for_one_that_hangs(supervised: Supervised, tmp_path: Path) -> None:
    parent = supervised(f'child("server", {SLEEPS}, "signal.signal(signal.SIGTERM, signal.SIG_IGN)")')
    hanging = starts(tmp_path, "server", 1)[0]
    parent.terminate()
    time.sleep(0.5)
    assert lives(hanging)
    parent.terminate()
    parent.communicate(timeout=60)
    assert gone(hanging)


def test_processes_end_when_their_supervisor_is_killed(supervised: Supervised, tmp_path: Path) -> None:
    first = "from dashboard.server.supervisor import end_with_parent; end_with_parent()"
    parent = supervised(f'child("server", {SLEEPS}, {first!r}), child("simulator", {SLEEPS}, {first!r})')
    processes = [starts(tmp_path, name, 1)[0] for name in ("server", "simulator")]
    parent.kill()
    parent.communicate(timeout=60)
    assert all(gone(process) for process in processes)
