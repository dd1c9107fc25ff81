"""Accounts in an empty folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from tests.dashboard.access.accounts.conftest import CHEAP, PASSWORD, Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def people(tmp_path: Path, watch: Watch) -> Iterator[CityAccounts]:
    found = accounts_of(tmp_path, "tiny", passwords=CHEAP, now=watch)
    yield found
    found.close()


@pytest.fixture
def wang(people: CityAccounts) -> Account:
    """An admin who can sign in."""
    account = people.store.new_account("wang", "admin", "王")
    people.add(account, PASSWORD)
    return people.store.named("wang")
