"""/api/v1/saved: the views and notes that people have saved, as a file, and what is to be kept or withdrawn."""

from __future__ import annotations

from flask import Blueprint, Response, request
from pydantic import ValidationError

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import known_texts
from dashboard.errors import wrong_parameter
from dashboard.saved.file_format import Kept, SavedFile, ThingNamed, read_file
from dashboard.saved.keeping import Keeping
from dashboard.view import parsers
from queries.city import City
from queries.values import NotesAsked, start_of

PARAMETERS = (
    AREA,
    RequestParameter("from", description="First city day: only notes whose time touches it or later days."),
    RequestParameter("to", description="Last city day of these notes."),
    RequestParameter("known", description="What was known by then; a bare day means its end."),
)
ABOUT = "All saved views, and the notes about an area, the areas in it and those that it lies in."
SAVED = Operation("questions", "Saved views and notes", ABOUT, answered("The file.", SavedFile), PARAMETERS)
KEEP = Operation(
    "state",
    "Keep views and notes",
    "Entries without a key are new; with the key of one that is held they change it, or nothing where they say the "
    "same. All of them are kept or none. "
    "Names and texts lose what is personal in them before anything is kept.",
    {**answered("What became of them.", Kept), **NO_JSON},
    body=Body({JSON: SavedFile}),
)
WITHDRAW = Operation(
    "state",
    "Withdraw a view or note",
    "It is shown no more; a replay of a moment before still knows it.",
    {**answered("What became of it.", Kept), **NO_JSON},
    body=Body({JSON: ThingNamed}),
)


def routes(city: City, keeping: Keeping) -> Blueprint:
    """GET /api/v1/saved[?area&from&to&known], POST /api/v1/saved/keep and /withdraw."""
    part = Blueprint("saved", __name__, url_prefix="/api/v1/saved")

    @part.get("")
    @describe(SAVED)
    def exported() -> Response:
        given, zone = known_texts("area", "from", "to", "known"), city.profile.time_zone
        area = city.tree.area(given["area"]) if given.get("area") else city.tree.root
        start = start_of(parsers.day("from", given["from"]), zone) if given.get("from") else None
        end = parsers.moment("to", given["to"], zone) if given.get("to") else None
        known = parsers.moment("known", given["known"], zone) if given.get("known") else None
        return answer(keeping.exported(NotesAsked(area, start, end), known).model_dump(by_alias=True))

    @part.post("/keep")
    @describe(KEEP)
    def keep() -> Response:
        refused = other_than_json(city)
        return refused or answer(keeping.keep(read_file(request.get_data()), request_actor()).model_dump())

    @part.post("/withdraw")
    @describe(WITHDRAW)
    def withdraw() -> Response:
        refused = other_than_json(city)
        return refused or answer(keeping.withdraw(_named(), request_actor()).model_dump())

    return part


def _named() -> ThingNamed:
    try:
        return ThingNamed.model_validate_json(request.get_data())
    except ValidationError as error:
        raise wrong_parameter("body", "saved_object") from error
