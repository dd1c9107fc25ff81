"""Ctrl-C ends a command silently with exit code 130, wherever it stands, and leaves the city as it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.dashboard.cli.conftest import LISTENING, Yiping, process


def interrupted(home: Path, preparation: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """One command in a process of its own that interrupts itself, as the preparation says."""
    program = f"import os, signal\n{LISTENING}\n{preparation}\nfrom dashboard.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": ""},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


IN_THE_DATABASE = """
import threading
from queries.store.store import Store
opened = Store.open
def long_statement(*args, **options):
    store = opened(*args, **options)
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with store.cursor() as cursor:
        cursor.execute("SELECT sum(a.range * b.range) FROM range(10_000_000) a, range(10_000_000) b").fetchall()
    return store
Store.open = long_statement
"""
WHILE_IMPORTING = """
import builtins
original = builtins.__import__
def importing(name, *rest, **named):
    if name == "{name}":
        os.kill(os.getpid(), signal.SIGINT)
    return original(name, *rest, **named)
builtins.__import__ = importing
"""
SWALLOWED = """
import dashboard.commands.city_commands as commands
def asks(self, given):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        raise ValueError("what a library made of it") from None
commands.CityCommands.kpi = asks
"""


@pytest.mark.parametrize(
    "preparation",
    [
        pytest.param(IN_THE_DATABASE, id="in the database"),
        pytest.param(WHILE_IMPORTING.format(name="typer"), id="while the program is imported"),
        pytest.param(WHILE_IMPORTING.format(name="queries.city"), id="while a command imports"),
        pytest.param(SWALLOWED, id="made another error on its way"),
    ],
)
def test_ctrl_c_is_silent_at_any_moment(home: Path, preparation: str) -> None:
    done = interrupted(home, preparation, "kpi", "reported", "--city", "tiny")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_load_that_is_interrupted_leaves_nothing_of_it(yiping: Yiping, home: Path, tmp_path: Path) -> None:
    rows = "".join(f"{number},2024-05-01 10:00,42.05,-71.05\n" for number in range(150_000))
    file = tmp_path / "many.csv"
    file.write_text("case_id,open_dt,latitude,longitude\n" + rows)
    loading = process(home, "load", str(file), "--city", "tiny")
    try:
        until = time.monotonic() + 60
        while not any((home / "tiny").glob("reading.json")) and time.monotonic() < until:
            time.sleep(0.02)
        loading.send_signal(signal.SIGINT)
        output = loading.communicate(timeout=60)
    finally:
        loading.kill()
    assert (loading.returncode, *output) == (130, "", "")
    assert '"value": 6' in yiping("kpi", "reported", "--json").stdout
    assert yiping("check", "--city", "tiny").stdout.count("agrees with the store") == 1
