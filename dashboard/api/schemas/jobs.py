"""Jobs of the running server."""

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.jobs.job import Outcome


class JobReport(BaseModel):
    """What a run says of itself; of `alarms`: how many rules there are, of how many the city was asked, how long that
    took by the clock, which took longest, and how many alarms were raised."""

    key: str
    values: dict[str, str | int]


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
    report: JobReport | None = Field(description="What the newest run that succeeded said of itself.")


class Jobs(BaseModel):
    """All jobs in the order of registration."""

    jobs: list[Job]
