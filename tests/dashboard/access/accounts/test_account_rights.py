"""`yiping account lines | persons | centres`, as typed."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard.access.accounts import passwords
from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import accounts_of
from tests.cities.builder import found_city
from tests.dashboard.access.accounts.conftest import PASSWORD
from tests.dashboard.access.accounts.test_account_command import account

NOISE = {"zh": "噪声", "en": "noise", "categories": ["noise"]}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords.Passwords.__init__, "__defaults__", (cheap,))
    found_city(tmp_path / "tiny", profile={"lines_of_business": {"noise": NOISE}})
    account(tmp_path, "add", "wang", typed=f"{PASSWORD}\n")
    return tmp_path


def kept(home: Path, name: str) -> Account:
    people = accounts_of(home / "tiny", "tiny")
    try:
        return people.store.named(name)
    finally:
        people.close()


def test_an_account_is_limited_to_lines_of_the_city_and_freed_again(home: Path) -> None:
    assert account(home, "lines", "wang", "noise").exit_code == 0
    assert kept(home, "wang").lines == ("noise",)
    refused = account(home, "lines", "wang", "heating")
    assert (refused.exit_code, "there are: noise" in refused.stderr) == (2, True)
    assert account(home, "lines", "wang").exit_code == 0
    assert kept(home, "wang").lines is None


def test_personal_data_are_seen_by_whom_it_is_said_of(home: Path) -> None:
    assert account(home, "persons", "wang", "clear").exit_code == 0
    assert kept(home, "wang").persons == "clear"
    assert account(home, "persons", "wang", "some").exit_code == 2
    assert account(home, "persons", "wang", "masked").exit_code == 0
    assert kept(home, "wang").persons == "masked"


def test_centres_have_an_account_each_and_their_passwords_lie_in_a_file_of_the_owner(home: Path) -> None:
    file = home / "centres.csv"
    made = account(home, "centres", "--level", "district", "--passwords", str(file))
    assert made.exit_code == 0, made.output
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert [(row["account"], row["area"], row["role"]) for row in rows] == [
        ("c", "C", "commander"),
        ("e", "E", "commander"),
        ("w", "W", "commander"),
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [kept(home, name).areas for name in ("c", "e")] == [(), ("E",)]
    people = accounts_of(home / "tiny", "tiny")
    assert people.store.has_password("e", rows[1]["password"])
    people.close()
    assert not [row for row in rows if row["password"] in made.output]
    assert account(home, "centres", "--passwords", str(file)).exit_code == 2
    again = account(home, "centres", "--level", "street", "--passwords", str(home / "more.csv"))
    assert "4 accounts made, 1 were there already" in again.stdout
    assert account(home, "centres", "--level", "planet", "--passwords", str(home / "x.csv")).exit_code == 2
    assert not (home / "x.csv").exists()
