"""The registry of jobs: what runs when, what is remembered of it, and what becomes of failures and long runs."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.jobs.job import Job, JobReport, JobStatus
from dashboard.jobs.registry import JobRegistry
from queries.errors import QueryError

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2024, 6, 10, 4, 0, tzinfo=UTC)


def registry_of(*jobs: Job) -> JobRegistry:
    registry = JobRegistry(SHANGHAI, now=lambda: NOON)
    registry.add(*jobs)
    return registry


def only(registry: JobRegistry) -> JobStatus:
    (status,) = registry.statuses()
    return status


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_job_that_has_not_run_waits() -> None:
    status = only(registry_of(Job("tidy", lambda: None, schedule=60.0)))
    assert (status.outcome, status.runs, status.last_run_at, status.next_run_at) == ("waiting", 0, None, None)


def test_a_run_is_remembered_with_its_beginning_and_its_length() -> None:
    registry = registry_of(Job("tidy", lambda: time.sleep(0.02), schedule=60.0))
    registry.run("tidy")
    status = only(registry)
    assert (status.outcome, status.runs, status.failures, status.last_run_at) == ("done", 1, 0, NOON)
    assert status.last_seconds is not None
    assert status.last_seconds >= 0.02


def test_what_a_run_says_of_itself_stands_until_the_next_one_says_more() -> None:
    said: list[JobReport | Exception] = [JobReport("alarms", {"raised": 2}), QueryError("The disk is full.")]

    def work() -> JobReport:
        one = said.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    registry = registry_of(Job("tidy", work, schedule=60.0))
    assert only(registry).report is None
    for outcome in ("done", "failed"):
        registry.run("tidy")
        assert (only(registry).outcome, only(registry).report) == (outcome, JobReport("alarms", {"raised": 2}))


def test_a_failure_is_logged_once_in_its_own_sentence_and_forgotten_after_a_success(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors: list[Exception | None] = [QueryError("The disk is full."), QueryError("The disk is full."), None]

    def work() -> None:
        error = errors.pop(0)
        if error:
            raise error

    registry = registry_of(Job("tidy", work))
    registry.run("tidy")
    registry.run("tidy")
    status = only(registry)
    assert (status.outcome, status.runs, status.failures, status.error) == ("failed", 2, 2, "The disk is full.")
    assert caplog.text.count("The disk is full.") == 1
    registry.run("tidy")
    assert (only(registry).outcome, only(registry).error, only(registry).failures) == ("done", None, 2)


def test_an_unexpected_error_shows_its_type_and_no_text_of_its_own() -> None:
    def work() -> None:
        raise RuntimeError("/etc/secret of 13800138000")

    registry = registry_of(Job("tidy", work))
    registry.run("tidy")
    assert only(registry).error == "RuntimeError"


def test_a_job_over_its_limit_is_overdue_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    go, ran = threading.Event(), threading.Event()

    def work() -> None:
        ran.set()
        go.wait(60)

    registry = registry_of(Job("tidy", work, time_limit_s=0.0))
    thread = threading.Thread(target=registry.run, args=("tidy",))
    thread.start()
    assert ran.wait(60)
    wait_for(lambda: only(registry).outcome == "overdue")
    registry.log_overdue()
    registry.log_overdue()
    registry.run("tidy")  # it runs already: nothing is done twice at the same time
    go.set()
    thread.join(60)
    assert (only(registry).outcome, only(registry).runs) == ("done", 1)
    assert caplog.text.count("longer than its limit") == 1


def test_schedules_are_kept_and_crontab_lines_are_meant_in_the_citys_zone() -> None:
    seen: list[str] = []
    registry = JobRegistry(SHANGHAI)
    registry.add(
        Job("once", lambda: seen.append("once")),
        Job("often", lambda: seen.append("often"), schedule=0.05),
        Job("nightly", lambda: seen.append("nightly"), schedule="15 4 * * *"),
    )
    registry.start()
    try:
        wait_for(lambda: seen.count("often") >= 3 and "once" in seen)
        nightly = {status.name: status for status in registry.statuses()}["nightly"]
        assert nightly.next_run_at is not None
        local = nightly.next_run_at.astimezone(SHANGHAI)
        assert (local.hour, local.minute) == (4, 15)
        assert timedelta() < nightly.next_run_at - datetime.now(UTC) <= timedelta(days=1)
    finally:
        registry.stop()
    assert seen.count("once") == 1
    assert "nightly" not in seen
    often = seen.count("often")
    time.sleep(0.2)
    assert seen.count("often") == often


def test_stopping_waits_for_a_run_under_way() -> None:
    done = threading.Event()
    began = threading.Event()

    def work() -> None:
        began.set()
        time.sleep(0.3)
        done.set()

    registry = registry_of(Job("tidy", work))
    registry.start()
    assert began.wait(60)
    wait_for(lambda: only(registry).next_run_at is None)
    registry.stop()
    assert done.is_set()


def test_stopping_does_not_wait_for_a_job_that_only_reads() -> None:
    go, began = threading.Event(), threading.Event()

    def read() -> None:
        began.set()
        go.wait(60)

    registry = registry_of(Job("verification", read, is_awaited=False))
    registry.start()
    assert began.wait(60)
    wait_for(lambda: only(registry).next_run_at is None)  # the scheduler has crossed it off
    registry.stop()
    assert only(registry).outcome == "running"
    go.set()
    wait_for(lambda: only(registry).outcome == "done")


def test_a_name_is_given_once_and_a_schedule_must_be_one() -> None:
    with pytest.raises(ValueError, match="already"):
        registry_of(Job("tidy", lambda: None), Job("tidy", lambda: None))
    with pytest.raises(ValueError, match="fields"):
        registry_of(Job("tidy", lambda: None, schedule="every night"))
