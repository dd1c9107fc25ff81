"""The visitor of the present request: the one place from which everything else learns who asks and what they may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import g, has_app_context, has_request_context

from dashboard.access.roles.visitor import THE_PROGRAM, Visitor

_on_behalf: ContextVar[Visitor] = ContextVar("on_behalf")


@contextmanager
def on_behalf_of(visitor: Visitor) -> Iterator[None]:
    """Within the block this thread, which answers no request, asks for somebody: with their rights and no others."""
    token = _on_behalf.set(visitor)
    try:
        yield
    finally:
        _on_behalf.reset(token)


def request_visitor() -> Visitor:
    """Whoever sends the request that is answered at present, as the gate found; outside of any request the one on whose
    behalf something is done, or the program itself. Raises LookupError of a request that no gate has let in."""
    if not has_request_context() and not has_app_context():
        return _on_behalf.get(THE_PROGRAM)
    visitor = g.get("visitor")
    if not isinstance(visitor, Visitor):
        raise LookupError("No gate has let this request in.")
    return visitor


def set_request_visitor(visitor: Visitor) -> None:
    """What a gate found about the present request."""
    g.visitor = visitor
