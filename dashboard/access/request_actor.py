"""Who acts: the one place that decides under which name something is kept that a request asks for."""

from __future__ import annotations

from dashboard.access.actor import Actor
from dashboard.access.request_visitor import request_visitor


def request_actor() -> Actor:
    """Whoever sends the present request, which the gate let through."""
    found = request_visitor()
    return Actor(found.who, found.origin)
