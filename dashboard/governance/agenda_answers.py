"""The agenda of the meeting on cross-boundary cases, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.governance.acts_told import acts_as_json, known_by
from dashboard.governance.spot_answers import path_to
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from queries.city import City
from queries.values import AGENDA_LOOP, GROUPS, Agenda, AgendaItem, Meeting

MEETING = "meeting"
OF_AGENDA = ("area", "as_of", "recorded_as_of", "where")


def agenda_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The agenda of the meeting of a day (`meeting`), without one of the next; beside it the names OF_AGENDA. Raises
    BadParameter, UnknownArea, OutsideScope and TooSlow."""
    parsers.refuse_others(given, (*OF_AGENDA, MEETING), "lang")
    key = city.governance.loops[AGENDA_LOOP].pending_metric
    asked = question({"key": key} | {name: given[name] for name in OF_AGENDA if name in given}, city)
    found = city.governance.agenda(asked, meeting_named(city, given.get(MEETING, "")), known_by(asked))
    zone = city.profile.time_zone
    return {
        "meeting": _meeting(found.meeting, zone),
        "previous": _meeting(found.previous, zone),
        "following": _meeting(found.following, zone),
        "as_of": moment_in(zone, found.as_of),
        "is_over": found.is_over,
        "was_known": found.was_known,
        "is_known": found.is_known,
        "told": " ".join(notes(found, words)),
        "standing": found.standing if found.is_known else None,
        "groups": {group: found.count(group) for group in GROUPS} if found.is_known else None,
        "backlog": {flag: dict(bands) for flag, bands in found.backlog.items()},
        "cases": [_item(one, city) for one in found.items],
    }


def meeting_from(city: City, day: date) -> Meeting:
    """The meeting of a day; of one without the first after it."""
    days = city.governance.meetings
    return days.on(day) or days.following(datetime.combine(day, time.min, city.profile.time_zone))


def meeting_named(city: City, text: str) -> Meeting | None:
    """The meeting of a day as it is written; None without one. Raises BadParameter where there is none that day."""
    if not text.strip():
        return None
    day = parsers.day(MEETING, parsers.text(MEETING, text))
    return city.governance.meetings.on(day) or _none_on(city, day)


def _none_on(city: City, day: date) -> Meeting:
    following = meeting_from(city, day)
    before = city.governance.meetings.before(following)
    raise wrong_parameter(MEETING, "no_meeting", given=day, before=before.day, following=following.day)


def notes(found: Agenda, words: Catalogue) -> list[str]:
    """What is to be known beside the agenda, in sentences."""
    said = []
    if not found.is_known:
        said.append(words("agenda.not_known"))
    if found.meeting.is_moved:
        said.append(words("agenda.moved", regular=found.meeting.regular, day=found.meeting.day))
    if not found.meeting.is_calendar_known:
        said.append(words("agenda.calendar_missing", year=found.meeting.day.year))
    if not found.was_known:
        said.append(words("agenda.arrived_later"))
    if rest := found.standing - len(found.items):
        said.append(words("agenda.more", count=rest))
    return said


def _item(one: AgendaItem, city: City) -> dict[str, Any]:
    zone = city.profile.time_zone
    return {
        "source": one.source,
        "id": one.source_id,
        "title": one.title,
        "area_code": city.tree.by_id(one.area_id).code,
        "area": path_to(one.area_id, city),
        "department": one.department,
        "status": one.status,
        "filed_at": moment_in(zone, one.filed_at),
        "flags": list(one.flags),
        "reasons": list(one.reasons),
        "returned_times": one.returned_times,
        "declined_times": one.declined_times,
        "group": one.group,
        "meetings_before": [day.isoformat() for day in one.before],
        "lead": one.lead,
        "first_to_act": one.first_to_act,
        "cost": one.cost,
        "moved_at": moment_in(zone, one.moved_at),
        "has_moved": one.has_moved,
        "acts": acts_as_json(one.acts, zone),
        "minutes": acts_as_json(one.minutes, zone),
    }


def _meeting(one: Meeting, zone: tzinfo) -> dict[str, Any]:
    told = {"day": one.day.isoformat(), "regular": one.regular.isoformat(), "at": moment_in(zone, one.at)}
    return told | {"is_moved": one.is_moved, "is_calendar_known": one.is_calendar_known}
