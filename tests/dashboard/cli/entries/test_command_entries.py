"""What a command takes out of a city is in its audit, with who gave it; a new command says what becomes of it there."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.access.audit.audit_entry import AuditEntry, audit_kinds
from dashboard.access.audit.audit_file import AUDIT, entries_in
from dashboard.cli.application import app
from dashboard.cli.entries.command_entries import declared_entries, user_of_this_machine
from tests.dashboard.cli.test_application import commands_of


def test_every_command_says_once_what_becomes_of_it_in_the_audit() -> None:
    table = declared_entries()
    declared = Counter([*table["entered"], *table["where_it_is_done"]["commands"], *table["nothing"]["commands"]])
    there = [" ".join(words) for words in commands_of(app)] + ["server-process"]
    assert declared == Counter(there)


def test_what_a_command_is_entered_with_are_options_that_it_has() -> None:
    callbacks = {" ".join(words): callback for words, callback in _callbacks()}
    for command, names in declared_entries()["entered"].items():
        assert set(names.values()) <= set(callbacks[command].__annotations__), command
        assert set(names) <= set(audit_kinds()["command"]["names"]), command


def _callbacks() -> Iterator[tuple[tuple[str, ...], object]]:
    groups = [(app, ())] + [(one.typer_instance, (str(one.name),)) for one in app.registered_groups]
    for group, above in groups:
        assert group
        yield from (((*above, str(one.name)), one.callback) for one in group.registered_commands)


@pytest.fixture
def city(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny city of this process."""
    monkeypatch.setenv("YIPING_HOME", str(home))
    return home / "tiny"


def entered(city: Path) -> list[AuditEntry]:
    """The commands that the command line entered, not those that did something by the door of the city."""
    return [one.entry for one in entries_in(city) if one.entry.kind == "command" and "user" in one.entry.what]


def test_a_list_of_cases_is_entered_with_what_was_asked_and_by_whom(city: Path) -> None:
    done = CliRunner().invoke(app, ["cases", "reported", "--area", "E", "--limit", "1", "--city", "tiny"])
    assert done.exit_code == 0, done.output
    (one,) = entered(city)
    assert (one.who, one.origin) == ("command_line", "this machine")
    assert one.what == {"command": "cases", "user": user_of_this_machine(), "kpi": "reported", "area": "E"}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["unseal", "drop/x.csv.sealed", "--out", "whole.csv"], {"command": "unseal", "file": "x.csv.sealed"}),
        (["audit", "export"], {"command": "audit export"}),
        (["account", "list"], {"command": "account list"}),
        (["account", "sessions", "nobody"], {"command": "account sessions", "account": "nobody"}),
        (["saved", "export"], {"command": "saved export"}),
    ],
)
def test_what_reads_of_people_is_entered_before_it_is_done(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], said: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, [*command, "--city", "tiny"])
    (one,) = entered(city)
    assert one.what == {**said, "user": user_of_this_machine()}


def test_a_number_and_a_look_at_the_audit_are_not(city: Path) -> None:
    assert CliRunner().invoke(app, ["audit", "verify", "--city", "tiny"]).exit_code == 0
    CliRunner().invoke(app, ["account", "role", "nobody", "viewer", "--city", "tiny"])
    assert entered(city) == []


def test_nothing_leaves_while_the_audit_cannot_be_written(city: Path) -> None:
    shutil.rmtree(city / AUDIT)
    (city / AUDIT).write_text("in the way")
    done = CliRunner().invoke(app, ["saved", "export", "--city", "tiny"])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "audit" in done.stderr
