"""Browsers from which an account was signed in to before, by a random cookie of which only the SHA-256 is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.sessions import digest

SQL = STATEMENTS["known_browsers"]
KEPT = timedelta(days=180)


class KnownBrowsers:
    """They open nothing: whoever comes with one is not slowed down by what strangers try."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def add(self, account: str, brought: str = "") -> str:
        """The secret of a browser that is known to an account from now on; the one that it `brought`, if it is known to
        another account already."""
        now = self._now()
        secret = brought if self._is_any(brought) else secrets.token_urlsafe(32)
        with self._database.changing() as changes:
            changes.execute(SQL["forget_old"], {"oldest": (now - KEPT).timestamp()})
            changes.execute(SQL["add"], {"digest": digest(secret), "account": account, "now": now.timestamp()})
        return secret

    def known(self, account: str, secret: str) -> str:
        """The digest of a browser that is known to an account; empty for a stranger."""
        if not secret:
            return ""
        found = digest(secret)
        oldest = (self._now() - KEPT).timestamp()
        rows = self._database.rows(SQL["is_known"], digest=found, account=account, oldest=oldest)
        return found if rows and rows[0][0] else ""

    def _is_any(self, secret: str) -> bool:
        oldest = (self._now() - KEPT).timestamp()
        rows = self._database.rows(SQL["is_any"], digest=digest(secret), oldest=oldest) if secret else []
        return bool(rows and rows[0][0])

    def forget(self, account: str) -> None:
        """No browser is known to an account any more."""
        self._database.change(SQL["forget"], account=account)
