"""Seeds of second factors lie sealed in accounts.db, with the key that seals personal columns, outside the folder."""

from __future__ import annotations

import sqlite3
from base64 import b64decode, b64encode
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.access.accounts.database import STATEMENTS
from geodata.city.profile import PROFILE_FILE, load_profile
from queries.errors import SealRefused

if TYPE_CHECKING:
    from queries.values import Seal

SQL = STATEMENTS["second_factor"]


class FactorSeal:
    """The seal of the city in a folder. Each seed is bound to its account: moved to another one it is not opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sealed(self, account: str, seed: str) -> str:
        """What is kept of a seed; the key is made where there is none. Raises SealRefused."""
        try:
            return b64encode(self._seal.seal(seed.encode(), _about(account))).decode()
        except OSError as error:
            why = f"The key {self._seal.place} can be neither read nor made ({error.strerror})"
            raise SealRefused(f"{why}; name a place for it by key_file in {PROFILE_FILE}.") from error

    def opened(self, account: str, kept: str) -> str:
        """The seed. Raises SealRefused, and OSError where the key cannot be read."""
        return self._seal.open(b64decode(kept), _about(account)).decode()

    def seal_all(self, connection: sqlite3.Connection) -> None:
        """Seals the seeds of a file of an older version, where they lie in clear."""
        for account, seed in connection.execute(SQL["kept"]).fetchall():
            connection.execute(SQL["keep"], {"name": account, "secret": self.sealed(account, seed)})

    @cached_property
    def _seal(self) -> Seal:
        from queries.values import seal_of  # noqa: PLC0415  (of few accounts)

        has_profile = (self._folder / PROFILE_FILE).is_file()
        return seal_of(self._folder, load_profile(self._folder).key_file if has_profile else None)


def _about(account: str) -> bytes:
    return f"yiping second factor {account}".encode()
