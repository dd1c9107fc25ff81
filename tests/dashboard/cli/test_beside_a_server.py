"""Commands of other processes beside a running server: the same answers, through its key."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.commands import server_file
from dashboard.commands.server_file import ServerAddress
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.cli.conftest import process, run, wait_for

Served = tuple[Path, ServerAddress]


@pytest.fixture(scope="module")
def served(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all that ask; the test that loads a case comes last of them."""
    home = Path(shutil.copytree(made_home, tmp_path_factory.mktemp("served") / "home"))
    serving = process(home, "serve", "--city", "tiny", "--port", "0")
    try:
        yield home, wait_for(home / "tiny", serving)
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def test_a_question_goes_through_the_server(served: Served) -> None:
    home, address = served
    asking = process(home, "kpi", "open", "--by", "area", "--json")
    stdout, stderr = asking.communicate(timeout=60)
    assert asking.returncode == 0, stderr
    over_http = httpx.get(f"{address.url}/api/v1/kpi?key=open&by=area", trust_env=False).json()
    answer = json.loads(stdout)
    assert answer.pop("as_of") >= over_http.pop("as_of")
    assert answer == over_http


def test_every_other_command_works_beside_it(served: Served) -> None:
    home, _ = served
    assert len(run(home, "cases", "reported").stdout.splitlines()) == 7
    assert "6 reported" in run(home, "check", "--city", "tiny").stdout
    saved = home / "saved.json"
    saved.write_text('{"views": [{"key": "v1", "name": "Open", "address": "/?kpi=open"}]}', "utf-8")
    assert run(home, "saved", "import", str(saved)).stdout == "1 new or changed, 0 held already.\n"
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


def test_loading_beside_the_server_is_seen_by_it_at_once(served: Served, tmp_path: Path) -> None:
    home, address = served
    before = httpx.get(f"{address.url}/api/v1/live", trust_env=False).json()["version"]
    loading = process(home, "load", str(write_cases(tmp_path / "more.csv", ROWS[0].replace("1,", "70,", 1))), "--json")
    stdout, stderr = loading.communicate(timeout=60)
    assert loading.returncode == 0, stderr
    assert json.loads(stdout)[0]["loaded"] == 1
    assert httpx.get(f"{address.url}/api/v1/kpi?key=reported", trust_env=False).json()["value"] == 7
    done = before
    end = time.monotonic() + 60
    while done == before and time.monotonic() < end:
        done = httpx.get(f"{address.url}/api/v1/live", trust_env=False).json()["version"]
    assert done > before


def test_ending_the_server_removes_its_file_and_frees_the_city(home: Path) -> None:
    serving = process(home, "serve", "--city", "tiny", "--port", "0")
    wait_for(home / "tiny", serving)
    serving.terminate()
    serving.communicate(timeout=60)
    assert not (home / "tiny" / "server.json").exists()
    assert run(home, "kpi", "reported", "--json").exit_code == 0


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


def test_with_a_token_the_command_line_still_needs_none(home: Path) -> None:
    serving = process(home, "serve", "--city", "tiny", "--port", "0", YIPING_TOKEN="open sesame Vq3ZfT8kLw")  # noqa: S106
    try:
        address = wait_for(home / "tiny", serving)
        assert httpx.get(f"{address.url}/api/v1/kpi?key=reported", trust_env=False).status_code == 403
        assert json.loads(run(home, "kpi", "reported", "--json").stdout)["value"] == 6
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
