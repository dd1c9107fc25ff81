"""Proxies in front of the server: what their headers say counts only from those that are declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Literal

from waitress.proxy_headers import PROXY_HEADERS, MalformedProxyHeader, parse_proxy_headers

from dashboard.web.peers import address_of

Family = Literal["x-forwarded", "forwarded"]
Environment = dict[str, Any]
Application = Callable[[Environment, Any], Iterable[bytes]]
PROXIED = "yiping.proxied"
"""In the environment of a request: whether an undeclared proxy stands between the server and who asks."""
MALFORMED = "yiping.malformed_proxy_header"
USER = "yiping.user_of_proxy"
"""Whom a declared proxy has signed in, as it names them."""
FOREIGN_USER = "yiping.user_of_stranger"
"""That somebody else named such a user."""
TRUSTED = {
    "x-forwarded": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    "forwarded": {"forwarded"},
}
OF_PROXIES = re.compile(r"HTTP_(?:X_FORWARDED(?:_\w+)?|FORWARDED|VIA|X_REAL_IP|X_CLIENT_IP|TRUE_CLIENT_IP)$")


class TrustedProxies:
    """The declared proxies (`networks`) and the one family of headers that they set; the other is never read, since
    a proxy passes on what it does not know. user_header: in which they name whom they have signed in, if they do."""

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network], family: Family, user_header: str = "") -> None:
        self._networks, self._family = tuple(networks), family
        self._user_key = f"HTTP_{user_header.upper().replace('-', '_')}" if user_header else ""

    def __contains__(self, address: object) -> bool:
        found = address_of(str(address))
        return found is not None and any(found in network for network in self._networks)

    def in_front_of(self, application: Application) -> Application:
        """The application, which then sees who really asks, by which scheme and for which host."""

        def told(environment: Environment, start_response: Any) -> Iterable[bytes]:
            self.apply(environment)
            return application(environment, start_response)

        return told

    def apply(self, environment: Environment) -> None:
        """Puts what a declared proxy says into the environment of a request, and takes all headers of proxies out.

        Sets PROXIED where such headers came from anybody else, and MALFORMED where a declared proxy sent nonsense.
        """
        self._apply_user(environment)
        named = [key for key in environment if OF_PROXIES.match(key)]
        if environment.get("REMOTE_ADDR", "") not in self:
            environment[PROXIED] = bool(named)
        else:
            try:
                parse_proxy_headers(environment, self._hops(environment), TRUSTED[self._family])
            except MalformedProxyHeader:
                environment[MALFORMED] = True
        for key in {*named, *(f"HTTP_{name}" for name in PROXY_HEADERS)}:
            environment.pop(key, None)

    def _apply_user(self, environment: Environment) -> None:
        given = environment.pop(self._user_key, "") if self._user_key else ""
        if not given:
            return
        if environment.get("REMOTE_ADDR", "") in self:
            environment[USER] = given.encode("latin-1").decode("utf-8", "replace")
        else:
            environment[FOREIGN_USER] = True

    def _hops(self, environment: Environment) -> int:
        """How many entries at the end of the header come from declared proxies: each names who asked it."""
        if self._family == "forwarded":
            elements = environment.get("HTTP_FORWARDED", "").lower().split(",")
            asked = [re.search(r"for=\"?\[?([^;\"\]]*)", element) for element in elements]
            names = [found[1] if found else "" for found in asked]
        else:
            names = environment.get("HTTP_X_FORWARDED_FOR", "").split(",")
        hops = 1
        for name in reversed(names[1:]):
            if name.strip().strip('"[]') not in self:
                break
            hops += 1
        return hops
