"""The address to listen on: who can reach it, and a socket bound to it."""

import socket
from pathlib import Path

from dashboard.access.roles.roles import roles_of_people
from dashboard.access.token_strength import weakness
from dashboard.errors import NotAllowed
from dashboard.settings import Settings
from dashboard.web.peers import address_of

CLOSED_BY = "set an access token (YIPING_TOKEN=… or --token …) or make an account (yiping account add NAME)"


def is_loopback(host: str) -> bool:
    """Whether a host name or address (without port) means this machine."""
    if host == "localhost":
        return True
    address = address_of(host)
    return address is not None and address.is_loopback


def check_openness(settings: Settings, folder: Path) -> None:
    """Raises NotAllowed when others could reach the server of the city in a folder, which has no accounts, and no
    access token is set, or one that can be guessed.

    The token must be a good one on loopback too: there it keeps out the others who work on this machine, and tunnels
    and published ports of containers lead to loopback without the server knowing.
    """
    from dashboard.access.provider.declared import declared_provider  # noqa: PLC0415

    token = settings.token_text()
    is_vouched_for = declared_provider(settings) is not None or bool(settings.proxy_user_header)
    if settings.proxy_user_header and not settings.trusted_proxies:
        raise NotAllowed("YIPING_PROXY_USER_HEADER counts from declared proxies alone; set YIPING_TRUSTED_PROXIES.")
    others = _who_lets_others_in(settings)
    if others and token is None and not is_vouched_for and not _has_accounts(folder):
        raise NotAllowed(f"{others} lets others in, so {CLOSED_BY}")
    if token and (why := weakness(token)):
        raise NotAllowed(why)
    if settings.token_role not in roles_of_people():
        known = ", ".join(roles_of_people())
        raise NotAllowed(f"There is no role {settings.token_role!r} for holders of the token; use one of {known}")


def _who_lets_others_in(settings: Settings) -> str:
    """The subject of a sentence; empty where this machine alone can ask."""
    if not is_loopback(settings.host):
        return f"Listening on {settings.host}"
    return "A proxy" if settings.trusted_proxies else ""


def _has_accounts(folder: Path) -> bool:
    """Not looked at without need: it brings pandas and DuckDB, 200 MB in a process that only supervises others."""
    from dashboard.access.accounts.city_accounts import has_accounts  # noqa: PLC0415

    return has_accounts(folder)


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises NotAllowed with a sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise NotAllowed(f"Cannot listen on {host}:{port}: {reason}; choose another --port or --host.") from error
    return bound


def url_of(host: str, bound: socket.socket) -> str:
    """The address under which this machine reaches a server on `bound`."""
    port = bound.getsockname()[1]
    if host in ("0.0.0.0", "::"):  # noqa: S104
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
