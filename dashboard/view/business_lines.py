"""Which lines of business of a city somebody may see by themselves: their names, scenes and figures."""

from __future__ import annotations

from geodata.city.lines_of_business import LineProfile
from queries.city import City
from queries.values import LineOfBusiness, Scope


def line_seen(city: City, key: str, scope: Scope) -> LineOfBusiness | None:
    """The line of a key; None of one that the city does not have, and of one that the asker may not see: neither named
    among their lines nor, of whoever sees all cases, open to them."""
    profile = city.profile.lines_of_business.get(key)
    if profile is None:
        return None
    line = _line(profile)
    named = scope.lines_of_business
    return line if (line in named if named is not None else line not in scope.closed_lines) else None


def _line(profile: LineProfile) -> LineOfBusiness:
    return LineOfBusiness(profile.zh, profile.en, profile.categories, profile.channels)
