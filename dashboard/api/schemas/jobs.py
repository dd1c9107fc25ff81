"""Jobs of the running server."""

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.jobs.job import Outcome


class Job(BaseModel):
    """How a job stands."""

    name: str
    schedule: float | str | None = Field(description="Seconds between two runs, or a cron line in the city's zone.")
    time_limit_s: float
    outcome: Outcome
    runs: int
    failures: int
    last_run_at: AwareDatetime | None
    last_seconds: float | None
    error: str | None = Field(description="Sentence of the newest failure, until a run succeeds.")
    next_run_at: AwareDatetime | None


class Jobs(BaseModel):
    """All jobs in the order of registration."""

    jobs: list[Job]
