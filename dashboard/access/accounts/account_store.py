"""The accounts of a city: made, found, changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from dashboard.access.accounts.account import Account, account_name
from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.passwords import Passwords
from dashboard.access.audit.request_audit import enter_act
from dashboard.errors import BadParameter, NotFound

SQL = STATEMENTS["accounts"]
REMINDED_EVERY = timedelta(days=7)
ONE, ALL = (SQL[name].format(columns=SQL["columns"]) for name in ("one", "all"))


class AccountStore:
    """Accounts by name. A city without any has no people: see `is_used`."""

    def __init__(self, database: Database, passwords: Passwords, now: Callable[[], datetime]) -> None:
        self._database, self._passwords, self._now = database, passwords, now
        self.folder = database.folder

    def is_used(self) -> bool:
        """Whether there is any account of a person; a disabled one counts, so that a city never opens by itself."""
        rows = self._database.rows(SQL["any"])
        return bool(rows and rows[0][0])

    def add(self, account: Account, password: str | None) -> None:
        """Makes an account. password: None where another way leads in. Raises BadParameter where its name is taken."""
        hashed = None if password is None else self._passwords.hashed(password)
        values = {**_values(account), "made_at": account.made_at.timestamp(), "password": hashed}
        values.pop("disabled")
        values["name"] = account_name(account.name)
        if not self._database.change(SQL["add"], **values):
            raise BadParameter("name", f"there is an account {account.name} already; choose another name")
        self._enter("made", account)

    def find(self, name: str) -> Account | None:
        rows = self._database.rows(ONE, name=name)
        return _account(rows[0]) if rows else None

    def named(self, given: str) -> Account:
        """The account of a name. Raises NotFound, and BadParameter for what is no name."""
        found = self.find(account_name(given))
        if found is None:
            raise NotFound(f"There is no account {given}; `yiping account list` shows all.")
        return found

    def all(self) -> list[Account]:
        """All accounts in the order of their names."""
        return [_account(row) for row in self._database.rows(ALL)]

    def change(self, account: Account) -> None:
        """Keeps what an account says now. Raises NotFound."""
        if not self._database.change(SQL["change"], **_values(account)):
            raise NotFound(f"There is no account {account.name}; `yiping account list` shows all.")
        self._enter("disabled" if account.disabled else "changed", account)

    def remove(self, name: str) -> bool:
        """Forgets an account and its sessions; whether there was one."""
        is_removed = self._database.change(SQL["remove"], name=name) == 1
        if is_removed:
            enter_act(self.folder, "account", {"deed": "removed", "account": name})
        return is_removed

    def has_password(self, name: str, password: str) -> bool:
        """Whether this is the password of an account; takes as long for one that is not there. Raises
        TooManyAtOnce."""
        rows = self._database.rows(SQL["password"], name=name)
        kept: str | None = rows[0]["password"] if rows else None
        right = self._passwords.matches(kept, password)
        if right and kept and self._passwords.is_outdated(kept):
            self._keep_password(name, password)
        return right

    def is_to_be_reminded(self, name: str) -> bool:
        """Whether an account may be told what is due, which it then counts as: once in REMINDED_EVERY."""
        now = self._now()
        before = (now - REMINDED_EVERY).timestamp()
        return self._database.change(SQL["remind"], name=name, now=now.timestamp(), before=before) == 1

    def set_password(self, name: str, password: str) -> None:
        self._keep_password(name, password)
        enter_act(self.folder, "account", {"deed": "password", "account": name})

    def _keep_password(self, name: str, password: str) -> None:
        self._database.change(SQL["set_password"], name=name, password=self._passwords.hashed(password))

    def _enter(self, deed: str, account: Account) -> None:
        """Into the audit: what an account is from now on."""
        lines = "" if account.lines is None else ", ".join(account.lines) or "-"
        said = {"deed": deed, "account": account.name, "role": account.role, "areas": ", ".join(account.areas)}
        enter_act(self.folder, "account", {**said, "lines": lines, "persons": account.persons})

    def new_account(self, name: str, role: str, display_name: str = "") -> Account:
        """An account as it is before it is added."""
        return Account(account_name(name), display_name or name, role, self._now())


def _values(account: Account) -> dict[str, str | int | float | None]:
    lines = None if account.lines is None else json.dumps(account.lines, ensure_ascii=False)
    about = asdict(account)
    kept = {name: about[name] for name in ("name", "display_name", "role", "persons", "disabled")}
    return {**kept, "areas": json.dumps(account.areas), "lines": lines}


def _account(row: sqlite3.Row) -> Account:
    lines = None if row["lines"] is None else tuple(json.loads(row["lines"]))
    return Account(
        row["name"],
        row["display_name"],
        row["role"],
        datetime.fromtimestamp(row["made_at"], UTC),
        areas=tuple(json.loads(row["areas"])),
        lines=lines,
        persons=row["persons"],
        disabled=bool(row["disabled"]),
        has_password=bool(row["has_password"]),
        has_second_factor=bool(row["has_second_factor"]),
        signed_in_at=None if row["signed_in_at"] is None else datetime.fromtimestamp(row["signed_in_at"], UTC),
    )
