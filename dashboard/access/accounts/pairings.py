"""Pairing a wall: it shows a code, an administrator enters it, and the wall is signed in from then on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.second_factor import LETTERS
from dashboard.access.accounts.sessions import digest

SQL = STATEMENTS["pairings"]
LASTS = timedelta(minutes=10)
CODE_LETTERS, HALF = 8, 4  # 40 bits
WAITING_IN_A_NETWORK = 20


@dataclass(frozen=True)
class Pairing:
    """What a wall shows. secret: what its browser keeps; code: as people read it, in two halves; account: the one that
    it was given, once its code was entered."""

    secret: str
    code: str
    ends_at: datetime
    account: str | None = None


class Pairings:
    """Walls that wait to be paired."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def begin(self, network: str) -> Pairing | None:
        """A new code; None where too many walls of a network wait already."""
        now = self._now()
        oldest = self._oldest()
        waiting = self._database.rows(SQL["waiting_in"], network=network, oldest=oldest)
        if waiting and waiting[0][0] >= WAITING_IN_A_NETWORK:
            return None
        secret = secrets.token_urlsafe(32)
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
        values = {"digest": digest(secret), "code": code, "network": network, "now": now.timestamp()}
        with self._database.changing() as changes:
            changes.execute(SQL["end_old"], {"oldest": oldest})
            changes.execute(SQL["begin"], values)
        return Pairing(secret, _in_halves(code), now + LASTS)

    def find(self, secret: str) -> Pairing | None:
        """The pairing of a wall, unless it has ended."""
        rows = self._database.rows(SQL["one"], digest=digest(secret), oldest=self._oldest()) if secret else []
        if not rows:
            return None
        ends_at = datetime.fromtimestamp(rows[0]["made_at"], UTC) + LASTS
        return Pairing(secret, _in_halves(rows[0]["code"]), ends_at, rows[0]["account"])

    def take(self, given: str, account: str) -> bool:
        """Gives the wall that shows a code an account; whether there was one. The code is used up."""
        code = "".join(letter for letter in given.upper() if letter.isalnum())
        return self._database.change(SQL["take"], code=code, account=account, oldest=self._oldest()) == 1

    def end(self, secret: str) -> bool:
        """Ends the pairing of a wall; whether it was there, so that it is signed in once."""
        return self._database.change(SQL["end"], digest=digest(secret)) == 1

    def _oldest(self) -> float:
        return (self._now() - LASTS).timestamp()


def _in_halves(code: str) -> str:
    return f"{code[:HALF]} {code[HALF:]}"
