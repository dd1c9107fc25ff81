"""When somebody last proved in a session who they are: what changes rights asks for that again after a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.sessions import Session

SQL = STATEMENTS["proofs"]


class Proofs:
    """lasts: for how long a proof counts. Signing in here is one; who was signed in by the word of another gives a code
    where their account has them, and where it has none that word is all there is."""

    def __init__(self, database: Database, lasts: timedelta, now: Callable[[], datetime]) -> None:
        self._database, self._lasts, self._now = database, lasts, now

    def is_recent(self, account: Account, session: Session) -> bool:
        """Whether nothing needs to be proved again in a session of an account."""
        oldest = self._now() - self._lasts
        if session.made_at > oldest and not (session.way and account.has_second_factor):
            return True
        rows = self._database.rows(SQL["recent"], session=session.key, oldest=oldest.timestamp())
        return bool(rows)

    def note(self, session: Session) -> None:
        """Somebody proved it just now."""
        self._database.change(SQL["note"], session=session.key, now=self._now().timestamp())
