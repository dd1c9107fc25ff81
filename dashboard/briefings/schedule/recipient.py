"""With whose rights a briefing of a schedule is made: those of an account, as they are at that moment."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace

from dashboard.access.accounts.city_accounts import accounts_of
from dashboard.access.roles.account_scope import account_visitor
from dashboard.access.roles.visitor import Visitor, local_visitor
from dashboard.briefings.schedule.scheduled import ScheduledBriefing
from dashboard.errors import BadParameter, DashboardError, NotFound
from queries.city import City

ORIGIN = "this machine"


class NoRights(DashboardError):  # noqa: N818
    """A briefing cannot be made for its account."""


def recipient_of(city: City, one: ScheduledBriefing) -> Visitor:
    """Who gets it, with persons masked whatever their role. Raises NoRights and AccountsDamaged."""
    with closing(accounts_of(city.ground.folder, city.profile.name)) as people:
        if not one.account:
            if people.store.is_used():
                raise NoRights(f"{one.key}: the city has accounts; name the `account` with whose rights it is made.")
            return _masked(local_visitor(ORIGIN))
        try:
            account = people.store.named(one.account)
        except (NotFound, BadParameter):
            raise NoRights(f"{one.key}: there is no such account (any more); name another.") from None
    if account.disabled:
        raise NoRights(f"{one.key}: its account is disabled; nothing is made for it.")
    visitor = account_visitor(account, city.tree, city.profile, ORIGIN)
    if not visitor.may("export"):
        raise NoRights(f"{one.key}: the role of its account may not have files; name another.")
    return _masked(visitor)


def rights_of(visitor: Visitor) -> str:
    """A digest of all that decides what stands in a briefing for somebody."""
    masked = _masked(visitor)
    may = sorted(masked.abilities & {"export", "list_cases"})
    scope = replace(masked.scope, statements=False)
    return hashlib.sha256(repr((masked.who, may, scope)).encode()).hexdigest()[:16]


def _masked(visitor: Visitor) -> Visitor:
    return replace(visitor, abilities=visitor.abilities - {"unmask"}, scope=replace(visitor.scope, persons="masked"))
