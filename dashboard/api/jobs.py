"""GET /api/v1/jobs: what the server does in the background, when, and how it went."""

from dataclasses import asdict

from flask import Blueprint, Response

from dashboard.api.json_answers import answer
from dashboard.jobs.registry import JobRegistry


def routes(jobs: JobRegistry) -> Blueprint:
    """Every job in the order of registration; an empty list where no server runs them."""
    part = Blueprint("jobs", __name__, url_prefix="/api/v1")

    @part.get("/jobs")
    def listing() -> Response:
        return answer({"jobs": [asdict(status) for status in jobs.statuses()]})

    return part
