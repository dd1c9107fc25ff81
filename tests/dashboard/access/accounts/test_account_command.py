"""`yiping account`: as typed, in a city that a server may have open."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner, Result

from dashboard.access.accounts import passwords
from dashboard.access.accounts.city_accounts import accounts_of
from dashboard.access.audit.audit_file import entries_in
from dashboard.cli.application import app
from tests.cities.builder import found_city
from tests.dashboard.access.accounts.conftest import OTHER_PASSWORD, PASSWORD, sign_in


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords.Passwords.__init__, "__defaults__", (cheap,))
    found_city(tmp_path / "tiny")
    return tmp_path


def account(home: Path, *arguments: str, typed: str = "") -> Result:
    environment = {"YIPING_HOME": str(home), "YIPING_CITY": "tiny", "COLUMNS": "160"}
    return CliRunner().invoke(app, ["account", *arguments], input=typed, env=environment)


def test_the_first_account_is_an_admin_and_no_password_is_ever_shown(home: Path) -> None:
    viewer = account(home, "add", "li", "--role", "viewer", typed=f"{PASSWORD}\n")
    assert viewer.exit_code == 2
    assert "admin" in viewer.stderr
    made = account(home, "add", "Wang", typed=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert made.stdout == "wang may enter as admin.\n"
    second = account(home, "add", "li", "--area", "W1", "--display-name", "李", typed=f"{OTHER_PASSWORD}\n")
    assert second.exit_code == 0, second.output
    listed = account(home, "list").stdout
    assert [line.split() for line in listed.splitlines()[1:]] == [
        ["li", "李", "viewer", "W1", "no", "0"],
        ["wang", "Wang", "admin", "all", "no", "0"],
    ]
    assert PASSWORD not in made.output + listed


def test_what_cannot_be_is_a_sentence(home: Path) -> None:
    short = account(home, "add", "wang", typed="short\n")
    assert (short.exit_code, "12 characters" in short.stderr) == (2, True)
    account(home, "add", "wang", typed=f"{PASSWORD}\n")
    assert account(home, "add", "wang", typed=f"{PASSWORD}\n").exit_code == 2
    assert account(home, "role", "wang", "king").exit_code == 2
    assert account(home, "areas", "wang", "nowhere").exit_code == 2
    assert account(home, "areas", "nobody").exit_code == 1
    alone = [account(home, "role", "wang", "viewer"), account(home, "disable", "wang")]
    assert [(one.exit_code, "only admin" in one.stderr) for one in alone] == [(1, True)] * 2
    assert account(home, "revoke", "wang").exit_code == 2
    assert account(home, "revoke", "wang", "0000").exit_code == 1


def test_an_account_without_a_password_waits_for_its_person_and_can_be_given_to_another(home: Path) -> None:
    account(home, "add", "wang", typed=f"{PASSWORD}\n")
    made = account(home, "add", "zhao", "--no-password")
    assert made.exit_code == 0, made.output
    server = accounts_of(home / "tiny", "tiny")
    assert not server.store.named("zhao").has_password
    assert sign_in(server, "zhao", "") == "wrong"
    assert server.identities.bind("https://id.example.cn", "4711", "zhao")
    assert not server.identities.bind("https://id.example.cn", "4712", "zhao")
    session = server.sessions.begin("zhao", "192.0.2.7", "a browser")
    freed = account(home, "unbind", "zhao")
    assert (freed.exit_code, "nobody's now" in freed.stdout) == (0, True)
    assert server.sessions.find(session) is None
    assert "was nobody's" in account(home, "unbind", "zhao").stdout
    assert server.identities.bind("https://id.example.cn", "4712", "zhao")
    server.store.remove("zhao")
    assert server.identities.account_of("https://id.example.cn", "4712") is None
    server.close()


def test_changes_hold_at_once_for_who_has_the_accounts_open(home: Path) -> None:
    account(home, "add", "wang", typed=f"{PASSWORD}\n")
    account(home, "add", "li", typed=f"{PASSWORD}\n")
    server = accounts_of(home / "tiny", "tiny")
    first, second = (server.sessions.begin("li", "192.0.2.7", f"browser {number}") for number in range(2))
    session = server.sessions.find(first)
    assert session is not None
    assert session.key in account(home, "sessions", "li").stdout
    assert account(home, "revoke", "li", session.key).exit_code == 0
    assert server.sessions.find(first) is None
    assert account(home, "role", "li", "analyst").exit_code == 0
    assert account(home, "areas", "li", "W1", "E").exit_code == 0
    assert (server.store.named("li").role, server.store.named("li").areas) == ("analyst", ("W1", "E"))
    account(home, "areas", "li")
    assert server.store.named("li").areas == ()
    assert account(home, "password", "li", typed=f"{OTHER_PASSWORD}\n").exit_code == 0
    assert server.sessions.find(second) is None
    assert account(home, "disable", "li").exit_code == 0
    assert sign_in(server, "li", OTHER_PASSWORD) == "wrong"
    account(home, "disable", "li", "--undo")
    assert sign_in(server, "li", OTHER_PASSWORD) == server.store.named("li")
    server.close()
    account(home, "password", "li", "--no-second-factor", typed=f"{PASSWORD}\n")
    deeds = [(one.entry.kind, one.entry.what.get("deed")) for one in entries_in(home / "tiny")]
    assert [one for one in deeds if one[0] == "session"] == [("session", "ended")] * 2  # revoked; another password
    assert deeds[-2:] == [("account", "password"), ("account", "no_second_factor")]
