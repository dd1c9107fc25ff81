"""POST /api/v1/evaluation/values: what people enter is kept of units that they may see, and stands in the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.dashboard.api.checked_client import checked
from tests.dashboard.api.governance.test_roll_calls import as_account
from tests.queries.evaluation.test_entered import BY_HAND

VALUES, RESULT = "/api/v1/evaluation/values", "/api/v1/evaluation/own?from=2024-06-01&to=2024-06-10"
GIVEN = {
    "evaluation": "own", "part": "supervised", "unit": "W", "first": "2024-06-01", "last": "2024-06-10", "value": 30,
    "text": "六月台账，电话 13812345678",
}  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    folder = tmp_path / "tiny"
    build_city(folder).close()
    (folder / "evaluations.toml").write_text(BY_HAND, encoding="utf-8")
    with City.open(folder) as opened:
        yield opened


@pytest.fixture
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def west(client: FlaskClient) -> dict[str, Any]:
    units = client.get(RESULT).get_json()["results"]
    [part] = next(one["entered"] for one in units if one["code"] == "W")
    return dict(part)


def test_a_value_is_kept_with_its_author_shown_and_taken_back(client: FlaskClient) -> None:
    assert west(client) == {"key": "supervised", "value": None, "points": None, "values": []}
    assert client.post(VALUES, json=GIVEN).get_json()["applied"]
    part = west(client)
    assert (part["value"], part["points"]) == (30, 60)
    [value] = part["values"]
    assert (value["from"], value["to"], value["who"]) == ("2024-06-01", "2024-06-10", "local")
    assert value["text"].startswith("六月台账")
    assert "13812345678" not in value["text"]
    assert client.post(VALUES, json=GIVEN | {"deed": "withdrawn"}).status_code == 200
    assert west(client)["values"] == []
    assert client.post(VALUES, json=GIVEN | {"deed": "withdrawn"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"value": 51}, "value"), ({"value": None}, "value"), ({"value": "many"}, "value"), ({"part": "led"}, "part"),
        ({"unit": "E1"}, "unit"), ({"evaluation": "districts"}, "part"), ({"last": "2024-05-31"}, "last"),
        ({"last": "2025-07-01"}, "last"), ({"first": "June"}, "first"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(client: FlaskClient, wrong: dict[str, Any], name: str) -> None:
    refused = client.post(VALUES, json=GIVEN | wrong)
    assert refused.status_code == 400, refused.text
    assert f"参数 {name} " in refused.get_json()["sentence"]
    assert west(client)["values"] == []


def test_only_units_within_the_area_of_an_account_may_be_given_a_value(city: City) -> None:
    assert as_account(city, "supervisor", "E").post(VALUES, json=GIVEN).status_code == 403
    assert as_account(city, "supervisor", "W").post(VALUES, json=GIVEN).status_code == 200
    assert as_account(city, "viewer", "W").post(VALUES, json=GIVEN).status_code == 403


def test_a_department_is_entered_by_whoever_sees_the_whole_city(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    build_city(folder).close()
    (folder / "evaluations.toml").write_text(BY_HAND.replace("units = 1", 'units = "department"'), encoding="utf-8")
    given = GIVEN | {"unit": "police"}
    with City.open(folder) as again:
        assert as_account(again, "supervisor", "E").post(VALUES, json=given).status_code == 403
        assert as_account(again, "supervisor").post(VALUES, json=given | {"unit": "nobody"}).status_code == 400
        assert as_account(again, "supervisor").post(VALUES, json=given).status_code == 200
