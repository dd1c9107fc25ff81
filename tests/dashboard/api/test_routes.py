"""The HTTP API and the pages of an opened city."""

import base64
import csv
import hashlib
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.commands.city_commands import CityCommands
from dashboard.settings import Settings
from queries.city import City
from queries.errors import TooSlow
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.api.conftest import Open

LIVE_KEYS = {"reports", "release", "version", "as_of", "stamp", "area", "sources", "freshness", "changed", "newest"}


def test_a_number_over_http_is_that_of_the_command_line(client: FlaskClient, city: City) -> None:
    parameters = {"key": "open", "by": "area", "as_of": "2011-07-03"}
    over_http = client.get("/api/v1/kpi", query_string=parameters).get_json()
    assert over_http == CityCommands(city, Settings()).kpi(parameters)
    assert over_http["value"] == 4


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("", 400, "key"),
        ("key=open&form=2011-07-01", 400, "form"),
        ("key=open&from=July", 400, "from"),
        ("key=open&from=2011-07-01&from=2011-07-02", 400, "from"),
        ("key=open&denominator=nonsense", 400, "denominator"),
        ("key=nonsense", 404, "KPI"),
        ("key=open&area=nowhere", 404, "area"),
    ],
)
def test_a_wrong_question_says_which_part_is_wrong(reader: FlaskClient, query: str, status: int, word: str) -> None:
    answer = reader.get(f"/api/v1/kpi?{query}&lang=en")
    assert answer.status_code == status
    assert set(answer.get_json()) == {"error", "reference", "sentence"}
    assert word in answer.get_json()["sentence"]


def test_conditions_over_http(reader: FlaskClient) -> None:
    parts = reader.get("/api/v1/kpi?key=reported&by=channel").get_json()["rows"]
    first, second = (part["code"] for part in parts[:2])
    both = reader.get(f"/api/v1/kpi?key=reported&where=channel={first}&where=channel={second}").get_json()
    assert both["value"] == parts[0]["n"] + parts[1]["n"]
    assert both["where"] == {"channel": sorted([first, second])}
    assert both == reader.get(f"/api/v1/kpi?key=reported&where=channel={first};channel={second}").get_json()
    rows = reader.get(f"/api/v1/cases?key=reported&where=channel={first}").text.splitlines()
    assert len(rows) == 1 + parts[0]["n"]
    refused = reader.get("/api/v1/kpi?key=reported&where=special_grid=S9&lang=en")
    assert (refused.status_code, "S9" in refused.get_json()["sentence"]) == (400, True)


