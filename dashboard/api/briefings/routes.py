"""Briefings: which there are, the document of one, its pages as a browser shows them, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from flask import Blueprint, Response, g, request
from pydantic import Field

from dashboard.access.audit.request_audit import EXPORTED
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.briefings.answers import BriefingsListed, BriefingWanted
from dashboard.api.description.operation import JSON, XLSX, Body, Operation, Reply, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG
from dashboard.api.description.replies import ERRORS, answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.briefings.briefing_files import MEDIA_TYPES, briefing_file, sheet_of
from dashboard.briefings.composing.composing import BRIEFING
from dashboard.briefings.composing.pinned_scene import OF_A_BRIEFING
from dashboard.briefings.document import BriefingDocument
from dashboard.briefings.held_briefings import HeldBriefings
from dashboard.briefings.own_briefings import BriefingsKept, OwnBriefings, keep_own
from dashboard.briefings.schedule.sent_briefings import sent_file
from dashboard.briefings.typesetting.typesetting import Sheet, without_drawings
from dashboard.commands.city_commands import CityCommands
from dashboard.errors import wrong_parameter
from dashboard.intake.acts_sent import read_act
from dashboard.view import parsers
from dashboard.view.against import AGAINST
from dashboard.view.periods import NAMED_PERIODS
from dashboard.view.registry import Registry
from dashboard.view.view_state import PAPERS
from dashboard.web.headers import attachment

PDF, PNG, SVG = "application/pdf", "image/png", "image/svg+xml"
PAPER = "paper"
PARAMETERS = (
    RequestParameter(BRIEFING, str, "Key of the briefing.", required=True, place="path"),
    AREA,
    RequestParameter("period", str, f"{', '.join(NAMED_PERIODS)}, or days as 2026-11-16..2026-11-22."),
    RequestParameter("as_of", str, "What had happened by then; now without."),
    RequestParameter("recorded_as_of", str, "What was known by then; now without."),
    RequestParameter("where", str, "Conditions, such as channel=app."),
    RequestParameter("special", str, "Code of a special grid."),
    RequestParameter("against", Literal[tuple(AGAINST)], "What numbers are compared with."),
    LANG,
)
LISTED = Operation(
    "questions", "Briefings", "Those that the city can fill.", answered("The briefings.", BriefingsListed), (LANG,)
)
DOCUMENT = Operation(
    "questions",
    "One briefing as data",
    "Everything that its paper says, each number with the question of /api/v1/kpi whose answer it is.",
    answered("The document.", BriefingDocument),
    PARAMETERS,
)
PAGE = Operation(
    "questions",
    "A page of a briefing",
    "As SVG, as a browser shows it; `Yiping-Pages` says how many there are.",
    {200: Reply("The page.", {SVG: str}, {"Yiping-Pages": ("How many pages there are.", int)}), **ERRORS},
    (
        *PARAMETERS,
        RequestParameter("number", Annotated[int, Field(ge=1)], "1 is the first.", required=True, place="path"),
        RequestParameter(PAPER, Literal[PAPERS], "a4 without."),
    ),
)
MADE = Operation(
    "questions",
    "The file of a briefing",
    "PDF (PDF/A-3 and PDF/UA-1, the document attached), an Excel workbook, or one page as PNG.",
    {200: Reply("The file.", {PDF: bytes, PNG: bytes, XLSX: bytes}), **ERRORS, **NO_JSON},
    body=Body({JSON: BriefingWanted}),
)
SENT = Operation(
    "questions",
    "A file that the schedule made",
    "By its name in /api/v1/briefings, for whoever has the rights with which it was made.",
    {200: Reply("The file.", {PDF: bytes, PNG: bytes, XLSX: bytes}), **ERRORS},
    (RequestParameter("file", str, "Its name.", required=True, place="path"),),
)
OWN = Operation(
    "state",
    "The city's own briefings",
    "The whole `briefings.toml` of its folder: it changes the briefings that come with the program, or adds others.",
    {**answered("It stands.", BriefingsKept), **NO_JSON},
    body=Body({JSON: OwnBriefings}),
)


def routes(answers: CityCommands, registry: Registry) -> Blueprint:
    """GET /api/v1/briefings, /api/v1/briefings/<briefing> and its pages, files of a schedule; POST for others."""
    part = Blueprint("briefings", __name__, url_prefix="/api/v1/briefings")
    held = HeldBriefings(answers.city, registry)

    @part.get("")
    @describe(LISTED)
    def listed() -> Response:
        return answer(answers.briefings())

    @part.get("/<briefing>")
    @describe(DOCUMENT)
    def document(briefing: str) -> Response:
        return answer(without_drawings(held.document({**query_texts(), BRIEFING: briefing})))

    @part.get("/<briefing>/pages/<int:number>")
    @describe(PAGE)
    def page(briefing: str, number: int) -> Response:
        given = query_texts()
        paper = _paper(given.pop(PAPER, "") or PAPERS[0])
        sheet = Sheet("svg", paper, origin=_origin())
        content, pages = held.page({**given, BRIEFING: briefing}, sheet, number)
        return Response(content, mimetype=SVG, headers={"Yiping-Pages": str(pages)})

    @part.post("")
    @describe(MADE)
    def made() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        wanted = read_act(BriefingWanted, request.get_data())
        return _file(answers, wanted)

    @part.get("/sent/<file>")
    @describe(SENT)
    def sent(file: str) -> Response:
        one, found, content = sent_file(answers.city, file)
        days = {"from": one.period_from, "to": one.period_to}
        g.setdefault(EXPORTED, {"kpi": one.briefing, "area": one.area, **days, "format": found.form})
        headers = {"Content-Disposition": attachment(found.name)}
        return Response(content, mimetype=MEDIA_TYPES[found.form], headers=headers)

    @part.post("/own")
    @describe(OWN)
    def own() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        return answer(keep_own(answers.city, read_act(OwnBriefings, request.get_data()))._asdict())

    return part


def _origin() -> str:
    """Where the links of a page lead, and its square code."""
    return request.host_url.rstrip("/")


def _paper(given: str) -> str:
    if given not in PAPERS:
        raise wrong_parameter(PAPER, "none_of", given=parsers.quoted(given), known=", ".join(PAPERS))
    return given


def _file(answers: CityCommands, wanted: BriefingWanted) -> Response:
    given = {name: str(getattr(wanted, name)) for name in (BRIEFING, *OF_A_BRIEFING) if getattr(wanted, name)}
    composed = answers.briefing(given)
    sheet = sheet_of(wanted.format, wanted.paper, wanted.scale, _origin())
    content = briefing_file(composed, wanted.format, sheet, wanted.page)
    g.setdefault(EXPORTED, _exported(composed, wanted.format))
    name = f"{composed['title']} {composed['stamp']['place']} {composed['stamp']['period']}.{wanted.format}"
    return Response(
        content,
        mimetype=MEDIA_TYPES[wanted.format],
        headers={"Content-Disposition": attachment(name.replace("/", "-"))},
    )


def _exported(composed: Mapping[str, Mapping[str, str]], form: str) -> dict[str, str]:
    """What the audit says of the export."""
    stamp = composed["stamp"]
    asked: Mapping[str, str] = stamp["asked"]  # type: ignore[assignment]
    days = {"from": stamp["period_from"], "to": stamp["period_to"]}
    return {"kpi": str(composed["briefing"]), "area": asked["area"], **days, "format": form}
