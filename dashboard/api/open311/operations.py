"""The descriptions of the addresses of Open311."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.api.description.operation import JSON, XML, Operation, Reply, RequestParameter
from dashboard.api.description.parameters import LANG
from dashboard.api.open311.requests import LAST_PAGE, LONGEST_SPAN, MOST_REQUESTS
from dashboard.api.schemas import open311 as schemas

FORMAT = RequestParameter("format", Literal["json", "xml"], "Of the answer.", required=True, place="path")
JURISDICTION = RequestParameter("jurisdiction_id", str, "Ignored: a server has one city.")
COMMON = (FORMAT, JURISDICTION, LANG)


def _refused(status: int, description: str) -> dict[int, Reply]:
    return {status: Reply(description, {JSON: list[schemas.Open311Error], XML: str}, name=f"Open311Errors{status}")}


ERRORS = {
    **_refused(400, "A parameter cannot be understood; the description says which."),
    **_refused(403, "An access token is needed, as Authorization: Bearer <token>."),
    **_refused(404, "There is no such service or request."),
    **_refused(503, "The answer cannot be had now (too slow, or the data are busy)."),
}


def _operation(summary: str, description: str, model: Any, *parameters: RequestParameter) -> Operation:
    replies = {200: Reply(summary, {JSON: model, XML: str}), **ERRORS}
    return Operation("open311", summary, description, replies, (*parameters, *COMMON))


DISCOVERY = _operation("Discovery", "Where the interface lies, and in which formats it answers.", schemas.Discovery)
SERVICES = _operation("Services", "Every kind of case that there are cases of.", list[schemas.Service])
DEFINITION = _operation(
    "A service definition",
    "No more than the standard's own fields belongs to a request, so that no attribute is defined.",
    schemas.ServiceDefinition,
    RequestParameter("service_code", str, "Code of a service.", required=True, place="path"),
)
REQUEST = _operation(
    "A request",
    "One case, in a list as the standard wants it.",
    list[schemas.ServiceRequest],
    RequestParameter("request_id", str, "service_request_id: source and number.", required=True, place="path"),
)
REQUESTS = _operation(
    "Requests",
    f"Cases reported within at most {LONGEST_SPAN.days} days, the most recent without start_date and end_date, "
    f"the newest first, at most {MOST_REQUESTS} a page, as known now; nothing personal. With an end_date in the past "
    "no new case moves the pages. A parameter that is not known is refused, not left out.",
    list[schemas.ServiceRequest],
    RequestParameter("service_request_id", str, "Names of requests, separated by commas; all else is ignored then."),
    RequestParameter("service_code", str, "Codes of services, separated by commas."),
    RequestParameter("start_date", datetime, "Reported then or later; in the city's zone where none is written."),
    RequestParameter("end_date", datetime, "Reported then or earlier."),
    RequestParameter("status", str, "open, closed, or both separated by a comma."),
    RequestParameter("page", Annotated[int, Field(ge=1, le=LAST_PAGE)], "Of the requests, from 1 on."),
    RequestParameter("page_size", Annotated[int, Field(ge=1, le=MOST_REQUESTS)], "Requests of a page."),
)
