"""Links that open what somebody sees without an account: 256 random bits, of which only the SHA-256 is kept."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.sessions import WRITTEN_EVERY, digest
from dashboard.errors import wrong_parameter

SQL = STATEMENTS["shares"]
LONGEST_HOURS = 30 * 24
MOST_OF_AN_ACCOUNT = 100


@dataclass(frozen=True)
class Share:
    """key: its public name, with which it is ended. account: of whoever made it. address: path and query of a screen.
    Times in UTC."""

    key: str
    account: str
    address: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None


class ShareLinks:
    """The links of a city's people. One of an account that is removed is gone with it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self.folder = database.folder

    def make(self, account: str, address: str, lasts: timedelta) -> tuple[str, Share]:
        """The secret of a new link, which is told this once, and the link. Raises BadParameter where the account has
        too many."""
        secret, now = secrets.token_urlsafe(32), self._now()
        made = Share(secrets.token_hex(8), account, address, now, now + lasts)
        values: dict[str, str | float] = {"digest": digest(secret), "key": made.key, "account": account}
        values |= {"address": address, "now": now.timestamp(), "ends_at": made.ends_at.timestamp()}
        with self._database.changing() as changes:
            changes.execute(SQL["end_old"], {"now": now.timestamp()})
            is_made = changes.execute(SQL["make"], {**values, "most": MOST_OF_AN_ACCOUNT}).rowcount
        if not is_made:
            raise wrong_parameter("address", "too_many_links", most=MOST_OF_AN_ACCOUNT)
        return secret, made

    def find(self, secret: str) -> Share | None:
        """The link of a secret, unless it has ended."""
        rows = self._database.rows(SQL["one"], digest=digest(secret), now=self._now().timestamp()) if secret else []
        return _share(rows[0]) if rows else None

    def of(self, account: str | None) -> list[Share]:
        """The links of an account, or of all for None, that still open; the newest first."""
        return [_share(row) for row in self._database.rows(SQL["all"], account=account, now=self._now().timestamp())]

    def left_of(self, share: Share) -> timedelta:
        """How long a link still opens."""
        return share.ends_at - self._now()

    def note_use(self, share: Share) -> bool:
        """Keeps that a link is used; whether it is the first time within a minute."""
        now = self._now()
        if share.used_at and now - share.used_at < WRITTEN_EVERY:
            return False
        before = (now - WRITTEN_EVERY).timestamp()
        return self._database.change(SQL["use"], key=share.key, now=now.timestamp(), before=before) == 1

    def end(self, share: Share) -> bool:
        """Ends a link; whether it was there."""
        return self._database.change(SQL["end"], key=share.key) == 1


def _share(row: sqlite3.Row) -> Share:
    made_at, ends_at = (datetime.fromtimestamp(row[name], UTC) for name in ("made_at", "ends_at"))
    used_at = None if row["used_at"] is None else datetime.fromtimestamp(row["used_at"], UTC)
    return Share(row["key"], row["account"], row["address"], made_at, ends_at, used_at)
