"""GET /api/v1/jobs: what the server does in the background, when, and how it went."""

from dataclasses import asdict

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, describe
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.schemas.jobs import Jobs
from dashboard.jobs.registry import JobRegistry

JOBS = Operation(
    "state",
    "What the server does in the background",
    "Every job in the order of registration: when it runs, and how it went; none where no server runs them.",
    answered("The jobs.", Jobs),
)


def routes(jobs: JobRegistry) -> Blueprint:
    """Every job in the order of registration; an empty list where no server runs them."""
    part = Blueprint("jobs", __name__, url_prefix="/api/v1")

    @part.get("/jobs")
    @describe(JOBS)
    def listing() -> Response:
        return answer({"jobs": [asdict(status) for status in jobs.statuses()]})

    return part
