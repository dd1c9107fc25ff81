"""The visitor of the present request: the one place from which everything else learns who asks and what they may."""

from __future__ import annotations

from flask import g, has_app_context, has_request_context

from dashboard.access.roles.visitor import THE_PROGRAM, Visitor


def request_visitor() -> Visitor:
    """Whoever sends the request that is answered at present, as the gate found; outside of any request the program
    itself. Raises LookupError of a request that no gate has let in."""
    if not has_request_context() and not has_app_context():
        return THE_PROGRAM
    visitor = g.get("visitor")
    if not isinstance(visitor, Visitor):
        raise LookupError("No gate has let this request in.")
    return visitor


def set_request_visitor(visitor: Visitor) -> None:
    """What a gate found about the present request."""
    g.visitor = visitor
