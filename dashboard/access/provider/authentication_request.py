"""One way to the provider and back. Nothing of it is kept here: all of it is derived from a cookie of the browser and a
key of this process, so that nobody can fill a memory by beginning, and none goes on in another browser."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new

LASTS = timedelta(minutes=10)
KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class AuthenticationRequest:
    """cookie: moment, random 256 bits, and where one wants to go afterwards."""

    cookie: str = field(repr=False)

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """The secret of PKCE (RFC 7636)."""
        return self._derived("verifier")

    @property
    def target(self) -> str:
        return self.cookie.partition(".")[2].partition(".")[2]

    def is_answered_by(self, state: str, now: datetime) -> bool:
        """Whether an answer belongs to it and came in time."""
        begun = self.cookie.partition(".")[0]
        is_its_own = compare_digest(state.encode("utf-8", "surrogatepass"), self.state.encode())
        return (
            is_its_own and begun.isascii() and begun.isdigit() and now.timestamp() < int(begun) + LASTS.total_seconds()
        )

    def _derived(self, what: str) -> str:
        found = new(KEY, f"{what} {self.cookie}".encode("utf-8", "surrogatepass"), sha256).digest()
        return urlsafe_b64encode(found).decode().rstrip("=")


def new_authentication_request(target: str, now: datetime) -> AuthenticationRequest:
    return AuthenticationRequest(f"{int(now.timestamp())}.{secrets.token_urlsafe(32)}.{target}")
