"""GET /api/v1/walls: how the walls of the last day do; POST /api/v1/walls/report: how one does."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from dashboard.access.request_scope import request_scope
from dashboard.access.request_visitor import request_visitor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, describe
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.schemas.walls import Heard, Walls
from dashboard.walls.health.report import WallReport, read_report
from dashboard.walls.health.standing import WallStanding
from dashboard.walls.health.wall_list import WallList

WALLS = Operation(
    "state",
    "How the walls do",
    "Those that were heard of in the last day and show nothing but what the asker may see: which are frozen, silent, "
    "on an old release or over their memory. What a browser does not tell is null.",
    answered("The walls; first those that need somebody.", Walls),
)
REPORT = Operation(
    "state",
    "A wall says how it does",
    "Once a minute, and at once when its picture stops or goes on. Kept in the memory of the server alone.",
    {**answered("It was heard.", Heard), **NO_JSON},
    body=Body({JSON: WallReport}),
)


def routes(walls: WallList) -> Blueprint:
    part = Blueprint("wall_health", __name__, url_prefix="/api/v1/walls")

    @part.get("")
    @describe(WALLS)
    def listed() -> Response:
        return answer({"since": walls.seen.since, "walls": [_plain(one) for one in walls.within(request_scope())]})

    @part.post("/report")
    @describe(REPORT)
    def report() -> Response:
        refused = other_than_json(walls.city)
        if refused:
            return refused
        walls.seen.note(request_visitor(), read_report(request.get_data()))
        return answer({"heard": True})

    return part


def _plain(one: WallStanding) -> dict[str, Any]:
    wall, report = one.wall, one.wall.report
    return {
        "name": wall.name,
        "address": wall.address,
        "state": one.state,
        "since": one.since,
        "needs_somebody": one.needs_somebody,
        "on_old_release": one.on_old_release,
        "over_memory": one.over_memory,
        "heard_at": wall.heard_at,
        "painted_at": one.painted_at,
        **report.model_dump(include=set(REPORTED)),
    }


REPORTED = ("open_s", "freezes", "release", "width", "height", "scene", "frames_per_second", "heap_bytes", "nodes")