def test_a_question_that_takes_too_long_is_slow_not_wrong(
    client: FlaskClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise TooSlow(10)

    monkeypatch.setattr(city._runner, "rows", stopped)
    answer = client.get("/api/v1/kpi?key=reported&by=day")
    assert answer.status_code == 503
    assert answer.get_json()["error"] == "slow"


def test_the_dictionary(reader: FlaskClient) -> None:
    assert {"reported", "open"} <= {metric["key"] for metric in reader.get("/api/v1/kpis").get_json()["kpis"]}


def test_the_cases_behind_a_number_as_csv(reader: FlaskClient) -> None:
    answer = reader.get("/api/v1/cases?key=reported&area=E")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 1 + 3
    assert len(reader.get("/api/v1/cases?key=reported&limit=2").text.splitlines()) == 3
    assert reader.get("/api/v1/cases?key=reported&limit=none").status_code == 400


def test_live_tells_the_newest_events_and_asks_the_store_once_per_version(client: FlaskClient, city: City) -> None:
    first = client.get("/api/v1/live").get_json()
    assert set(first) == LIVE_KEYS
    assert [event["id"].rsplit("/", 1)[1] for event in first["newest"]] == ["6", "5", "4", "3", "2", "1"]
    asked = city._runner.asked
    assert client.get("/api/v1/live").get_json() == first
    assert city._runner.asked == asked


def test_live_is_short_for_those_who_have_the_version_already(client: FlaskClient) -> None:
    version = client.get("/api/v1/live").get_json()["version"]
    known = client.get(f"/api/v1/live?since={version}").get_json()
    assert (known["changed"], known["newest"]) == (False, [])
    older = client.get(f"/api/v1/live?since={version - 1}").get_json()
    assert older["changed"] is True
    assert client.get("/api/v1/live?since=yesterday").status_code == 400


def test_live_of_an_area_tells_its_own_events(reader: FlaskClient) -> None:
    assert len(reader.get("/api/v1/live?area=W").get_json()["newest"]) == 2
    assert reader.get("/api/v1/live?area=nowhere").status_code == 404


def test_outlines_are_kept_for_ever_under_their_grid_version(client: FlaskClient, city: City) -> None:
    address = f"/outlines/{city.tree.grid_version}/tiny.geojson"
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert [feature["properties"]["code"] for feature in answer.get_json(force=True)["features"]] == ["E", "W"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/outlines/another/tiny.geojson").status_code == 404
    assert client.get(f"/outlines/{city.tree.grid_version}/nowhere.geojson").status_code == 404


def test_readiness_is_a_real_answer(client: FlaskClient, city: City) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    city.close()
    not_ready = client.get("/readyz")
    assert not_ready.status_code == 503
    assert not_ready.text.strip()
    assert client.get("/healthz").status_code == 200


def test_every_inline_script_of_the_page_is_in_the_policy(reader: FlaskClient) -> None:
    answer = reader.get("/")
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", re.sub(r"<!--.*?-->", "", answer.text, flags=re.S), re.S)
    inline = [text for attributes, text in scripts if "src=" not in attributes and "application/json" not in attributes]
    assert inline
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_only_screens_have_addresses(reader: FlaskClient) -> None:
    for path in ("/", "/wall", "/sources", "/load", "/dictionary"):
        assert reader.get(path).status_code == 200
    missing = reader.get("/admin.php?lang=zh-CN")
    assert missing.status_code == 404
    assert "没有这个页面" in missing.text
    assert reader.get("/assets/missing.css").status_code == 404
    assert reader.get("/_dash-component-suites/os/secret.js").status_code == 404
    assert reader.put("/api/v1/kpi").status_code == 405
    assert reader.post("/screen", data=b"1" * 5_000_000, content_type="application/json").status_code == 413


def test_a_token_locks_every_route_there_is(visit: Open) -> None:
    client = visit(token="open sesame")  # noqa: S106
    rules = {rule.rule for rule in client.application.url_map.iter_rules()} - {"/healthz"}
    assert len(rules) > 10
    for rule in rules:
        path = re.sub(r"<[^>]*>", "kpi", rule)
        assert client.get(path).status_code == 403, path


def test_the_tile_service_of_the_profile_may_send_images_only(visit: Open, city: City) -> None:
    tiles = {"url": "https://t{s}.tiles.example.cn/{z}/{x}/{y}.png", "attribution": "somebody"}
    profile = type(city.profile).model_validate(city.profile.model_dump() | {"tiles": tiles})
    city._context.profile = profile
    policy = visit().get("/").headers["Content-Security-Policy"]
    assert [part for part in policy.split("; ") if "example.cn" in part] == [
        "img-src 'self' data: blob: https://*.tiles.example.cn"
    ]


def test_names_of_the_profile_are_text_on_the_page(visit: Open, city: City) -> None:
    title = "</title><img src=x onerror=alert(1)>"
    city._context.profile = city.profile.model_copy(update={"title_zh": title, "title_en": title})
    page = visit().get("/").text
    assert "<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title>" in page
    assert "<img" not in page


def test_event_text_travels_as_text(client: FlaskClient, city: City, tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    city.acts.load(write_cases(tmp_path / "more.csv", ROWS[0].replace("1,", "71,", 1).replace("Graffiti", script)))
    live = client.get("/api/v1/live")
    assert live.mimetype == "application/json"
    assert live.headers["X-Content-Type-Options"] == "nosniff"
    assert script in live.get_json()["newest"][-1]["category"]


def test_the_moment_is_that_of_the_citys_clock(reader: FlaskClient) -> None:
    as_of = reader.get("/api/v1/kpi?key=open").get_json()["as_of"]
    assert datetime.fromisoformat(as_of) == datetime(2011, 8, 1, 12, tzinfo=UTC)
