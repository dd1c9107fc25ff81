"""The ID token of a provider: whom it vouches for (OpenID Connect Core 1.0, section 3.1.3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboard.access.provider.declared import DeclaredProvider

ALGORITHMS = ("RS256", "ES256")
LEEWAY_S = 60
"""By which the clocks of two machines may differ."""
LONGEST = 100_000


class NotVouched(Exception):  # noqa: N818
    """The provider, or whoever spoke in its name, vouches for nobody; reason: as the audit names it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownKey(NotVouched):
    """No known key of the provider has signed it; it may have newer ones."""


@dataclass(frozen=True)
class Identity:
    """Somebody for whom a provider vouches. subject: what it calls them for ever; name: what the declared claim says,
    empty where that is nothing or an address that nobody verified; has_two_factors: whether it saw two of them."""

    issuer: str
    subject: str
    name: str
    has_two_factors: bool


@dataclass(frozen=True)
class Expected:
    """What an ID token must answer: nonce: of the attempt; access_token: that came with it; now: when."""

    provider: DeclaredProvider
    nonce: str
    access_token: str = field(repr=False)
    now: datetime


def identity_of(token: str, keys: Mapping[str, Any], expected: Expected) -> Identity:
    """Whom an ID token vouches for. keys: the provider's, as it publishes them. Raises NotVouched, and UnknownKey where
    none of the keys signed it."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415  (where there is a provider alone)
    from joserfc.errors import JoseError  # noqa: PLC0415

    provider, nonce = expected.provider, expected.nonce
    header, claims = _signed(token, keys)
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client},
        "nonce": {"essential": True, "value": nonce},
        "sub": {"essential": True},
    }
    about = {"nonce": nonce, "client_id": provider.client, "access_token": expected.access_token}
    try:
        CodeIDToken(claims, header, options, about).validate(int(expected.now.timestamp()), LEEWAY_S)
    except JoseError as error:
        raise NotVouched(_reason(error)) from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise NotVouched("id_token") from error
    subject, name = claims["sub"], claims.get(provider.claim)
    if not isinstance(subject, str) or not subject:
        raise NotVouched("id_token")
    if provider.claim == "email" and claims.get("email_verified") is not True:
        name = ""  # whoever likes may have written it
    has_two_factors = bool(_ways(claims) & provider.two_factors)
    return Identity(provider.issuer, subject, name if isinstance(name, str) else "", has_two_factors)


def _ways(claims: Mapping[str, Any]) -> set[str]:
    """How somebody proved who they are (`acr`, and `amr` where it is a list of texts)."""
    listed = claims.get("amr")
    given = [claims.get("acr"), *(listed if isinstance(listed, list) else [])]
    return {one for one in given if isinstance(one, str)}


def _signed(token: str, keys: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token that one of the keys signed, by one of the two algorithms. Raises NotVouched."""
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import InvalidKeyIdError, JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    if len(token) > LONGEST:
        raise NotVouched("id_token")
    try:
        found = jwt.decode(token, KeySet.import_key_set({"keys": _public(keys)}), algorithms=list(ALGORITHMS))
    except InvalidKeyIdError as error:
        raise UnknownKey("signature") from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotVouched("signature") from error
    return dict(found.header), dict(found.claims)


def _public(keys: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of the keys with which a token may be signed: a shared secret is none."""
    listed = keys.get("keys")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [one for one in found if one.get("kty") in ("RSA", "EC") and one.get("use") != "enc"]


def _reason(error: Exception) -> str:
    """As the audit names what is wrong with a token."""
    if type(error).__name__ == "ExpiredTokenError":
        return "expired"
    claim = str(getattr(error, "claim", "") or "")
    return {"iss": "issuer", "aud": "audience", "azp": "audience", "nonce": "nonce"}.get(claim, "id_token")
