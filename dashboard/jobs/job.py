"""A background job and its status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Outcome = Literal["waiting", "running", "done", "failed", "overdue"]


@dataclass(frozen=True)
class JobReport:
    """What a run says of itself: a sentence of the words (`jobs.said.KEY`) and what stands in it."""

    key: str
    values: Mapping[str, str | int]


@dataclass(frozen=True)
class Job:
    """name: as the registry, the API and the words (`job.NAME`) know it. work: what is done; an exception is a failure,
    and a JobReport what it says of itself.

    schedule: seconds between the beginnings of two runs, a crontab line in the city's zone ("15 4 * * *"), or None for
    once, `delay_s` seconds after the start. time_limit_s: a run that takes longer is shown as overdue and logged;
    threads cannot be ended from outside, so work that may be long looks at limits of its own. is_awaited: a server that
    stops waits for a run under way; work that only reads, and ends by itself when the store is closed, need not be
    awaited.
    """

    name: str
    work: Callable[[], object]
    schedule: float | str | None = None
    time_limit_s: float = 60.0
    is_awaited: bool = True
    delay_s: float = 0.0


@dataclass(frozen=True)
class JobStatus:
    """The status of a job. Instants are aware, in UTC; `last_run_at` is the beginning of the newest run, `error` the
    sentence of the newest failure until a run succeeds, `report` what the newest run that succeeded said of itself,
    `next_run_at` None when it will not run again."""

    name: str
    schedule: float | str | None
    time_limit_s: float
    outcome: Outcome
    runs: int = 0
    failures: int = 0
    last_run_at: datetime | None = None
    last_seconds: float | None = None
    error: str | None = None
    next_run_at: datetime | None = None
    report: JobReport | None = None
