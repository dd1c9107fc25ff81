"""ID tokens as an attacker would make them: by another key, another algorithm, for another program, without an end."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from dashboard.access.provider.authentication_request import new_authentication_request
from dashboard.access.provider.declared import DeclaredProvider, declared_provider, is_private
from dashboard.access.provider.id_token import Expected, NotVouched, UnknownKey, identity_of
from dashboard.errors import NotAllowed
from dashboard.settings import Settings

ISSUER, NONCE = "https://id.example.cn", "the nonce"
PROVIDER = DeclaredProvider(ISSUER, "city", "a secret", two_factors=frozenset({"mfa", "gold"}))
NOW = datetime.now(UTC)


@cache
def rsa(kid: str = "rsa", _number: int = 0) -> RSAKey:
    """Another key for each number."""
    return RSAKey.generate_key(2048, {"kid": kid})


@cache
def elliptic() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "ec"})


def keys() -> dict[str, Any]:
    """As the provider publishes them."""
    return {"keys": [rsa().as_dict(private=False), elliptic().as_dict(private=False)]}


def claims(**other: Any) -> dict[str, Any]:
    moment = int(NOW.timestamp())
    usual = {"iss": ISSUER, "sub": "4711", "aud": "city", "nonce": NONCE, "preferred_username": "wang"}
    said = {**usual, "iat": moment, "exp": moment + 300, **other}
    return {name: value for name, value in said.items() if value is not None}


def token(algorithm: str = "RS256", key: Any = None, **other: Any) -> str:
    key = key or rsa()
    header = {"alg": algorithm, "kid": key.kid}
    return jwt.encode(header, claims(**other), key, algorithms=[algorithm])


def judged(given: str, access: str = "") -> Any:
    return identity_of(given, keys(), Expected(PROVIDER, NONCE, access, NOW))


def written(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def unsigned() -> str:
    return f"{written({'alg': 'none'})}.{written(claims())}."


def with_its_own_key() -> str:
    """With the key of an attacker in the token itself, and an address of it."""
    other = rsa("another")
    header = {"alg": "RS256", "kid": "rsa", "jwk": other.as_dict(private=False), "jku": "https://evil.example/keys"}
    return jwt.encode(header, claims(), other, algorithms=["RS256"])


def signed_by_public_key() -> str:
    """As if the key that everybody may read were a shared secret."""
    said = f"{written({'alg': 'HS256', 'kid': 'rsa'})}.{written(claims())}"
    seal = hmac.digest(rsa().as_pem(private=False), said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(seal).decode().rstrip('=')}"


@pytest.mark.parametrize(("algorithm", "key"), [("RS256", rsa), ("ES256", elliptic)])
def test_a_token_that_the_provider_signed_vouches_for_somebody(algorithm: str, key: Callable[[], Any]) -> None:
    found = judged(token(algorithm, key()))
    assert (found.issuer, found.subject, found.name, found.has_two_factors) == (ISSUER, "4711", "wang", False)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"aud": ["city", "another"]}, "audience"),
        ({"aud": ["city"], "azp": "another"}, "audience"),
        ({"aud": None}, "audience"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"exp": int(NOW.timestamp()) - 90}, "expired"),
        ({"exp": None}, "id_token"),
        ({"iat": int(NOW.timestamp()) + 600}, "id_token"),
        ({"iat": None}, "id_token"),
        ({"nbf": int(NOW.timestamp()) + 600}, "id_token"),
        ({"sub": None}, "id_token"),
        ({"sub": 5}, "id_token"),
        ({"sub": ""}, "id_token"),
        ({"amr": "mfa"}, "id_token"),
        ({"amr": 5}, "id_token"),
        ({"at_hash": "of another"}, "id_token"),
    ],
)
def test_what_it_says_must_answer_what_was_asked(other: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotVouched) as refused:
        judged(token(**other), access="the access token")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "given",
    [
        unsigned,
        signed_by_public_key,
        lambda: token("RS512"),
        lambda: token("PS256"),
        lambda: f"{token()[:-9]}AAAAAAAAA",
        lambda: token("RS256", rsa("rsa", 1)),
        with_its_own_key,
        lambda: "no token",
        lambda: "",
        lambda: "x" * 200_000,
    ],
)
def test_only_the_two_algorithms_and_the_provider_s_keys_count(given: Callable[[], str]) -> None:
    with pytest.raises(NotVouched, match=r"signature|id_token"):
        judged(given())


def test_a_key_that_is_not_known_is_told_apart_so_that_newer_ones_are_asked_for() -> None:
    with pytest.raises(UnknownKey):
        judged(token("RS256", rsa("newer")))
    with pytest.raises(NotVouched):
        identity_of(token(), {"keys": "none"}, Expected(PROVIDER, NONCE, "", NOW))


@pytest.mark.parametrize(
    ("said", "has_two"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "gold"}, True),
        ({"amr": ["pwd"], "acr": "1"}, False),
        ({"amr": [{"mfa": 1}, 5]}, False),
        ({}, False),
    ],
)
def test_two_factors_are_those_that_the_settings_name(said: dict[str, Any], has_two: bool) -> None:
    assert judged(token(**said)).has_two_factors is has_two


@pytest.mark.parametrize(
    ("said", "name"),
    [({"email_verified": True}, "w@a.cn"), ({}, ""), ({"email_verified": False}, ""), ({"email_verified": "true"}, "")],
)
def test_an_address_names_nobody_until_the_provider_has_verified_it(said: dict[str, Any], name: str) -> None:
    by_address = Expected(replace(PROVIDER, claim="email"), NONCE, "", NOW)
    assert identity_of(token(email="w@a.cn", **said), keys(), by_address).name == name


def test_the_secret_is_read_from_a_file_and_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("a very secret secret\n", "utf-8")
    settings = Settings(oidc_issuer=ISSUER, oidc_client_id="city", oidc_client_secret_file=file)
    declared = declared_provider(settings)
    assert declared is not None
    assert declared.secret == "a very secret secret"  # noqa: S105
    by_value = Settings(oidc_issuer=ISSUER, oidc_client_id="city", oidc_client_secret="a very secret secret")  # type: ignore[arg-type]  # noqa: S106
    assert "very secret" not in f"{declared!r}{declared}{by_value!r}{new_authentication_request('/', NOW)!r}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://id.example.cn", "oidc_client_id": "city", "oidc_client_secret": "x"},
        {"oidc_issuer": "id.example.cn", "oidc_client_id": "city", "oidc_client_secret": "x"},
        {"oidc_issuer": ISSUER, "oidc_client_id": "city"},
        {"oidc_issuer": ISSUER, "oidc_client_secret": "x"},
        {"oidc_issuer": ISSUER, "oidc_client_id": "city", "oidc_client_secret_file": "/nowhere"},
    ],
)
def test_a_provider_declared_in_part_or_without_tls_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(NotAllowed, match="YIPING_OIDC"):
        declared_provider(Settings(**wrong))  # type: ignore[arg-type]
    assert declared_provider(Settings()) is None
    assert [is_private(one) for one in ("https://a", "http://127.0.0.1:9", "http://[::1]", "http://a", "")] == [
        *(True, True, True, False, False)
    ]


def test_all_that_is_derived_from_an_attempt_differs_and_fits() -> None:
    attempt, other = new_authentication_request("/sources?a=1.2", NOW), new_authentication_request("/", NOW)
    derived = {attempt.state, attempt.nonce, attempt.verifier, other.state, other.nonce, other.verifier}
    assert len(derived) == 6
    assert {len(one) for one in derived} == {43}
    assert attempt.target == "/sources?a=1.2"
    assert attempt.is_answered_by(attempt.state, NOW)
    assert not attempt.is_answered_by(other.state, NOW)
