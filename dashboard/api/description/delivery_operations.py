"""The descriptions of the five addresses that take deliveries."""

from typing import Annotated, Any

from pydantic import Field

from dashboard.api.description.operation import JSON, Body, Operation
from dashboard.api.description.parameters import LANG
from dashboard.api.description.replies import DELIVERED
from dashboard.api.schemas.deliveries import body_type
from geodata.city.profile import SourceKind

LINES = Annotated[str, Field(description="One row per line.")]
AGAIN = "Send the same rows again whenever an answer was lost: a row known already changes nothing."
REPORTED = "2024-08-20T09:00:00+08:00"
CASE = {
    "reported_at": REPORTED,
    "channel": "hotline_12345",
    "category1": "市容环境",
    "category3": "占道经营",
    "title": "人行道占道经营",
    "lon": 113.6654,
    "lat": 34.7579,
}
NUMBER = "ZZ-2024-000001"
PLACE = {"lon": 113.66, "lat": 34.75}
SAID: dict[SourceKind, tuple[str, str, list[dict[str, Any]]]] = {
    "events": (
        "Deliver cases",
        "New cases and newer versions of known ones, in any order; a case is known by its number within the source.",
        [
            {"source_id": NUMBER, "version": 1, **CASE},
            {"source_id": NUMBER, "version": 2, "accepted_at": "2024-08-20T09:02:00+08:00", **CASE},
        ],
    ),
    "steps": (
        "Deliver steps of cases",
        "What happened to a case, step by step. A word that is not known is kept as it is; a step may come before its "
        "case. Which source the cases are of stands in city.toml.",
        [
            {
                "source_id": NUMBER,
                "step": "dispatched",
                "happened_at": "2024-08-20T09:03:00+08:00",
                "unit": "指挥中心",
                "to_value": "城管局",
            }
        ],
    ),
    "units": (
        "Deliver positions and rosters",
        "Where people and vehicles are and what they do: of each only the newest report counts. A row with `people` "
        "instead of `unit` says how many people of a kind an area has on its roster.",
        [
            {
                "unit": "G-0017",
                "kind": "grid_worker",
                "duty": "on",
                "status": "idle",
                **PLACE,
                "seen_at": "2024-08-20T09:00:05+08:00",
            },
            {"kind": "grid_worker", "people": 221000, "reported_at": "2024-08-20T00:00:00+08:00"},
        ],
    ),
    "devices": (
        "Deliver states of devices",
        "Cameras and sensors: owner, place, state and last heartbeat; of each only the newest report counts.",
        [
            {
                "device": "CAM-104233",
                "kind": "camera",
                "network": "video",
                "owner": "公安",
                "status": "online",
                **PLACE,
                "heartbeat_at": "2024-08-20T08:59:40+08:00",
            }
        ],
    ),
    "calls": (
        "Deliver counts of calls",
        "Calls of an hour: how many came in, were answered, and within 15 s. Counted again, the newest count of the "
        "hour holds.",
        [{"hour": REPORTED, "calls": 410, "answered": 402, "answered_15s": 371}],
    ),
    "partners": (
        "Deliver links of partners",
        "Departments, special grids and joined systems: whether the link to them works, and their lag; of each only "
        "the newest report counts.",
        [
            {
                "partner": "dept-07",
                "kind": "department",
                "name": "城管局",
                "link": "up",
                "lag_s": 3,
                "seen_at": "2024-08-20T09:00:05+08:00",
            }
        ],
    ),
}


def _operation(kind: SourceKind) -> Operation:
    summary, description, example = SAID[kind]
    body = Body({JSON: body_type(kind), "application/x-ndjson": LINES}, example)
    return Operation("deliveries", summary, f"{description} {AGAIN}", DELIVERED, (LANG,), body, security=("sourceKey",))


DELIVERIES: dict[SourceKind, Operation] = {kind: _operation(kind) for kind in SAID}
