"""The registry of jobs and their scheduler (APScheduler), in the zone of the city."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from dashboard.errors import sentence_of
from dashboard.jobs.crontab import trigger_of
from dashboard.jobs.job import Job, JobReport, JobStatus, Outcome
from dashboard.jobs.quiet_moments import QuietMoments

STOP_TIMEOUT_S = 30.0
log = logging.getLogger("yiping")


@dataclass
class _Run:
    """The record of the runs of one job; `began` is on the monotonic clock while a run is under way."""

    job: Job
    began: float | None = None
    runs: int = 0
    failures: int = 0
    last_run_at: datetime | None = None
    last_seconds: float | None = None
    error: str | None = None
    report: JobReport | None = None
    overdue_logged: bool = False
    idle: threading.Event = field(default_factory=threading.Event)


class JobRegistry:
    """Every job of one server. Safe to use from many threads; a job never runs twice at the same time, and a run that
    was missed (a busy machine, a clock put forward) is run once afterwards, not many times. quiet: what jobs that
    nobody waits for look at, and is told when somebody asks."""

    def __init__(self, zone: ZoneInfo, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """zone: in which crontab lines are read."""
        self._zone, self._now = zone, now
        self._runs: dict[str, _Run] = {}
        self._lock = threading.Lock()
        self._scheduler: Any = None
        self.quiet = QuietMoments()

    def add(self, *jobs: Job) -> None:
        """Register jobs, before `start`. Raises ValueError for a name taken and for a schedule that is none."""
        for job in jobs:
            if job.name in self._runs:
                raise ValueError(f"there is a job {job.name!r} already")
            self._trigger(job)
            self._runs[job.name] = _Run(job)
            self._runs[job.name].idle.set()

    def start(self) -> None:
        """Begin to run jobs."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that is still running is no news
        pool = ThreadPoolExecutor(max(4, len(self._runs)))
        self._scheduler = BackgroundScheduler(timezone=self._zone, executors={"default": pool})
        for run in self._runs.values():
            self._scheduler.add_job(
                self.run,
                self._trigger(run.job),
                args=(run.job.name,),
                id=run.job.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no further run, and wait for those under way that are awaited, half a minute at most."""
        if self._scheduler is None:
            return
        self._scheduler.shutdown(wait=False)
        until = time.monotonic() + STOP_TIMEOUT_S
        for run in (run for run in self._runs.values() if run.job.is_awaited):
            run.idle.wait(max(0.0, until - time.monotonic()))

    def run(self, name: str) -> None:
        """Run a job now, in this thread, whatever its schedule; its exception is logged and becomes its outcome."""
        run = self._runs[name]
        with self._lock:
            if run.began is not None:
                return
            run.began, run.last_run_at, run.overdue_logged = time.monotonic(), self._now(), False
            run.idle.clear()
        error, said = None, None
        try:
            said = run.job.work()
        except Exception as failure:
            error = sentence_of(failure)
            if error != run.error:
                log.warning("The job %s failed: %s", name, error)
        with self._lock:
            assert run.began is not None  # noqa: S101  # set above
            run.last_seconds = time.monotonic() - run.began
            run.began = None
            run.runs += 1
            run.failures += error is not None
            run.error = error
            run.report = said if isinstance(said, JobReport) else run.report
            run.idle.set()

    def statuses(self) -> tuple[JobStatus, ...]:
        """Every job in the order of registration."""
        with self._lock:
            return tuple(self._status(run) for run in self._runs.values())

    def log_overdue(self) -> None:
        """Log, once a run, the jobs that take longer than their limit; itself work for a job."""
        with self._lock:
            late = [run for run in self._runs.values() if _is_overdue(run) and not run.overdue_logged]
            for run in late:
                run.overdue_logged = True
        for run in late:
            log.warning("The job %s runs for longer than its limit of %.0f s.", run.job.name, run.job.time_limit_s)

    def _status(self, run: _Run) -> JobStatus:
        planned = self._scheduler.get_job(run.job.name) if self._scheduler else None
        at = planned.next_run_time if planned else None
        return JobStatus(
            run.job.name,
            run.job.schedule,
            run.job.time_limit_s,
            _outcome(run),
            run.runs,
            run.failures,
            run.last_run_at,
            run.last_seconds,
            run.error,
            at.astimezone(UTC) if at else None,
            run.report,
        )

    def _trigger(self, job: Job) -> Any:
        if job.schedule is None:
            return DateTrigger(datetime.now(self._zone) + timedelta(seconds=job.delay_s), timezone=self._zone)
        if isinstance(job.schedule, str):
            return trigger_of(job.schedule, self._zone)
        return IntervalTrigger(seconds=job.schedule, timezone=self._zone)


def _is_overdue(run: _Run) -> bool:
    return run.began is not None and time.monotonic() - run.began > run.job.time_limit_s


def _outcome(run: _Run) -> Outcome:
    if run.began is not None:
        return "overdue" if _is_overdue(run) else "running"
    if not run.runs:
        return "waiting"
    return "failed" if run.error is not None else "done"
