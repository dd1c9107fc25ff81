"""What GET requests of Open311 asks for, and a case as a request of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, TypeVar

from dashboard.api.open311.services import service_code, service_name
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from geodata.areas.area_tree import AreaTree
from queries.values import CaseKind, NamedRequests, RequestsAsked, Scope, ServiceRequest

LONGEST_SPAN = timedelta(days=90)
MOST_REQUESTS = 1000
LAST_PAGE = 1_000_000
LONGEST_DESCRIPTION = 4000
REPEATED = ("service_request_id", "service_code", "status")
"""Parameters that may stand several times, or hold several values between commas."""
KNOWN = (*REPEATED, "start_date", "end_date", "page", "page_size", "jurisdiction_id", "lang")
STATUSES = {"open": False, "closed": True}
T = TypeVar("T")
Given = Mapping[str, Sequence[str]]


def named_requests(given: Given, as_of: datetime, scope: Scope) -> NamedRequests | None:
    """The requests that are asked for by name, whatever else is asked; None where none is. Raises BadParameter.

    A number may hold commas: what is given is one name, and several.
    """
    _refuse_unknown(given)
    wholes = [parsers.text("service_request_id", text) for text in given.get("service_request_id", ())]
    names = dict.fromkeys(name for whole in wholes for name in (whole, *whole.split(",")) if name.strip())
    if len(names) > MOST_REQUESTS:
        raise wrong_parameter("service_request_id", "many_requests", most=MOST_REQUESTS)
    return NamedRequests(as_of, tuple(named(name) for name in names), scope=scope) if names else None


def named(request_id: str) -> tuple[str, str]:
    """Source and number of a request."""
    source, _, number = request_id.strip().partition("/")
    return source, number


def asked_requests(
    given: Given, as_of: datetime, zone: tzinfo, kinds: Mapping[str, CaseKind], scope: Scope
) -> RequestsAsked:
    """The page that is asked for, as of a moment. kinds: by code. Raises BadParameter."""
    _refuse_unknown(given)
    start, end = _span(given, as_of, zone)
    page = _number(given, "page", 1, LAST_PAGE)
    most = _number(given, "page_size", MOST_REQUESTS, MOST_REQUESTS)
    states = {_one_of("status", word, STATUSES) for word in _words(given, "status")}
    wanted = [_one_of("service_code", code, kinds) for code in _words(given, "service_code")]
    return RequestsAsked(
        as_of,
        start,
        end,
        most,
        skipped=(page - 1) * most,
        kinds=frozenset(wanted) if wanted else None,
        is_ended=states.pop() if len(states) == 1 else None,
        scope=scope,
    )


def request_row(found: ServiceRequest, tree: AreaTree, zone: tzinfo, words: Catalogue) -> dict[str, Any]:
    """A `ServiceRequest` of the schemas."""
    area = tree.by_id(found.area_id)
    above = [one.name for one in reversed(tree.ancestors(area))]
    return {
        "service_request_id": f"{found.source}/{found.number}",
        "status": "closed" if found.is_ended else "open",
        "status_notes": words.term("case_status", found.status),
        "service_name": service_name(found.kind, words),
        "service_code": service_code(found.kind),
        "description": found.description[:LONGEST_DESCRIPTION] if found.description else None,
        "agency_responsible": found.department,
        "service_notice": None,
        "requested_datetime": moment_in(zone, found.reported_at),
        "updated_datetime": moment_in(zone, found.updated_at),
        "expected_datetime": moment_in(zone, found.due_at) if found.due_at else None,
        "address": ", ".join([area.name, *above]),
        "address_id": area.code,
        "zipcode": None,
        "lat": found.lat,
        "long": found.lon,
        "media_url": None,
    }


def _refuse_unknown(given: Given) -> None:
    """A filter that is not known here is refused: an answer without it would be taken for one with it."""
    parsers.refuse_others(given, KNOWN)
    for name, values in given.items():
        if len(values) > 1 and name not in REPEATED:
            raise wrong_parameter(name, "twice")


def _span(given: Given, as_of: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """From when to when, both inclusive: what is not given lies 90 days from what is, the end now."""
    start, end = _moment(given, "start_date", zone, time()), _moment(given, "end_date", zone, None)
    if start is None:
        end = end or as_of
        return end - LONGEST_SPAN, end
    end = end or start + LONGEST_SPAN
    if end < start:
        raise wrong_parameter("end_date", "before_start")
    if end - start > LONGEST_SPAN:
        raise wrong_parameter("end_date", "long_span", days=LONGEST_SPAN.days)
    return start, end


def _moment(given: Given, name: str, zone: tzinfo, time_of_bare_day: time | None) -> datetime | None:
    written = _text(given, name)
    return parsers.moment(name, written, zone, time_of_bare_day) if written else None


def _number(given: Given, name: str, usual: int, high: int) -> int:
    written = _text(given, name)
    return parsers.whole_number(name, written, 1, high) if written else usual


def _text(given: Given, name: str) -> str:
    return parsers.text(name, next(iter(given.get(name, ())), ""))


def _words(given: Given, name: str) -> list[str]:
    words = [word.strip() for text in given.get(name, ()) for word in parsers.text(name, text).split(",")]
    return [word for word in words if word]


def _one_of(name: str, word: str, known: Mapping[str, T]) -> T:
    if word not in known:
        raise wrong_parameter(name, name, given=parsers.quoted(word))
    return known[word]
