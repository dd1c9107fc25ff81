"""A running server: its jobs, and commands of other processes, which get the same answers through its key."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.commands import server_file
from dashboard.commands.server_file import ServerAddress
from dashboard.words.catalogue import catalogue
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.cli.conftest import process, run, wait_for

Served = tuple[Path, ServerAddress]
ROW = [{"source_id": "77", "reported_at": "2011-07-31T09:00:00"}]
NAMES = {
    "alarms",
    "handovers",
    "samples",
    "kind_proposals",
    "alarm_messages",
    "briefings",
    "drop_folder",
    "store_watch",
    "uploads",
    "ripening",
    "checkpoint",
    "packing",
    "audit",
    "access_log",
    "verification",
    "search_index",
    "warm_up",
    "preparation",
    "freed_memory",
    "retention",
    "erasures",
    "overdue_watch",
    "spots",
    "first_spots",
}
OF_THE_START = ("verification", "search_index", "first_spots", "warm_up", "preparation", "drop_folder")


@pytest.fixture(scope="module")
def served(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all that ask; the tests that load cases come last of them."""
    home = Path(shutil.copytree(made_home, tmp_path_factory.mktemp("served") / "home"))
    serving = process(home, "serve", "--city", "tiny", "--port", "0")
    try:
        yield home, wait_for(home / "tiny", serving)
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def test_a_question_goes_through_the_server(served: Served) -> None:
    home, address = served
    asking = run(home, "kpi", "open", "--by", "area", "--json")
    assert asking.exit_code == 0, asking.output
    over_http = httpx.get(f"{address.url}/api/v1/kpi?key=open&by=area", trust_env=False).json()
    answer = json.loads(asking.stdout)
    assert answer.pop("as_of") >= over_http.pop("as_of")
    assert answer == over_http


TAKEN = """
import sys
from dashboard.exports import browser, photograph
browser.find_browser = lambda settings: None
browser.require_chinese_font = lambda: None
photograph.snap = lambda taken, settings, cookie: print(taken.as_seen, cookie[0], *sys.modules)
from dashboard.cli import main
main()
"""
"""The command, but for the browser: what it would have taken, and what the process has loaded for it."""


def test_a_picture_of_a_wall_is_as_it_hangs_and_loads_no_library_of_the_city(served: Served) -> None:
    home, _ = served
    command = [sys.executable, "-c", TAKEN, "snap", "/wall?lang=en", "--out", "wall.png", "--city", str(home / "tiny")]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
    as_seen, cookie, *loaded = done.stdout.split()
    assert (as_seen, bool(cookie)) == ("True", True)
    assert {"pandas", "pyarrow", "duckdb", "dash", "numpy"} & set(loaded) == set()


def test_every_other_command_works_beside_it(served: Served) -> None:
    home, _ = served
    assert len(run(home, "cases", "reported").stdout.splitlines()) == 7
    assert "6 reported" in run(home, "check", "--city", "tiny").stdout
    saved = home / "saved.json"
    saved.write_text('{"views": [{"key": "v1", "name": "Open", "address": "/?kpi=open"}]}', "utf-8")
    assert run(home, "saved", "import", str(saved)).stdout == "1 new or changed, 0 held already.\n"
    forgotten = run(home, "forget", "--case", "1", "--reason", "test", "--dry-run")
    assert "would be erased: 1 version," in forgotten.stdout, forgotten.output
    assert run(home, "rebuild").exit_code == 0
    assert json.loads(run(home, "saved", "export").stdout)["views"][0]["name"] == "Open"
    wrong = run(home, "kpi", "reported", "--from", "someday")
    assert wrong.exit_code == 2
    assert "from" in wrong.stderr
    for words in (
        ["nonsense"],
        ["reported", "--area", "nowhere"],
        ["reported", "--from", "2026-11-02", "--to", "2026-11-01"],
    ):
        assert run(home, "kpi", *words).exit_code == 2


def test_a_second_server_of_the_same_city_is_refused(served: Served) -> None:
    home, address = served
    second = run(home, "serve", "--city", "tiny", "--port", "0")
    assert second.exit_code == 1
    assert address.url in second.stderr


def test_without_the_key_there_are_no_commands(served: Served) -> None:
    _, address = served
    for headers in ({}, {"Authorization": "Bearer guess"}):
        answer = httpx.post(f"{address.url}/api/v1/commands/rebuild", headers=headers, json={}, trust_env=False)
        assert answer.status_code == 403


def test_a_server_without_a_token_answers_nothing_that_came_through_a_proxy(served: Served) -> None:
    address = served[1].url
    assert httpx.get(f"{address}/api/v1/live", timeout=10, trust_env=False).status_code == 200
    through = httpx.get(f"{address}/api/v1/live", headers={"Via": "1.1 proxy"}, timeout=10, trust_env=False)
    assert through.status_code == 403
    assert "YIPING_TRUSTED_PROXIES" in through.json()["sentence"]


