"""The roles of `roles.toml` and what each may do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from dashboard.access.roles.ability import ABILITIES, OF_KEYS, Ability

FILE = Path(__file__).with_name("roles.toml")
LOCAL = "local"
DEVICE = "device"
Roles = Mapping[str, frozenset[Ability]]


class RolesWrong(ValueError):  # noqa: N818
    """A row of a table of roles or routes says something that there is not."""


@cache
def roles() -> Roles:
    """What each role may do, by its name."""
    return read_roles(tomllib.loads(FILE.read_text("utf-8")))


def abilities_of(role: str) -> frozenset[Ability]:
    """What a role may do; one that there is not, nothing."""
    return roles().get(role, frozenset())


def roles_of_people() -> tuple[str, ...]:
    """The roles that an account of a person can have, in the order of the file."""
    return tuple(name for name in roles() if name not in (LOCAL, DEVICE))


def read_roles(given: Mapping[str, Any]) -> Roles:
    """Roles as a file declares them. Raises RolesWrong."""
    return MappingProxyType({name: _abilities(name, about) for name, about in given.items()})


def _abilities(role: str, about: Any) -> frozenset[Ability]:
    if not isinstance(about, Mapping) or set(about) != {"abilities"}:
        raise RolesWrong(f"The role {role!r} has abilities and nothing else.")
    named = about["abilities"]
    if unknown := [one for one in named if one not in ABILITIES - OF_KEYS]:
        raise RolesWrong(f"The role {role!r} names {unknown}, which no role can have.")
    if "look" not in named:
        raise RolesWrong(f"The role {role!r} may not look; without that nothing can be opened.")
    return frozenset(cast("list[Ability]", named))
