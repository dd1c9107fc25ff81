"""The second factor: codes of thirty seconds (TOTP, RFC 6238), each taken once, and recovery codes for a lost phone."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp

from dashboard.access.accounts.database import STATEMENTS, Database
from dashboard.access.accounts.factor_seal import FactorSeal
from dashboard.access.audit.request_audit import enter_act
from queries.errors import SealRefused

SQL = STATEMENTS["second_factor"]
STEP_S = 30
AROUND = (-1, 0, 1)
"""Steps around the present one whose code is taken: clocks of phones differ, and people type slowly."""
RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, IN_A_GROUP = 6, 4  # 120 bits
log = logging.getLogger("yiping")


def new_secret() -> str:
    """A secret of 160 bits as authenticator programs take it (base 32)."""
    return pyotp.random_base32()


def provisioning_address(secret: str, account: str, city: str) -> str:
    """The otpauth:// address that an authenticator program reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=city)


class SecondFactors:
    """The second factors of a city's accounts, whose seeds are kept sealed."""

    def __init__(self, database: Database, seal: FactorSeal, now: Callable[[], datetime]) -> None:
        self._database, self._seal, self._now = database, seal, now

    def set_up(self, name: str, secret: str, code: str) -> list[str] | None:
        """Asks for codes of `secret` from now on, if `code` is one; the recovery codes, which are shown once, or
        None. Raises SealRefused."""
        step = self._step_of(secret, code)
        if step is None:
            return None
        sealed = self._seal.sealed(name, secret)
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        with self._database.changing() as changes:
            changes.execute(SQL["set"], {"name": name, "secret": sealed, "step": step})
            changes.execute(SQL["forget_codes"], {"name": name})
            changes.executemany(SQL["add_code"], [{"name": name, "digest": _digest(name, one)} for one in codes])
        enter_act(self._database.folder, "account", {"deed": "second_factor", "account": name})
        return codes

    def remove(self, name: str) -> None:
        """Asks for no code any more."""
        with self._database.changing() as changes:
            changes.execute(SQL["set"], {"name": name, "secret": None, "step": 0})
            changes.execute(SQL["forget_codes"], {"name": name})
        enter_act(self._database.folder, "account", {"deed": "no_second_factor", "account": name})

    def takes(self, name: str, given: str) -> bool:
        """Whether a code, or a recovery code, is right for an account; it is used up then."""
        kept = self._database.rows(SQL["secret"], name=name)
        if not kept or kept[0]["second_factor"] is None:
            return False
        seed = self._opened(name, kept[0]["second_factor"])
        step = self._step_of(seed, given) if seed else None
        if step is not None:
            return self._database.change(SQL["use"], name=name, step=step) == 1
        return self._database.change(SQL["use_code"], name=name, digest=_digest(name, given)) == 1

    def _opened(self, name: str, kept: str) -> str | None:
        """The seed; None where it cannot be opened, so that recovery codes alone are taken."""
        try:
            return self._seal.opened(name, kept)
        except (SealRefused, OSError, ValueError) as error:
            log.error("No code of %s can be checked: %s", name, error)
            return None

    def recovery_codes_left(self, name: str) -> int:
        rows = self._database.rows(SQL["count_codes"], name=name)
        return int(rows[0][0]) if rows else 0

    def _step_of(self, secret: str, code: str) -> int | None:
        """The step whose code was given, or None."""
        digits = "".join(code.split())
        now = int(self._now().timestamp()) // STEP_S
        maker = pyotp.TOTP(secret)
        found = [now + by for by in AROUND if compare_digest(maker.generate_otp(now + by).encode(), digits.encode())]
        return found[-1] if found else None


def _recovery_code() -> str:
    groups = ["".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS)]
    return "-".join(groups)


def _digest(name: str, code: str) -> str:
    """120 random bits cannot be found again by trying; the name keeps two accounts apart."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(f"{name}\0{letters}".encode("utf-8", "surrogatepass")).hexdigest()
