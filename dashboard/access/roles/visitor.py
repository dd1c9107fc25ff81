"""Who stands behind a request, and what they may do and see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from dashboard.access.accounts.account import Account
from dashboard.access.actor import COMMAND_LINE
from dashboard.access.roles.ability import Ability
from dashboard.access.roles.roles import LOCAL, abilities_of
from dashboard.errors import NotPermitted
from queries.values import WHOLE_CITY, Scope

BY_TOKEN = "token"  # noqa: S105 - the word for it

NO_STATEMENTS = Scope()
EVERY_ABILITY: frozenset[Ability] = frozenset(get_args(Ability))


@dataclass(frozen=True)
class Visitor:
    """who: a person, or by what they came in; origin: their address in the network, or what is no request; scope: what
    of the city their answers are made of; is_local: at this machine, of a city that asks nobody for a name; account: of
    somebody who has signed in; withheld: what their role would give, had they a second factor."""

    who: str
    origin: str
    abilities: frozenset[Ability] = frozenset()
    scope: Scope = NO_STATEMENTS
    is_local: bool = False
    account: Account | None = None
    withheld: frozenset[Ability] = frozenset()

    def may(self, ability: Ability) -> bool:
        """Whether they have this ability."""
        return ability in self.abilities

    @property
    def may_unmask(self) -> bool:
        """Whether they may see what is personal: by their role and by their account."""
        return self.may("unmask") and self.scope.persons == "clear"

    def must(self, ability: Ability) -> None:
        """Raises NotPermitted unless they have this ability."""
        if ability in self.withheld:
            raise NotPermitted("second_factor")
        if ability not in self.abilities:
            raise NotPermitted(ability)


def local_visitor(origin: str) -> Visitor:
    """Whoever sits at this machine, of a city without accounts and token."""
    abilities = abilities_of(LOCAL)
    return Visitor(LOCAL, origin, abilities, scope_of(abilities), is_local=True)


def token_visitor(role: str, origin: str, scope: Scope | None = None) -> Visitor:
    """A holder of the city's token, which gives the rights of a role. scope: that of the role in the city; None: as in
    a city without sensitive lines of business."""
    abilities = abilities_of(role)
    return Visitor(BY_TOKEN, origin, abilities, scope or scope_of(abilities))


def with_key_of_source(visitor: Visitor) -> Visitor:
    """One who brings the key of a source as well, and so may load files."""
    return replace(visitor, abilities=visitor.abilities | {"load"})


def source_visitor(source: str, origin: str) -> Visitor:
    """A source that delivers: it sees nothing of the city."""
    return Visitor(f"source {source}", origin, frozenset({"deliver"}))


def command_visitor(origin: str) -> Visitor:
    """The command line of this machine, beside the running server."""
    return Visitor(COMMAND_LINE.who, origin, frozenset({"command"}), WHOLE_CITY)


def looking_visitor(origin: str) -> Visitor:
    """The command line where it looks at the screens like a person, to photograph one."""
    return Visitor(COMMAND_LINE.who, origin, abilities_of(LOCAL), WHOLE_CITY)


def nobody(origin: str) -> Visitor:
    """Of what is answered to everybody."""
    return Visitor("", origin)


THE_PROGRAM = Visitor(COMMAND_LINE.who, "this machine", EVERY_ABILITY, WHOLE_CITY)
"""What the program does of its own accord: its jobs, and commands of the operator."""


def scope_of(abilities: frozenset[Ability]) -> Scope:
    """What somebody with these abilities sees of the whole city."""
    return Scope(statements="see_statements" in abilities)
