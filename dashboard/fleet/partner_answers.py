"""Who is joined to the platform and how their lines are, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import PartnerRegister, PartnersAsOf, PartnerStanding

NAMES = ("as_of", "lang")


def partners_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """All partners as of a moment (now without one). Raises BadParameter and TooSlow."""
    parsers.refuse_others(given, NAMES)
    zone = city.profile.time_zone
    as_of = parsers.moment("as_of", given["as_of"], zone) if given.get("as_of") else city.sources.now()
    found = city.fleet.partners(as_of, scope=request_scope())
    return {
        "as_of": as_of.astimezone(zone).isoformat(),
        "kept": found.register.is_kept,
        "lines_known": found.are_lines_known,
        "notes": notes_of(found, words),
        "partners": [_told(one, zone, found, words) for one in found.partners],
        "never_reported": [one.partner for one in found.never_reported],
        "unexpected": [one.partner for one in found.unexpected],
        "history": [
            {"day": one.day.isoformat(), "what": one.what, "partner": one.partner, "kind": one.kind, "name": one.name}
            for one in found.changes
        ],
        "refused_lines": found.register.refused_in_all,
        "refused": refused_lines(found.register, words),
    }


def notes_of(found: PartnersAsOf, words: Catalogue) -> list[str]:
    """What is not known: earlier states of lines, and who is joined where the city keeps no register."""
    notes = [] if found.are_lines_known else [words("partners.lines_unknown")]
    return notes if found.register.is_kept else [*notes, words("partners.no_register")]


def refused_lines(register: PartnerRegister, words: Catalogue) -> list[dict[str, Any]]:
    """The lines that do not count, with why and what to do."""
    return [
        {"line": one.line, "why": words(f"partners.why.{one.why}", value=parsers.printable(one.value))}
        for one in register.refused
    ]


def _told(one: PartnerStanding, zone: tzinfo, found: PartnersAsOf, words: Catalogue) -> dict[str, Any]:
    declared, line = one.declared, one.line
    return {
        "partner": one.partner,
        "kind": one.kind,
        "kind_name": words.term("partner_kind", one.kind),
        "name": one.name,
        "membership": one.membership,
        "expected": one.is_expected,
        "joined": declared.joined.isoformat() if declared and declared.joined else None,
        "left": declared.left.isoformat() if declared and declared.left else None,
        "contact": declared.contact if declared else None,
        "telephone": declared.telephone if declared else None,
        "note": declared.note if declared else None,
        "reported": line is not None if found.are_lines_known else None,
        "link": line.link if line else None,
        "lag_s": line.lag_s if line else None,
        "seen_at": line.seen_at.astimezone(zone).isoformat() if line and line.seen_at else None,
    }
