"""Who acts: the one place that decides under which name something is kept that a request asks for."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles import visitor


@dataclass(frozen=True)
class Actor:
    """who: a person, or by what they came in; origin: an address of the network, or what is no request."""

    who: str
    origin: str


COMMAND_LINE = Actor(visitor.COMMAND_LINE, "this machine")
SYSTEM = Actor(visitor.SYSTEM, "this machine")
SIMULATOR = Actor(visitor.SIMULATOR, "this machine")


def request_actor() -> Actor:
    """Whoever sends the present request, which the gate let through."""
    found = request_visitor()
    return Actor(found.who, found.origin)
