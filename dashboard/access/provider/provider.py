"""What is asked of the provider itself: where its addresses are, its keys, and an ID token for a code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore, RLock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpx

from dashboard.access.provider.authentication_request import AuthenticationRequest
from dashboard.access.provider.bounded_client import BoundedClient
from dashboard.access.provider.declared import DeclaredProvider, is_private, origin_of
from dashboard.access.provider.id_token import Expected, Identity, NotVouched, UnknownKey, identity_of

KNOWN_FOR_S = 3600.0
"""How long addresses and keys of the provider are taken for present."""
PAUSE_S = 5.0
"""After it did not answer; who wants to sign in meanwhile does not wait for it."""
WAITED_S = 0.5
"""While somebody else asks for what was never known."""
NEWER_KEYS_EVERY_S = 30.0
AT_ONCE = 8
"""Codes that are asked about at the same time, so that nobody lets this server ask without end."""
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


@dataclass
class _Said:
    """What the provider said last: an object, and when, by the clock of the process."""

    value: Mapping[str, Any] = field(default_factory=dict)
    at: float = float("-inf")

    def is_of_the_last(self, seconds: float) -> bool:
        return monotonic() < self.at + seconds


class IdentityProvider:
    """The declared provider. Safe to use from many threads. now: the moment by which tokens are judged."""

    def __init__(self, declared: DeclaredProvider, now: Callable[[], datetime]) -> None:
        self.declared, self._now = declared, now
        self._metadata, self._keys = _Said(), _Said()
        self._asking, self._exchanges = RLock(), BoundedSemaphore(AT_ONCE)
        self._silent_until = 0.0

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
            self._require_no_silence()
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
        if not isinstance(address, str) or not is_private(address):
            return None
        if origin_of(address) != origin_of(self.declared.issuer):
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
        methods = self._known().get("token_endpoint_auth_methods_supported")
        by_body = isinstance(methods, list) and "client_secret_basic" not in methods
        secret = {"client_id": known.client, "client_secret": known.secret} if by_body else {}
        auth = httpx.Auth() if by_body else httpx.BasicAuth(known.client, known.secret)
        with _told(), self._noting_silence(httpx.TransportError), BoundedClient() as session:
            try:
                given = self._client(back, session).fetch_token(
                    address, auth=auth, code=code, code_verifier=attempt.verifier, **secret
                )
            except OAuth2Error as error:
                raise NotVouched("code") from error
            except (ValueError, TypeError, AttributeError) as error:
                raise ProviderUnavailable("no answer of a provider") from error
            return _object(given)

    def _known(self) -> Mapping[str, Any]:
        """The provider's metadata (OpenID Connect Discovery 1.0)."""
        return self._said(self._metadata, KNOWN_FOR_S, self._asked_metadata)

    def _present_keys(self) -> Mapping[str, Any]:
        return self._said(self._keys, KNOWN_FOR_S, self._asked_keys)

    def _newer_keys(self) -> Mapping[str, Any]:
        """The keys, asked for anew unless that was done just now."""
        return self._said(self._keys, NEWER_KEYS_EVERY_S, self._asked_keys, may_be_older=False)

    def _said(
        self, last: _Said, present_s: float, ask: Callable[[], dict[str, Any]], *, may_be_older: bool = True
    ) -> Mapping[str, Any]:
        """What the provider said within so many seconds, asked for by one at a time: others take what it said before,
        or give up soon. Raises ProviderUnavailable."""
        if last.is_of_the_last(present_s):
            return last.value
        self._require_no_silence()
        has_older = may_be_older and bool(last.value)
        if not self._asking.acquire(timeout=0 if has_older else WAITED_S):
            if has_older:
                return last.value
            raise ProviderUnavailable("somebody else is asking it")
        try:
            if not last.is_of_the_last(present_s):
                self._require_no_silence()
                with self._noting_silence(ProviderUnavailable):
                    last.value = ask()
                last.at = monotonic()
            return last.value
        finally:
            self._asking.release()

    def _asked_metadata(self) -> dict[str, Any]:
        found = _asked(f"{self.declared.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.declared.issuer:
            raise ProviderUnavailable(f"it calls itself {found.get('issuer')!r}")
        if wrong := [name for name in NEEDED if not is_private(str(found.get(name)))]:
            raise ProviderUnavailable(f"{wrong} are no addresses with https")
        return found

    def _asked_keys(self) -> dict[str, Any]:
        return _asked(str(self._known()["jwks_uri"]))

    def _require_no_silence(self) -> None:
        if monotonic() < self._silent_until:
            raise ProviderUnavailable("it did not answer just now")

    @contextmanager
    def _noting_silence(self, sign: type[Exception]) -> Iterator[None]:
        """For a moment nobody asks again. sign: that it does not answer, which no code of a stranger brings about."""
        try:
            yield
        except sign:
            self._silent_until = monotonic() + PAUSE_S
            raise


def _asked(address: str) -> dict[str, Any]:
    """The object at an address. Raises ProviderUnavailable."""
    with _told(), BoundedClient() as session:
        answer = session.get(address, headers={"Accept": "application/json"})
        answer.raise_for_status()
    try:
        return _object(json.loads(answer.content))
    except ValueError as error:
        raise ProviderUnavailable(str(error)) from error


def _object(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ProviderUnavailable("no answer of a provider")
    return found
