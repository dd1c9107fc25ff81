"""The background work of a running server that its answers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from dashboard.intake.upload_folder import Uploads
from dashboard.jobs.registry import JobRegistry
from dashboard.search.late_index import LateIndex
from queries.city import City


@dataclass(frozen=True)
class Background:
    """jobs: of the server; index: of the search box; uploads: files that the page /load sends, in a folder of their own
    unless given."""

    jobs: JobRegistry
    index: LateIndex
    uploads: Uploads | None = None

    @classmethod
    def without_jobs(cls, city: City) -> Self:
        """For an application that no server runs: there are no jobs, the index is made at the first search."""
        return cls(JobRegistry(city.profile.time_zone), LateIndex(city))
