"""The sources of a city: how each stands, and the rows of it that were refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
from flask import Blueprint, Response

from dashboard.access.request_scope import request_scope
from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, LIMIT
from dashboard.api.description.replies import answered, listed
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.sources import Sources
from dashboard.cases import csv_list
from dashboard.errors import NotFound
from dashboard.view.question_parameters import limit
from dashboard.web.headers import attachment
from queries.city import City
from queries.values import SourceStanding

MOST_ROWS = 10_000
NOT_FOR_A_FILE_NAME = re.compile(r"[^\w.-]+")
SOURCES = Operation(
    "state",
    "How the sources stand",
    "Kind, cadence, newest time in the data, last delivery, rows, refused rows, and since when it is late.",
    answered("The sources.", Sources),
    (LANG,),
)
REFUSED_ROWS = Operation(
    "state",
    "Refused rows of a source",
    "The newest refused rows with file, line and reason; personal data are masked.",
    listed("The rows."),
    (RequestParameter("name", str, "Name of the source.", required=True, place="path"), LIMIT, LANG),
)

NEWEST_DELIVERIES = Operation(
    "state",
    "Newest deliveries of a source",
    "The newest files and posted deliveries (those of one moment together) with what became of their rows: "
    "read = loaded + superseded + duplicate + refused.",
    listed("The deliveries."),
    (RequestParameter("name", str, "Name of the source.", required=True, place="path"), LIMIT, LANG),
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/sources: how each source stands now; GET /api/v1/sources/NAME/refused.csv[?limit=N]: its newest
    refused rows with their reasons, personal data masked, no cell a formula; …/deliveries.csv: its newest inputs."""
    part = Blueprint("sources", __name__, url_prefix="/api/v1/sources")
    zone = ZoneInfo(city.profile.zone)

    @part.get("")
    @describe(SOURCES)
    def sources() -> Response:
        now, scope = city.sources.now(), request_scope()
        rows = [_in_city_time(standing, zone) for standing in city.sources.standings(now, scope=scope)]
        return answer(
            {
                "as_of": now.astimezone(zone),
                "freshness": city.sources.freshness(now, scope=scope).status,
                "sources": rows,
            }
        )

    def listed_of(name: str, what: str, ask: Callable[..., pa.Table]) -> Response:
        most = limit(query_texts()) or MOST_ROWS
        if name not in {standing.name for standing in city.sources.standings(scope=request_scope())}:
            raise NotFound(f"There is no source {name!r}.")
        table = ask(name, min(most, MOST_ROWS), scope=request_scope())
        file = NOT_FOR_A_FILE_NAME.sub("_", name)
        headers = {"Content-Disposition": attachment(f"{file}-{what}.csv")}
        return Response(csv_list.csv_lines([table], zone), mimetype="text/csv", headers=headers)

    @part.get("/<path:name>/refused.csv")
    @describe(REFUSED_ROWS)
    def refused(name: str) -> Response:
        return listed_of(name, "refused", city.sources.refused_rows)

    @part.get("/<path:name>/deliveries.csv")
    @describe(NEWEST_DELIVERIES)
    def deliveries(name: str) -> Response:
        return listed_of(name, "deliveries", city.sources.newest_deliveries)

    return part


def _in_city_time(standing: SourceStanding, zone: ZoneInfo) -> dict[str, object]:
    """Instants with the city's offset."""
    return {
        name: value.astimezone(zone) if isinstance(value, datetime) else value for name, value in vars(standing).items()
    }
