"""Which account belongs to whom a provider vouches for: bound by what the provider calls them for ever (`sub`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.audit.request_audit import enter_act

SQL = STATEMENTS["identities"]


class Identities:
    """At most one account for each of them, and at most one of them of a provider for each account."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def account_of(self, issuer: str, subject: str) -> str | None:
        """The name of the account that is theirs."""
        rows = self._database.rows(SQL["account"], issuer=issuer, subject=subject)
        return str(rows[0]["account"]) if rows else None

    def is_bound(self, issuer: str, account: str) -> bool:
        """Whether an account is somebody's."""
        return bool(self._database.rows(SQL["bound"], issuer=issuer, account=account))

    def bind(self, issuer: str, subject: str, account: str) -> bool:
        """Makes an account theirs from now on; whether that could be: it may be somebody else's already."""
        now = self._now().timestamp()
        is_bound = self._database.change(SQL["bind"], issuer=issuer, subject=subject, account=account, now=now) == 1
        if is_bound:
            enter_act(self._database.folder, "account", {"deed": "bound", "account": account})
        return is_bound

    def forget(self, account: str) -> bool:
        """Whoever comes with the name of an account next may have it; whether it was somebody's."""
        is_forgotten = self._database.change(SQL["forget"], account=account) > 0
        if is_forgotten:
            enter_act(self._database.folder, "account", {"deed": "unbound", "account": account})
        return is_forgotten
