"""Passwords: which are taken, and how they are kept (Argon2id, RFC 9106).

Rules of OWASP ASVS 5, V6.2: length alone, any letters, pasted or kept by a password manager, never truncated. Refused
is what is guessed first: every common one that is long enough, and what is made of words around the account.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import BoundedSemaphore, Lock
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.errors import BadParameter
from dashboard.words.catalogue import catalogue

SHORTEST, LONGEST = 12, 128  # characters
SHORTEST_ALONE = 15
"""What is recommended where no second factor stands beside the password (ASVS 5, 6.2.1)."""
LEAST_GUESSES = 1e8
LOOKED_AT = 72
"""Characters of which it is estimated how soon they are guessed: all that the estimate takes."""
AT_ONCE, WAITING = 2, 6
HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


class TooManyAtOnce(Exception):  # noqa: N818
    """More passwords are looked at than there is memory for; whoever asks must try again."""


def refusal_of_password(password: str, context: Sequence[str]) -> str | None:
    """Why a password is not taken, as a key under `password` of the catalogue, or None.

    context: words that stand near the account, such as its name and that of the city.
    """
    normal = _normal(password)
    if len(normal) < SHORTEST:
        return "too_short"
    if len(normal) > LONGEST:
        return "too_long"
    return "guessed" if _guesses(normal, context) < LEAST_GUESSES else None


def require_good_password(password: str, context: Sequence[str]) -> None:
    """Raises BadParameter with a sentence for a password that is not taken."""
    if key := refusal_of_password(password, context):
        raise BadParameter("password", catalogue("en")(f"password.{key}", least=SHORTEST, most=LONGEST))


class Passwords:
    """Hashes and compares passwords, few at the same time because each needs 64 MB, and each for some tenths of a
    second. hasher: the cost."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._places, self._lock, self._waiting = BoundedSemaphore(AT_ONCE), Lock(), 0

    def hashed(self, password: str) -> str:
        """What is kept of a password."""
        return self._hasher.hash(_normal(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one kept; for none kept it takes as long as for a wrong one. Raises
        TooManyAtOnce."""
        with self._place():
            try:
                given = _normal(password)
                right = self._hasher.verify(kept or self._nobodys, given[:LONGEST])
                return right and kept is not None and len(given) <= LONGEST
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Whether what is kept was made at another cost than is usual now."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._lock:
            if self._waiting >= AT_ONCE + WAITING:
                raise TooManyAtOnce
            self._waiting += 1
        try:
            with self._places:
                yield
        finally:
            with self._lock:
                self._waiting -= 1


def _normal(password: str) -> str:
    """One form for what keyboards write in several."""
    return unicodedata.normalize("NFC", password)


def _guesses(password: str, context: Sequence[str]) -> float:
    """How many guesses find a password: of it as it stands, of its letters and digits alone, and of what is left of
    these without the words around the account."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  (its lists of words take a tenth of a second)

    words = {piece.casefold() for text in (*context, "yiping") for piece in re.findall(r"\w{3,}", text)}
    letters = "".join(letter for letter in password.casefold() if letter.isalnum())
    looked_at = [password, letters, re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), "", letters)]
    return min(_estimated(zxcvbn, text[:LOOKED_AT]) for text in looked_at)


def _estimated(estimate: Callable[..., Mapping[str, Any]], text: str) -> float:
    return float(estimate(text, max_length=LOOKED_AT)["guesses"]) if text else 0.0