@pytest.mark.timeout(120)
def test_every_job_of_a_server_is_listed_and_those_of_the_start_are_done(served: Served) -> None:
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


def test_the_server_notes_each_request_in_its_access_log(served: Served) -> None:
    home, address = served
    httpx.get(f"{address.url}/api/v1/kpi?key=reported&to=no-day&q=what-people-type", trust_env=False, timeout=20)
    file, until = home / "tiny/access/access.jsonl", time.monotonic() + 20
    while not (file.exists() and b"what" not in (told := file.read_bytes()) and b"to=no-day" in told):
        assert time.monotonic() < until
        time.sleep(0.05)
    noted = next(json.loads(line) for line in told.splitlines() if b"to=no-day" in line)
    assert (noted["who"], noted["path"], noted["query"]) == ("local", "/api/v1/kpi", "key=reported&to=no-day&q=…")
    assert noted["status"] == 400, "input that is refused can be seen"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_job_has_a_name_in_words(language: str) -> None:
    words = catalogue(language)
    assert all(words(f"job.{name}") for name in NAMES)


def test_loading_beside_the_server_is_seen_by_it_at_once(served: Served, tmp_path: Path) -> None:
    home, address = served
    before = httpx.get(f"{address.url}/api/v1/live", trust_env=False).json()["version"]
    loading = run(home, "load", str(write_cases(tmp_path / "more.csv", ROWS[0].replace("1,", "70,", 1))), "--json")
    assert loading.exit_code == 0, loading.output
    assert json.loads(loading.stdout)[0]["loaded"] == 1
    assert httpx.get(f"{address.url}/api/v1/kpi?key=reported", trust_env=False).json()["value"] == 7
    done = before
    end = time.monotonic() + 60
    while done == before and time.monotonic() < end:
        done = httpx.get(f"{address.url}/api/v1/live", trust_env=False).json()["version"]
    assert done > before


def test_a_source_added_beside_a_running_server_delivers_at_once(served: Served) -> None:
    home, address = served
    key = run(home, "source", "add", "hotline", "--kind", "events", "--cadence", "60").stdout.strip()
    url, headers = f"{address.url}/api/v1/events", {"Authorization": f"Bearer {key}"}
    assert httpx.post(url, headers=headers, json=ROW, trust_env=False).status_code == 202
    assert run(home, "source", "remove", "hotline").exit_code == 0
    assert httpx.post(url, headers=headers, json=ROW, trust_env=False).status_code == 403


def test_killing_the_command_ends_its_server_and_frees_the_city(home: Path) -> None:
    serving = process(home, "serve", "--city", "tiny", "--port", "0")
    address = wait_for(home / "tiny", serving)
    serving.kill()
    serving.communicate(timeout=60)  # both hold the pipe: it ends when the server has ended
    assert server_file.running(home / "tiny") is None
    server_file.write(home / "tiny", address)  # as a machine leaves it that loses its power
    assert json.loads(run(home, "kpi", "reported", "--json").stdout)["value"] == 6


def test_a_city_in_use_without_a_server_is_said_to_be_busy(home: Path) -> None:
    from queries.store.store import Store  # noqa: PLC0415

    with Store.open(home / "tiny"):
        asking = process(home, "kpi", "reported", "--city", "tiny")
        _, stderr = asking.communicate(timeout=60)
    assert asking.returncode == 1
    assert "in use" in stderr
    assert "Traceback" not in stderr


def test_opening_the_server_to_others_needs_a_token(home: Path) -> None:
    refused = run(home, "serve", "--city", "tiny", "--host", "192.0.2.1", "--port", "0")
    assert refused.exit_code == 1
    assert "token" in refused.stderr


@pytest.mark.browser
def test_with_a_token_the_command_line_needs_none_and_ending_the_server_frees_the_city(home: Path) -> None:
    pdf = home / "screen.pdf"
    serving = process(home, "serve", "--city", "tiny", "--port", "0", YIPING_TOKEN="open sesame Vq3ZfT8kLw")  # noqa: S106
    try:
        address = wait_for(home / "tiny", serving)
        assert httpx.get(f"{address.url}/api/v1/kpi?key=reported", trust_env=False).status_code == 403
        assert json.loads(run(home, "kpi", "reported", "--json").stdout)["value"] == 6
        snapping = process(home, "snap", "/", "--out", str(pdf))
        _, stderr = snapping.communicate(timeout=90)
        assert snapping.returncode == 0, stderr
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert re.search(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert not (home / "tiny" / "server.json").exists()
    assert run(home, "kpi", "reported", "--json").exit_code == 0
