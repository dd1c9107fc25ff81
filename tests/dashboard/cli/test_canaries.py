"""Made-up persons in every column of text: no command writes one, with or without a server."""

from pathlib import Path

import pytest

from tests.cities.sown_city import leaks, sown_city
from tests.dashboard.cli.conftest import run

DAYS = ("--from", "2011-07-01", "--to", "2011-07-31")
COMMANDS = (
    ("cases", "reported", *DAYS), ("kpi", "reported", *DAYS), ("kpi", "reported", "--by", "channel", *DAYS),
    ("kpi", "reported", "--by", "category", *DAYS), ("kpi", "reported", "--by", "department", *DAYS),
    ("kpi", "reported", "--json", "--by", "department", *DAYS), ("source", "list"), ("check",), ("rebuild",),
)  # fmt: skip


@pytest.fixture(scope="module")
def sown_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with sown_city(home / "tiny"):
        return home


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_writes_a_person(sown_home: Path, command: tuple[str, ...]) -> None:
    written = run(sown_home, *command, "--city", "tiny")
    assert written.exit_code == 0, written.output
    assert not leaks(written.output + written.stderr)


def test_the_commands_reach_what_holds_canaries(sown_home: Path) -> None:
    """The first commands read columns that are sown: what stands there is masked, not missing."""
    assert "***" in run(sown_home, *COMMANDS[0], "--city", "tiny").output
