"""Settings of one process: environment variables `YIPING_*`, overridden by command line options."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_home() -> Path:
    """The platform's data folder for yiping."""
    return Path(platformdirs.user_data_dir("yiping", appauthor=False))


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


class Settings(BaseSettings):
    """Every setting has a default that is safe on a desk: loopback only, no token, ten seconds for a question."""

    model_config = SettingsConfigDict(env_prefix="YIPING_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=default_home, description="folder that holds one folder per city")
    city: str | None = Field(default=None, description="city name or folder taken when --city is omitted")
    host: str = Field(default="127.0.0.1", description="address to listen on; anything but loopback needs a token")
    port: int = Field(default=8050, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    token: SecretStr | None = Field(default=None, description="access token; opened once by /enter?token=…")
    token_role: str = Field(default="analyst", description="role of whoever holds the access token")
    browser: Path | None = Field(default=None, description="Chromium executable for snap; found by itself otherwise")
    threads: int = Field(default=64, ge=1, le=256, description="requests answered at the same time")
    time_limit_s: float = Field(default=10.0, gt=0, description="seconds one question may take")
    memory_bytes: int | None = Field(
        default=None,
        ge=200_000_000,
        description="bytes of the store's buffers and of cached answers; by default 170 MB "
        "and half the size of the store, at least 320 MB, at most 1.2 GB",
    )
    body_limit_bytes: int = Field(default=4_000_000, gt=0, description="largest body of a request, in bytes")
    intake_bytes: int = Field(default=8_000_000, gt=0, description="largest body of one delivery of a source, in bytes")
    upload_bytes: int = Field(default=500_000_000, gt=0, description="largest file that the page /load takes, in bytes")
    rows_per_minute: int = Field(default=300_000, gt=0, description="rows that one source may deliver in a minute")
    backlog_rows: int = Field(
        default=200_000, gt=0, description="rows of a source taken but not yet applied before it waits"
    )
    tile_bytes: int = Field(default=256_000_000, ge=0, description="bytes of map tiles kept in a city's folder")
    wrong_tokens_per_minute: int = Field(
        default=10, ge=1, description="different wrong secrets answered per network and minute"
    )
    idle_minutes: float = Field(
        default=60, gt=0, description="minutes after which who does nothing is signed out; not walls"
    )
    session_hours: float = Field(default=24, gt=0, description="hours after which everybody signs in again; not walls")
    proof_minutes: float = Field(
        default=10, gt=0, description="minutes after which changes of rights and sessions need the password again"
    )
    local_without_account: bool = Field(
        default=False, description="this machine looks without signing in though the city has accounts"
    )
    second_factor_required: bool = Field(
        default=False, description="who may act, see personal data or administer needs a second factor for it"
    )
    oidc_issuer: str = Field(default="", description="address of the organisation's provider of identities (OIDC)")
    oidc_client_id: str = Field(default="", description="as the provider knows this server")
    oidc_client_secret: SecretStr | None = Field(default=None, description="secret that it gave to this server")
    oidc_client_secret_file: Path | None = Field(default=None, description="file with that secret instead")
    oidc_claim: str = Field(
        default="preferred_username", description="what of an ID token names the account of who comes the first time"
    )
    oidc_scope: str = Field(default="openid profile", description="what the provider is asked to tell")
    oidc_two_factors: str = Field(
        default="", description="values of amr or acr by which the provider says two factors, separated by commas"
    )
    hosts: str = Field(
        default="", description="names under which the server is reached, separated by commas; empty: any"
    )
    trusted_proxies: str = Field(
        default="", description="addresses or networks of proxies whose headers count, separated by commas"
    )
    proxy_headers: Literal["x-forwarded", "forwarded"] = Field(
        default="x-forwarded", description="which headers they set: X-Forwarded-For, -Proto and -Host, or Forwarded"
    )
    proxy_user_header: str = Field(
        default="", description="header in which they name the account of whom they have signed in", pattern=r"^[\w-]*$"
    )
    connections: int = Field(default=2000, ge=8, description="connections open at the same time")
    connections_per_peer: int = Field(default=256, ge=4, description="of those, from one address (IPv6: one /64)")
    header_seconds: float = Field(default=10.0, gt=0, description="seconds in which the headers of a request must come")
    request_seconds: float = Field(default=60.0, gt=0, description="seconds in which a whole request must come")
    access_log: Literal["file", "stderr", "off"] = Field(
        default="file", description="where each request is noted: access/ in the city's folder, stderr, or nowhere"
    )
    access_log_bytes: int = Field(default=50_000_000, ge=100_000, description="bytes that access/ has altogether")
    modules_apart: bool = Field(default=False, description="send each module of the browser in an answer of its own")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, text: str) -> str:
        _networks(text)
        return text

    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The declared proxies."""
        return _networks(self.trusted_proxies)

    def host_names(self) -> frozenset[str]:
        """The names under which the server answers, lower case, without ports; empty for any."""
        named = (urlsplit(f"//{part.strip()}").hostname for part in self.hosts.split(","))
        return frozenset(name for name in named if name)

    def token_text(self) -> str | None:
        """The token in clear, or None when none (or an empty one) is set."""
        text = self.token.get_secret_value() if self.token else ""
        return text or None
