"""Which ability each route, callback and panel needs: one table, and the check that nothing is missing in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from dashboard.access.roles.ability import ABILITIES, Ability
from dashboard.access.roles.roles import RolesWrong

FILE = Path(__file__).with_name("route_abilities.toml")

READ_LIKE_GET = frozenset({"HEAD", "OPTIONS"})
Need = Ability | Literal["nothing"]


@dataclass(frozen=True)
class WaysIn:
    """What an application consists of. routes: names of Flask with the methods that each takes; callbacks: outputs of
    Dash; panels: keys."""

    routes: Mapping[str, frozenset[str]]
    callbacks: frozenset[str]
    panels: frozenset[str]


@dataclass(frozen=True)
class RouteAbilities:
    """The table. A route's need is by method, where `*` stands for every one."""

    routes: Mapping[str, Mapping[str, Need]]
    formats: Mapping[str, Mapping[str, Need]]
    callbacks: Mapping[str, Need]
    panels: Mapping[str, Need]

    def of_route(self, endpoint: str, method: str) -> Need | None:
        """What a request of a route needs; None: nobody may send it."""
        needs = self.routes.get(endpoint, {})
        return needs.get("GET" if method in READ_LIKE_GET else method) or needs.get("*")

    def of_format(self, endpoint: str, form: str) -> Need | None:
        """What an answer in this format needs besides, None where no other is declared."""
        return self.formats.get(endpoint, {}).get(form)

    def of_panel(self, key: str) -> Need:
        """What a panel of a screen needs."""
        return self.panels.get(key, "look")


@cache
def route_abilities() -> RouteAbilities:
    """The table of this program."""
    return read_route_abilities(tomllib.loads(FILE.read_text("utf-8")))


def read_route_abilities(given: Mapping[str, Any]) -> RouteAbilities:
    """A table as a file declares it. Raises RolesWrong."""
    tables = {name: given.get(name, {}) for name in RouteAbilities.__annotations__}
    if unknown := sorted(set(given) - set(tables)):
        raise RolesWrong(f"There are no tables {unknown} of routes.")
    routes = {name: {"*": need} if isinstance(need, str) else need for name, need in tables["routes"].items()}
    plain = {name: tables[name] for name in ("callbacks", "panels")}
    for table in [*routes.values(), *tables["formats"].values(), *plain.values()]:
        for way, need in table.items():
            if need != "nothing" and need not in ABILITIES:
                raise RolesWrong(f"{way!r} needs {need!r}, which is no ability.")
    return RouteAbilities(cast(Any, routes), tables["formats"], **plain)


def refuse_unlisted(table: RouteAbilities, ways: WaysIn) -> None:
    """Raise RolesWrong where a way in is missing in the table, or a row of it names none that there is."""
    if wrong := [*_missing(table, ways), *_left_over(table, ways)]:
        raise RolesWrong("; ".join(wrong))


def _missing(table: RouteAbilities, ways: WaysIn) -> Iterator[str]:
    for endpoint, methods in sorted(ways.routes.items()):
        for method in sorted(methods - READ_LIKE_GET):
            if table.of_route(endpoint, method) is None:
                yield f"no ability is declared for {method} of the route {endpoint!r}"
    for output in sorted(ways.callbacks - table.callbacks.keys()):
        yield f"no ability is declared for the callback {output!r}"


def _left_over(table: RouteAbilities, ways: WaysIn) -> Iterator[str]:
    for endpoint, needs in table.routes.items():
        methods = ways.routes.get(endpoint, frozenset())
        if not methods or not set(needs) <= {"*", *methods}:
            yield f"there is no route {endpoint!r} with {', '.join(needs)}"
    rows: Mapping[str, tuple[Iterable[str], Iterable[str]]] = {
        "route": (table.formats, ways.routes),
        "callback": (table.callbacks, ways.callbacks),
        "panel": (table.panels, ways.panels),
    }
    for kind, (named, there) in rows.items():
        for name in sorted(set(named) - set(there)):
            yield f"there is no {kind} {name!r}"
