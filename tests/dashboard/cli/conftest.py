"""The tiny city made and loaded by the commands themselves, and servers of it in processes of their own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.cli.application import app
from dashboard.commands.server_file import ServerAddress, running
from tests.cities.six_cases.files import AREA_OPTIONS, CASE_FILE

Yiping = Callable[..., Result]


def run(home: Path, *arguments: str) -> Result:
    """One command in this process, as if typed."""
    return CliRunner().invoke(app, list(arguments), env={"YIPING_HOME": str(home), "YIPING_CITY": "", "COLUMNS": "160"})


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    made = run(home, "init", "tiny", *AREA_OPTIONS, "--zone", "America/New_York", "--language", "en")
    assert made.exit_code == 0, made.output
    loaded = run(home, "load", str(CASE_FILE))
    assert loaded.exit_code == 0, loaded.output
    return home


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of the made city that a test may change."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture
def yiping(home: Path) -> Yiping:
    return lambda *arguments: run(home, *arguments)


LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""A job in the background, as these tests may be, has inherited that Ctrl-C is ignored."""


def process(home: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """One command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{LISTENING}; from dashboard.cli import main; main()", *arguments],
        env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(folder: Path, serving: "subprocess.Popen[str]") -> ServerAddress:
    """The address of a server that is starting."""
    for _ in range(900):
        address = running(folder)
        if address:
            return address
        assert serving.poll() is None, serving.communicate()
        time.sleep(0.1)
    raise AssertionError("the server did not start within 90 s")
