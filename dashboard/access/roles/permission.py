"""Whether the visitor of the present request may have what it asks for, by the table of routes."""

from __future__ import annotations

from flask import Flask, request

from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.route_abilities import Need, RouteAbilities, WaysIn, route_abilities
from dashboard.access.roles.visitor import Visitor
from dashboard.errors import NotPermitted

CALLBACK = "/_dash-update-component"


def register(flask: Flask) -> None:
    """Every request is asked about, behind the gate, which has found out who sends it."""
    flask.before_request(refuse_forbidden)


def refuse_forbidden() -> None:
    """Raises NotPermitted where the visitor lacks what the route, its format or its callback needs, and for what
    the table does not know."""
    if request.endpoint is None:
        return  # there is no such address, which is said to everybody whom the gate lets in
    table, visitor = route_abilities(), request_visitor()
    for need in needs_of(table, request.endpoint):
        must(visitor, need)


def must(visitor: Visitor, need: Need | None) -> None:
    """Raises NotPermitted unless a visitor has what something needs; None: nobody may have it."""
    if need is None:
        raise NotPermitted("")
    if need != "nothing":
        visitor.must(need)


def needs_of(table: RouteAbilities, endpoint: str) -> list[Need | None]:
    """What the present request of a route needs."""
    needs = [table.of_route(endpoint, request.method)]
    if endpoint in table.formats:
        form = table.of_format(endpoint, request.args.get("format", ""))
        needs += [form] if form else []
    if endpoint == CALLBACK:
        asked = request.get_json(silent=True)
        output = asked.get("output") if isinstance(asked, dict) else None
        needs.append(table.callbacks.get(str(output)))
    return needs


def ways_in(flask: Flask, callbacks: frozenset[str], panels: frozenset[str]) -> WaysIn:
    """What an application consists of."""
    routes: dict[str, frozenset[str]] = {}
    for rule in flask.url_map.iter_rules():
        routes[rule.endpoint] = routes.get(rule.endpoint, frozenset()) | frozenset(rule.methods or ())
    return WaysIn(routes, callbacks, panels)
