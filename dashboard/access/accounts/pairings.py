"""Pairing a wall: it shows a code, an administrator enters it, and the wall is signed in from then on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.second_factor import LETTERS
from dashboard.access.accounts.sessions import digest

SQL = STATEMENTS["pairings"]
LASTS = timedelta(minutes=10)
CODE_LETTERS, HALF = 8, 4  # 40 bits
WAITING_IN_A_NETWORK = 20
WRONG_CODES = RateLimitItemPerMinute(5, 10)
"""That one administrator may enter; then no code is looked at."""
Untaken = Literal["wrong_code", "too_many"]


@dataclass(frozen=True)
class Pairing:
    """What a wall shows. secret: what its browser keeps; code: as people read it, in two halves; account: the one that
    it was given, once its code was entered; has_come_back: with its cookie, since the code was made."""

    secret: str
    code: str
    ends_at: datetime
    account: str | None = None
    has_come_back: bool = False


class Pairings:
    """Walls that wait to be paired."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._wrong_codes = MovingWindowRateLimiter(MemoryStorage())

    def begin(self, network: str, address: str) -> Pairing | None:
        """A new code for a browser at an address of a network. Where as many wait there as may, whoever has not come
        back with its code, and an address with more than others, makes room; None where nobody does."""
        now = self._now()
        oldest = self._oldest()
        where: dict[str, str | float] = {"network": network, "address": address, "oldest": oldest}
        secret = secrets.token_urlsafe(32)
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
        values = {"digest": digest(secret), "code": code, "now": now.timestamp(), **where}
        with self._database.changing() as changes:
            changes.execute(SQL["end_old"], {"oldest": oldest})
            waiting = changes.execute(SQL["waiting_in"], where).fetchall()[0][0]
            if waiting >= WAITING_IN_A_NETWORK and not changes.execute(SQL["make_room"], where).rowcount:
                return None
            changes.execute(SQL["begin"], values)
        return Pairing(secret, _in_halves(code), now + LASTS)

    def find(self, secret: str) -> Pairing | None:
        """The pairing of a wall, unless it has ended."""
        rows = self._database.rows(SQL["one"], digest=digest(secret), oldest=self._oldest()) if secret else []
        if not rows:
            return None
        ends_at = datetime.fromtimestamp(rows[0]["made_at"], UTC) + LASTS
        account, has_come_back = rows[0]["account"], bool(rows[0]["came_back"])
        return Pairing(secret, _in_halves(rows[0]["code"]), ends_at, account, has_come_back)

    def come_back(self, pairing: Pairing) -> None:
        """A wall asks again with its code: it keeps its place."""
        self._database.change(SQL["come_back"], digest=digest(pairing.secret))

    def problem(self, given: str, by: str) -> Untaken | None:
        """Why a code is not taken from the administrator `by`, which counts; None for one that a wall shows."""
        if not self._wrong_codes.test(WRONG_CODES, by):
            return "too_many"
        if self._database.rows(SQL["shown"], code=_letters(given), oldest=self._oldest())[0][0]:
            return None
        self._wrong_codes.hit(WRONG_CODES, by)
        return "wrong_code"

    def take(self, given: str, account: str) -> bool:
        """Gives the wall that shows a code an account; whether there was one. The code is used up."""
        return self._database.change(SQL["take"], code=_letters(given), account=account, oldest=self._oldest()) == 1

    def end(self, secret: str) -> bool:
        """Ends the pairing of a wall; whether it was there, so that it is signed in once."""
        return self._database.change(SQL["end"], digest=digest(secret)) == 1

    def _oldest(self) -> float:
        return (self._now() - LASTS).timestamp()


def _in_halves(code: str) -> str:
    return f"{code[:HALF]} {code[HALF:]}"


def _letters(given: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(letter for letter in given.upper() if letter.isalnum())
