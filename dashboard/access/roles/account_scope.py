"""What an account sees of a city: its areas as intervals of their numbers, its lines of business as cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard.access.accounts.account import Account
from dashboard.access.roles.roles import abilities_of
from dashboard.access.roles.two_factors import waiting_for_second_factor
from dashboard.access.roles.visitor import Visitor, scope_of
from geodata.areas.area_tree import AreaTree
from geodata.city.lines_of_business import LineProfile
from geodata.city.profile import Profile
from geodata.errors import UnknownArea
from queries.values import LineOfBusiness, Scope

Interval = tuple[int, int]


def account_visitor(
    account: Account, tree: AreaTree, profile: Profile, origin: str, *, needs_second_factor: bool = False
) -> Visitor:
    """Somebody who has signed in. An account that is disabled may do nothing; needs_second_factor: one without lacks
    what is for those who have two."""
    given = frozenset() if account.disabled else abilities_of(account.role)
    withheld = given & waiting_for_second_factor(account) if needs_second_factor else frozenset()
    scope = scope_of_account(account, tree, profile.lines_of_business)
    if "unmask" in withheld:
        scope = replace(scope, persons="masked")
    return Visitor(account.name, origin, given - withheld, scope, account=account, withheld=withheld)


def scope_of_account(account: Account, tree: AreaTree, lines: Mapping[str, LineProfile]) -> Scope:
    """What its answers are made of. An area or line that the city no longer has adds nothing: of none but such ones
    nothing is seen."""
    whole = scope_of_role(account.role, lines)
    return replace(
        whole,
        areas=areas_of(account.areas, tree),
        lines_of_business=lines_of(account.lines, lines),
        persons=account.persons if "unmask" in abilities_of(account.role) else whole.persons,
    )


def scope_of_role(role: str, lines: Mapping[str, LineProfile]) -> Scope:
    """What somebody in a role sees of the whole city."""
    abilities = abilities_of(role)
    return replace(scope_of(abilities), closed_lines=() if "list_cases" in abilities else closed_lines(lines))


def areas_of(codes: Iterable[str], tree: AreaTree) -> tuple[Interval, ...] | None:
    """The intervals of the areas with these codes; None for no code, or the whole city among them."""
    named = tuple(codes)
    if not named:
        return None
    found = merged(_interval(code, tree) for code in named)
    return None if found == ((tree.root.area_id, tree.root.last_id),) else found


def merged(intervals: Iterable[Interval | None]) -> tuple[Interval, ...]:
    """Intervals of whole numbers (both ends inclusive) in their order, those that overlap or adjoin as one."""
    found: list[Interval] = []
    for first, last in sorted(one for one in intervals if one is not None):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def lines_of(names: Iterable[str] | None, lines: Mapping[str, LineProfile]) -> tuple[LineOfBusiness, ...] | None:
    """The lines with these names, in the order of their names; None for None."""
    if names is None:
        return None
    known = sorted(set(names) & lines.keys())
    return tuple(
        LineOfBusiness(one.zh, one.en, one.categories, one.channels) for one in (lines[name] for name in known)
    )


def closed_lines(lines: Mapping[str, LineProfile]) -> tuple[LineOfBusiness, ...]:
    """The sensitive lines: whoever may not open cases counts theirs, and cannot tell which they are."""
    return lines_of((name for name, line in lines.items() if line.sensitive), lines) or ()


def _interval(code: str, tree: AreaTree) -> Interval | None:
    try:
        area = tree.area(code)
    except UnknownArea:
        return None
    return area.area_id, area.last_id
