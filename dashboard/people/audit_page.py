"""/audit: who did what, when and from where, by kind, person and day; /audit.csv: the same as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from dashboard.access.audit.audit_entry import AuditEntry, audit_kinds
from dashboard.access.audit.audit_reading import EntriesWanted, audit_page
from dashboard.access.audit.request_audit import audit_entry
from dashboard.access.request_visitor import request_visitor
from dashboard.commands.audit_lines import csv_of_audit
from dashboard.web.error_pages import asked_language
from dashboard.web.headers import attachment
from dashboard.web.page.plain.plain_page import plain_answer, words_of
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import date_and_time
from dashboard.words.numbers import whole
from geodata.errors import UnknownArea
from queries.city import City

AUDIT = "/audit"
MOST = 100
"""Entries of a page."""
KEPT = ("lang", "theme")
TERMS = {"way": "audit.way", "deed": "audit.deed", "thing": "audit.thing", "reason": "audit.reason"}
TERMS |= {"ability": "ability", "role": "access_role", "persons": "audit.persons"}


@dataclass(frozen=True)
class AuditRow:
    """An entry in words."""

    at: str
    kind: str
    who: str
    origin: str
    what: str
    outcome: str
    is_refused: bool


def routes(city: City) -> Blueprint:
    """GET /audit and /audit.csv, with kind, who, day and before; for those who may read it."""
    part = Blueprint("audit", __name__)
    language, folder, zone = city.profile.language, city.ground.folder, city.profile.time_zone

    @part.get(AUDIT)
    def page() -> Response:
        words = words_of(asked_language(language))
        wanted = _wanted(city)
        found = audit_page(folder, wanted, MOST)
        values: dict[str, Any] = {
            "rows": [_row(one.entry, city, words) for one in found.entries],
            "kinds": {kind: words(f"audit.kind.{kind}") for kind in audit_kinds()},
            "wanted": wanted,
            "day": wanted.day.isoformat() if wanted.day else "",
            "kept": {name: request.args[name] for name in KEPT if name in request.args},
            "older": _address(AUDIT, wanted, before=found.next) if found.next is not None else "",
            "newest": _address(AUDIT, wanted) if wanted.before is not None else "",
            "file": _address(f"{AUDIT}.csv", wanted),
            "may_leave": request_visitor().account is not None,
            "other": _address(AUDIT, wanted, lang="zh-CN" if words.is_english else "en"),
        }
        return plain_answer("audit.html", words.language, "audit.title", shape="wide", **values)

    @part.get(f"{AUDIT}.csv")
    def exported() -> Response:
        audit_entry("export", {"way": "audit.exported", "format": "csv"})
        headers = {"Content-Disposition": attachment(f"{city.profile.name}-audit.csv")}
        return Response(csv_of_audit(folder, _wanted(city), zone), mimetype="text/csv", headers=headers)

    return part


def _wanted(city: City) -> EntriesWanted:
    """What the address asks for; what it names wrongly is not asked for."""
    given: Mapping[str, str] = request.args
    kind, who, before = given.get("kind", ""), given.get("who", "").strip(), given.get("before", "")
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 12 else None
    return EntriesWanted(kind if kind in audit_kinds() else "", who, day, city.profile.time_zone, number)


def _address(path: str, wanted: EntriesWanted, *, before: int | None = None, lang: str = "") -> str:
    asked = replace(wanted, before=before)
    given = {"kind": asked.kind, "who": asked.who, "day": asked.day, "before": asked.before}
    kept = {name: request.args.get(name, "") for name in KEPT} | ({"lang": lang} if lang else {})
    query = urlencode({name: value for name, value in {**given, **kept}.items() if value not in ("", None)})
    return f"{path}?{query}" if query else path


def _row(entry: AuditEntry, city: City, words: Catalogue) -> AuditRow:
    said = [
        words("audit.said", name=words(f"audit.name.{name}"), value=_value(name, entry.what[name], city, words))
        for name in audit_kinds()[entry.kind]["names"]
        if name in entry.what
    ]
    if entry.count > 1:
        said.append(words("audit.times", count=whole(entry.count)))
    return AuditRow(
        at=date_and_time(entry.at, city.profile.time_zone),
        kind=words(f"audit.kind.{entry.kind}"),
        who=words.term("saved.by", entry.who) or words("audit.unknown"),
        origin=words.term("audit.origin", entry.origin),
        what=words("audit.comma").join(said),
        outcome=words(f"audit.outcome.{entry.outcome}"),
        is_refused=entry.outcome != "done",
    )


def _value(name: str, value: str, city: City, words: Catalogue) -> str:
    if name in TERMS:
        return words.term(TERMS[name], value)
    if name in ("area", "areas"):
        return words("audit.comma").join(_area(code, city) for code in value.split(", "))
    if name == "lines":
        lines = city.profile.lines_of_business
        named = [(code, lines.get(code)) for code in value.split(", ")]
        return words("audit.comma").join(words.either(one.zh, one.en) if one else code for code, one in named)
    if name == "kpi" and (metric := city.kpis.dictionary.get(value)):
        return words.either(metric.zh, metric.en)
    return value


def _area(code: str, city: City) -> str:
    try:
        return city.tree.area(code).name
    except UnknownArea:
        return code
