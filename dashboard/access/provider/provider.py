"""What is asked of the provider itself: where its addresses are, its keys, and an ID token for a code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpx

from dashboard.access.provider.authentication_request import AuthenticationRequest
from dashboard.access.provider.declared import DeclaredProvider, is_private, origin_of
from dashboard.access.provider.id_token import Expected, Identity, NotVouched, UnknownKey, identity_of

TIMEOUT = httpx.Timeout(5.0)
KNOWN_FOR_S = 3600.0
"""How long addresses and keys of the provider are taken for present."""
PAUSE_S = 5.0
"""After it did not answer; who wants to sign in meanwhile does not wait for it."""
NEWER_KEYS_EVERY_S = 30.0
AT_ONCE = 8
"""Codes that are asked about at the same time, so that nobody lets this server ask without end."""
LONGEST_ANSWER = 1_000_000
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderUnavailable(Exception):  # noqa: N818
    """The provider does not answer, or not as one does."""


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the network does is that the provider does not answer."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderUnavailable(str(error) or type(error).__name__) from error


class IdentityProvider:
    """The declared provider. Safe to use from many threads. now: the moment by which tokens are judged."""

    def __init__(self, declared: DeclaredProvider, now: Callable[[], datetime]) -> None:
        self.declared, self._now = declared, now
        self._metadata, self._metadata_until = dict[str, Any](), 0.0
        self._keys, self._keys_until, self._keys_at = dict[str, Any](), 0.0, 0.0
        self._silent_until, self._exchanges = 0.0, BoundedSemaphore(AT_ONCE)

    def way_there(self, attempt: AuthenticationRequest, back: str) -> str:
        """The address at which somebody signs in. back: to which they come back. Raises ProviderUnavailable."""
        client = self._client(back)
        address, _ = client.create_authorization_url(
            self._known()["authorization_endpoint"], attempt.state, attempt.verifier, nonce=attempt.nonce
        )
        return str(address)

    def identity(self, attempt: AuthenticationRequest, code: str, back: str) -> Identity:
        """Whom the provider vouches for, who came back with a code. Raises ProviderUnavailable, NotVouched."""
        if not self._exchanges.acquire(blocking=False):
            raise ProviderUnavailable("too many at once")
        try:
            given = self._tokens(attempt, code, back)
            token, access = given.get("id_token"), given.get("access_token")
            if not isinstance(token, str):
                raise NotVouched("id_token")
            expected = Expected(self.declared, attempt.nonce, str(access or ""), self._now())
            try:
                return identity_of(token, self._present_keys(), expected)
            except UnknownKey:
                return identity_of(token, self._newer_keys(), expected)
        finally:
            self._exchanges.release()

    def way_out(self, back: str) -> str | None:
        """The address at which somebody signs out there as well; None where there is none, or the provider is
        silent."""
        try:
            address = self._known().get("end_session_endpoint")
        except ProviderUnavailable:
            return None
        if not isinstance(address, str) or origin_of(address) != origin_of(self.declared.issuer):
            return None
        query = urlencode({"client_id": self.declared.client, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def names_itself(self) -> bool:
        """Whether its answers say who gives them (RFC 9207). Raises ProviderUnavailable."""
        return self._known().get("authorization_response_iss_parameter_supported") is True

    def _client(self, back: str, session: httpx.Client | None = None) -> Any:
        from authlib.oauth2.client import OAuth2Client  # noqa: PLC0415  (where there is a provider alone)

        known = self.declared
        return OAuth2Client(
            session, known.client, known.secret, scope=known.scope, redirect_uri=back, code_challenge_method="S256"
        )

    def _tokens(self, attempt: AuthenticationRequest, code: str, back: str) -> Mapping[str, Any]:
        from authlib.oauth2 import OAuth2Error  # noqa: PLC0415

        known, address = self.declared, self._known()["token_endpoint"]
        by_body = "client_secret_basic" not in self._known().get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        secret = {"client_id": known.client, "client_secret": known.secret} if by_body else {}
        auth = httpx.Auth() if by_body else httpx.BasicAuth(known.client, known.secret)
        with _told(), httpx.Client(timeout=TIMEOUT) as session:
            try:
                given: Mapping[str, Any] = self._client(back, session).fetch_token(
                    address, auth=auth, code=code, code_verifier=attempt.verifier, **secret
                )
            except OAuth2Error as error:
                raise NotVouched("code") from error
            except ValueError as error:
                raise ProviderUnavailable("no answer of a provider") from error
        return given

    def _known(self) -> Mapping[str, Any]:
        """The provider's metadata (OpenID Connect Discovery 1.0)."""
        if monotonic() < self._metadata_until:
            return self._metadata
        found = self._asked(f"{self.declared.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.declared.issuer:
            raise ProviderUnavailable(f"it calls itself {found.get('issuer')!r}")
        if wrong := [name for name in NEEDED if not is_private(str(found.get(name)))]:
            raise ProviderUnavailable(f"{wrong} are no addresses with https")
        self._metadata, self._metadata_until = found, monotonic() + KNOWN_FOR_S
        return found

    def _present_keys(self) -> Mapping[str, Any]:
        return self._keys if monotonic() < self._keys_until else self._asked_keys()

    def _newer_keys(self) -> Mapping[str, Any]:
        """The keys, asked for anew unless that was done just now."""
        return self._keys if monotonic() < self._keys_at + NEWER_KEYS_EVERY_S else self._asked_keys()

    def _asked_keys(self) -> Mapping[str, Any]:
        found = self._asked(str(self._known()["jwks_uri"]))
        self._keys_at = monotonic()
        self._keys, self._keys_until = found, self._keys_at + KNOWN_FOR_S
        return found

    def _asked(self, address: str) -> dict[str, Any]:
        """The object at an address. Raises ProviderUnavailable."""
        if monotonic() < self._silent_until:
            raise ProviderUnavailable("it did not answer just now")
        try:
            with _told(), httpx.Client(timeout=TIMEOUT) as session:
                answer = session.get(address, headers={"Accept": "application/json"})
                answer.raise_for_status()
                found = json.loads(answer.content) if len(answer.content) <= LONGEST_ANSWER else None
        except (ProviderUnavailable, ValueError) as error:
            self._silent_until = monotonic() + PAUSE_S
            raise ProviderUnavailable(str(error)) from error
        if not isinstance(found, dict):
            raise ProviderUnavailable("no answer of a provider")
        return found
