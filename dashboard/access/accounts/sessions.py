"""Sessions: whoever has signed in is known by 256 random bits in a cookie, of which only the SHA-256 is kept."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.audit.request_audit import enter_act

SQL = STATEMENTS["sessions"]
WRITTEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a person last did something."""
LONGEST_AGENT = 200


@dataclass(frozen=True)
class SessionLimits:
    """idle: since a person last did something; absolute: since the session began. Neither holds for a wall. proof:
    since they last proved who they are, for what changes rights."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=24)
    proof: timedelta = timedelta(minutes=10)


@dataclass(frozen=True)
class Session:
    """key: its public name, with which it is ended. used_at: when a person last did something in it. Times in UTC.
    way: who vouched for them, empty for their password; has_two_factors: whether that one saw two of them."""

    key: str
    account: str
    made_at: datetime
    used_at: datetime
    address: str
    agent: str
    way: str = ""
    has_two_factors: bool = False


class Sessions:
    """The sessions of a city's accounts."""

    def __init__(self, database: Database, limits: SessionLimits, now: Callable[[], datetime]) -> None:
        self._database, self._limits, self._now = database, limits, now

    def begin(self, account: str, address: str, agent: str, *, way: str = "", has_two_factors: bool = False) -> str:
        """The secret of a new session; sessions that have ended are forgotten by the way."""
        secret = secrets.token_urlsafe(32)
        now = self._now()
        values: dict[str, str | float] = {"digest": digest(secret), "key": secrets.token_hex(8), "account": account}
        values |= {"now": now.timestamp(), "address": address, "agent": agent[:LONGEST_AGENT]}
        values |= {"way": way, "two_factors": int(has_two_factors)}
        with self._database.changing() as changes:
            changes.execute(SQL["end_old"], self._bounds())
            changes.execute(SQL["begin"], values)
            changes.execute(STATEMENTS["accounts"]["signed_in"], {"account": account, "now": now.timestamp()})
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of a secret, unless it has ended or its account is disabled."""
        if not secret:
            return None
        found = self._database.rows(SQL["one"], digest=digest(secret), **self._bounds())
        return _session(found[0]) if found else None

    def note_presence(self, secret: str, session: Session) -> None:
        """A person did something in this session."""
        now = self._now()
        if now - session.used_at >= WRITTEN_EVERY:
            self._database.change(SQL["use"], digest=digest(secret), now=now.timestamp())

    def note_place(self, secret: str, address: str, agent: str) -> None:
        """Where a session is used from by now."""
        now = self._now().timestamp()
        self._database.change(SQL["move"], digest=digest(secret), now=now, address=address, agent=agent[:LONGEST_AGENT])

    def of(self, account: str) -> list[Session]:
        """The sessions of an account, the one used last first."""
        return [_session(row) for row in self._database.rows(SQL["of"], account=account, **self._bounds())]

    def end(self, account: str, key: str) -> bool:
        """Ends one session of an account; whether there was such a one."""
        return self._entered(account, self._database.change(SQL["end"], account=account, key=key)) == 1

    def end_secret(self, secret: str) -> None:
        """Ends the session of a secret."""
        self._database.change(SQL["end_digest"], digest=digest(secret))

    def end_all(self, account: str, *, but: str = "") -> int:
        """Ends all sessions of an account, but the one with this key; how many they were."""
        return self._entered(account, self._database.change(SQL["end_all"], account=account, but=but))

    def _entered(self, account: str, ended: int) -> int:
        """Enters into the audit how many sessions of an account were ended, if any."""
        if ended:
            enter_act(self._database.folder, "session", {"deed": "ended", "account": account, "sessions": str(ended)})
        return ended

    def _bounds(self) -> dict[str, float]:
        now = self._now()
        oldest, unused = now - self._limits.absolute, now - self._limits.idle
        return {"oldest": oldest.timestamp(), "unused": unused.timestamp()}


def digest(secret: str) -> str:
    """What is kept of a random secret: of 256 random bits a plain SHA-256 cannot be reversed by guessing."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _session(row: sqlite3.Row) -> Session:
    made_at, used_at = (datetime.fromtimestamp(row[name], UTC) for name in ("made_at", "used_at"))
    place = (row["address"], row["agent"])
    return Session(row["key"], row["account"], made_at, used_at, *place, row["way"], bool(row["two_factors"]))
