"""The briefings that are looked at in a browser: composed and typeset once for all pages of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.access.request_visitor import request_visitor
from dashboard.briefings.city_briefings import chosen_briefing
from dashboard.briefings.composing.composing import BRIEFING, composed, may_list_cases
from dashboard.briefings.declaration import BriefingDeclaration
from dashboard.briefings.typesetting.typesetting import Sheet, typeset
from dashboard.errors import NotFound
from dashboard.view.registry import Registry
from queries.city import City
from queries.values import Scope, SingleFlight

MOST_HELD = 6
Key = tuple[str, bool, Scope, BriefingDeclaration, tuple[tuple[str, str], ...], str, tuple[int, int] | None]


class HeldBriefings:
    """Of one city. An address that names both its moments never changes; one without `recorded_as_of` does with what
    comes; the few looked at last are kept, for each asker and what that may see; what the file of the city says of a
    briefing now. Safe to use from many threads."""

    def __init__(self, city: City, registry: Registry) -> None:
        self._city, self._registry = city, registry
        self._documents: SingleFlight[Key, dict[str, Any]] = SingleFlight(MOST_HELD)
        self._pages: SingleFlight[Key, list[bytes]] = SingleFlight(MOST_HELD)

    def document(self, given: Mapping[str, str]) -> dict[str, Any]:
        """As `composed`, as plain data."""
        given = self._at_a_moment(given)
        return self._documents.get(self._key(given, ""), lambda: composed(self._city, self._registry, given).as_json())

    def page(self, given: Mapping[str, str], sheet: Sheet, number: int) -> tuple[bytes, int]:
        """A page (1 is the first) of a sheet of SVG, and how many there are. Raises NotFound for one that there is not,
        and as `typeset`."""
        given = self._at_a_moment(given)
        key = self._key(given, f"{sheet.paper} {sheet.origin}")
        pages = self._pages.get(key, lambda: typeset(self.document(given), sheet))
        if not 1 <= number <= len(pages):
            raise NotFound(f"There is no page {number}; the briefing has {len(pages)}.")
        return pages[number - 1], len(pages)

    def _at_a_moment(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """An address without a moment means the present one."""
        return given if given.get("as_of") else {**given, "as_of": self._city.sources.stamp().as_of.isoformat()}

    def _key(self, given: Mapping[str, str], sheet: str) -> Key:
        visitor = request_visitor()
        declared = chosen_briefing(self._city, visitor.scope, given.get(BRIEFING, ""))
        sources, asked = self._city.sources, tuple(sorted(given.items()))
        held = None if given.get("recorded_as_of") else (sources.data_version, sources.report_version)
        return (visitor.who, may_list_cases(), visitor.scope, declared, asked, sheet, held)
