"""The jobs of a running server, as its API and its page of sources show them."""

import json
import time
from pathlib import Path

import httpx
import pytest

from dashboard.commands.server_file import ServerAddress
from dashboard.words.catalogue import catalogue

NAMES = {
    "drop_folder",
    "store_watch",
    "uploads",
    "checkpoint",
    "packing",
    "audit",
    "access_log",
    "verification",
    "search_index",
    "warm_up",
    "preparation",
    "freed_memory",
    "overdue_watch",
}
OF_THE_START = ("verification", "search_index", "warm_up", "preparation", "drop_folder")


@pytest.mark.timeout(120)
def test_every_job_of_a_server_is_listed_and_those_of_the_start_are_done(served: tuple[Path, ServerAddress]) -> None:
    _, address = served
    until = time.monotonic() + 60
    while True:
        answer = httpx.get(f"{address.url}/api/v1/jobs", trust_env=False, timeout=20)
        jobs = {job["name"]: job for job in answer.json()["jobs"]}
        started = [jobs[name]["outcome"] for name in OF_THE_START]
        if started == ["done"] * len(OF_THE_START):
            break
        assert time.monotonic() < until, jobs
        time.sleep(0.1)
    assert set(jobs) == NAMES
    assert jobs["warm_up"]["next_run_at"] is None
    assert jobs["checkpoint"]["schedule"] == 240.0
    assert all(job["error"] is None for job in jobs.values())


def test_the_server_notes_each_request_in_its_access_log(served: tuple[Path, ServerAddress]) -> None:
    home, address = served
    httpx.get(f"{address.url}/api/v1/jobs?area=C&q=what-people-type", trust_env=False, timeout=20)
    file, until = home / "tiny/access/access.jsonl", time.monotonic() + 20
    while not (file.exists() and b"what" not in (told := file.read_bytes()) and b"area=C" in told):
        assert time.monotonic() < until
        time.sleep(0.05)
    noted = next(json.loads(line) for line in told.splitlines() if b"area=C" in line)
    assert (noted["who"], noted["path"], noted["query"]) == ("local", "/api/v1/jobs", "area=C&q=…")
    assert noted["status"] in (200, 400)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_job_has_a_name_in_words(language: str) -> None:
    words = catalogue(language)
    assert all(words(f"job.{name}") for name in NAMES)
