"""The provider as the settings declare it."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from dashboard.errors import NotAllowed
from dashboard.settings import Settings


@dataclass(frozen=True)
class DeclaredProvider:
    """claim: of an ID token, whose value is the name of an account; two_factors: values of `amr` or `acr` that say that
    somebody proved who they are by two factors."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "preferred_username"
    scope: str = "openid profile"
    two_factors: frozenset[str] = frozenset()


def declared_provider(settings: Settings) -> DeclaredProvider | None:
    """None where there is none. Raises NotAllowed where it is declared in part, or would be asked without TLS."""
    if not settings.oidc_issuer:
        return None
    issuer = settings.oidc_issuer
    if not is_private(issuer):
        raise NotAllowed(f"YIPING_OIDC_ISSUER is {issuer}: others can read along; use an address with https.")
    secret = _secret(settings)
    if not settings.oidc_client_id or not secret:
        raise NotAllowed(
            "YIPING_OIDC_ISSUER needs YIPING_OIDC_CLIENT_ID and YIPING_OIDC_CLIENT_SECRET (or …_SECRET_FILE); set them."
        )
    proofs = frozenset(part.strip() for part in settings.oidc_two_factors.split(",") if part.strip())
    return DeclaredProvider(
        issuer, settings.oidc_client_id, secret, settings.oidc_claim, settings.oidc_scope, two_factors=proofs
    )


def is_private(address: str) -> bool:
    """Whether nobody between reads along: by TLS, or because it is this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname)))


def origin_of(issuer: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}"


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _secret(settings: Settings) -> str:
    if settings.oidc_client_secret:
        return settings.oidc_client_secret.get_secret_value()
    if settings.oidc_client_secret_file is None:
        return ""
    try:
        return settings.oidc_client_secret_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise NotAllowed(f"YIPING_OIDC_CLIENT_SECRET_FILE cannot be read ({reason}); give a file with it.") from error
