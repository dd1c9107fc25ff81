"""Who acts: the one place that decides under which name something is kept that a request asks for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, request

LOCAL, BY_TOKEN = "local", "token"


@dataclass(frozen=True)
class Actor:
    """who: a person, once there are accounts; until then by what they came in. origin: an address of the network, or
    what is no request."""

    who: str
    origin: str


COMMAND_LINE = Actor("command_line", "this machine")


def request_actor() -> Actor:
    """Whoever sends the present request, which the gate let through."""
    return Actor(g.get("who", LOCAL), request.remote_addr or "unknown")
