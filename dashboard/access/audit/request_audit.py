"""Entries about requests: what the table of routes says is an export, what was refused, and what code enters itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.wrappers import Request

from dashboard.access.audit.audit import Audit, audit_of
from dashboard.access.audit.audit_entry import NOTHING, AuditEntry, Outcome
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.permission import needs_of
from dashboard.access.roles.route_abilities import route_abilities
from dashboard.access.roles.visitor import Visitor
from dashboard.errors import ErrorAnswer

EXTENSION = "yiping_audit"
ASKED_ABOUT = {"key": "kpi", "area": "area", "from": "from", "to": "to"}
"""Parameters that hold codes and days, by the names under which they are entered."""
LOADING = "uploads.load"
EXPORTED = "exported"
"""Where a request with a body leaves what it exported, by the names under which that is entered."""
REFUSED = frozenset({401, 403, 429})


def register(flask: Flask, folder: Path) -> None:
    """Exports, loads and refusals of an application are entered into the audit in a city's folder."""
    flask.extensions[EXTENSION] = audit_of(folder)
    flask.after_request(_enter_request)


def audit_entry(
    kind: str,
    what: Mapping[str, str] = NOTHING,
    *,
    outcome: Outcome = "done",
    who: str | None = None,
    origin: str | None = None,
) -> None:
    """Enters something about the present request; who, origin: of its visitor unless given."""
    audit: Audit | None = current_app.extensions.get(EXTENSION)
    if audit is None:
        return
    visitor = g.get("visitor")
    is_known = isinstance(visitor, Visitor)
    who = who if who is not None else (visitor.who if is_known else "")
    origin = origin if origin is not None else (visitor.origin if is_known else request.remote_addr or "unknown")
    audit.enter(AuditEntry(kind, who, origin, what, outcome))


def enter_act(folder: Path, kind: str, what: Mapping[str, str], outcome: Outcome = "done") -> None:
    """Enters what is done in the city of a folder: by the visitor of the present request, or by the program itself."""
    visitor = request_visitor()
    audit_of(folder).enter(AuditEntry(kind, visitor.who, visitor.origin, what, outcome))


def enter_way_in(folder: Path, network: str, who: str, what: Mapping[str, str]) -> None:
    """Enters that somebody signed in, or, who being empty, that it was refused."""
    origin = request.remote_addr or network if has_request_context() else network
    kind: tuple[str, Outcome] = ("login", "done") if who else ("login_refused", "refused")
    audit_of(folder).enter(AuditEntry(kind[0], who, origin, what, kind[1]))


@contextmanager
def entered_command(folder: Path, command: str) -> Iterator[None]:
    """Enters that a command of the operator was done on a city, or failed."""
    visitor = request_visitor()
    outcome: Outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        what = {"command": command}
        audit_of(folder).enter(AuditEntry("command", visitor.who, visitor.origin, what, outcome))


def note_refusal(row: ErrorAnswer) -> None:
    """The present request is refused for this reason; it is entered when it has been answered."""
    if has_request_context() and row.status in REFUSED:
        g.refusal = row


def enter_unread(flask: Flask, asked: Request, row: ErrorAnswer) -> None:
    """Enters the refusal of a request whose body was not even read."""
    audit: Audit | None = flask.extensions.get(EXTENSION)
    if audit and row.status in REFUSED:
        what = {"reason": row.key or row.name}
        audit.note(AuditEntry("refused", "", asked.remote_addr or "unknown", what, "refused"))


def _enter_request(answer: Response) -> Response:
    row: ErrorAnswer | None = g.get("refusal")
    way = request.endpoint or ""
    if row is not None and row.name == "not_permitted":
        ability = row.key.removeprefix("may_not_")
        audit_entry("not_permitted", {"ability": ability, "way": way}, outcome="refused")
    elif row is not None:
        audit_entry("refused", {"reason": row.key or row.name, "way": way}, outcome="refused")
    elif answer.status_code == 200 and request.method != "HEAD" and way:
        _enter_done(way)
    return answer


def _enter_done(way: str) -> None:
    if "export" in needs_of(route_abilities(), way):
        asked = {name: request.args.get(given, "") for given, name in ASKED_ABOUT.items()}
        source = (request.view_args or {}).get("name", "")
        told = {**asked, "way": way, "format": request.args.get("format", "csv"), "source": source}
        audit_entry("export", {**told, **g.get(EXPORTED, {})})
    elif way == LOADING:
        audit_entry("load", {"way": way, "source": str(g.get("source") or "")})
