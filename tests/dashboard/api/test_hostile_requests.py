"""What somebody tries who wants in: odd methods, doubly encoded paths, files beside the program, headers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.cities.builder import build_city
from tests.dashboard.api.conftest import NOW


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with build_city(tmp_path_factory.mktemp("hostile") / "tiny", "six_cases", clock=NOW) as city:
        yield create_app(Settings(token=None), city).server.test_client()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_methods_that_no_route_knows_are_refused(asked: FlaskClient, method: str) -> None:
    for path in ("/", "/api/v1/kpi?key=reported"):
        answer = asked.open(path, method=method, headers={"X-Sent": "a secret"})
        assert (answer.status_code, "a secret" in answer.text) == (405, False)


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/pyproject.toml", "/assets/", "/assets/styles/", "/modules/", "/assets/..%2f..%2fpyproject.toml",
     "/assets/%252e%252e/pyproject.toml", "/console", "/%2577all", "/static/"],
)  # fmt: skip
def test_nothing_lies_beside_the_program_or_behind_a_path_decoded_twice(asked: FlaskClient, path: str) -> None:
    assert asked.get("/wall").status_code == 200
    assert asked.get(path).status_code == 404


def test_every_text_says_its_encoding_and_no_other_site_may_read_or_keep_an_answer(asked: FlaskClient) -> None:
    rules = [rule for rule in asked.application.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [rule.rule for rule in rules if not rule.arguments]
    assert "/api/v1/cases" in paths
    for path in [*paths, "/open311/v2/requests.xml", "/nowhere"]:
        answer = asked.get(f"{path}?key=reported", headers={"Origin": "http://localhost"})
        assert not (answer.mimetype or "").startswith("text/") or "charset=utf-8" in answer.headers["Content-Type"], (
            path
        )
        assert answer.headers["Content-Type"], path
        assert "Access-Control-Allow-Origin" not in answer.headers, path
        assert answer.headers["Cache-Control"] == "no-store", path
        assert not answer.headers.get("Location", "").startswith(("http", "//")), path


def test_no_part_of_it_runs_in_the_mode_of_developers(asked: FlaskClient) -> None:
    assert not asked.application.debug
    assert not asked.application.testing
    assert asked.get("/_reload-hash").get_json()["files"] == []
