"""Verdicts on the cases of a sample: given by who may act, on drawn cases alone, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.governance.sample_drawing import draw_samples
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.values import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.api.checked_client import checked

ACTS, WEEK = "/api/v1/loops/acts", "2024-W23"
GIVEN = {"kind": "sample_verdict", "loop": WEEK, "source": "tiny", "source_id": "K5", "state": "failed"}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=AS_OF) as opened:
        assert draw_samples(opened)
        assert not draw_samples(opened)
        yield opened


@pytest.fixture
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def kept(client: FlaskClient, **changed: Any) -> None:
    answer = client.post(ACTS, json=GIVEN | changed)
    assert answer.status_code == 200, answer.text


def test_a_sample_is_told_with_its_units_and_drawn_again(client: FlaskClient) -> None:
    kept(client, text="电话 13812345678")
    [listed] = client.get("/api/v1/samples").get_json()["samples"]
    assert (listed["week"], listed["from"], listed["to"]) == (WEEK, "2024-06-03", "2024-06-09")
    assert (listed["cases_in_strata"], listed["verdicts"]["drawn"], listed["verdicts"]["failed"]) == (6, 6, 1)
    told = client.get(f"/api/v1/samples/{WEEK}?again=1&area=W").get_json()
    assert told["again"] == {"same": 6, "gone": 0, "new": 0}
    units = {one["code"]: (one["name"], one["drawn"], one["n"], one["rate"], one["rank"]) for one in told["units"]}
    assert units["W"] == ("W side", 3, 1, 0.0, None)
    assert units["_unknown"] == ("未注明", 1, 0, None, None)
    [judged] = [one for one in told["cases"] if one["verdict"]]
    assert (judged["source_id"], judged["stratum"]) == ("K5", ["W", "cleaning"])
    assert "13812345678" not in judged["remark"]
    for wrong, status in (("/2024-W22", 404), ("?since=1", 400), (f"/{WEEK}?area=nowhere", 404)):
        assert client.get(f"/api/v1/samples{wrong}").status_code == status, wrong


def test_a_verdict_is_given_changed_and_taken_back(client: FlaskClient, city: City) -> None:
    def states() -> list[str]:
        return [one.act.state for one in city.governance.acts_about(WEEK, "tiny", "K5", scope=WHOLE_CITY)]

    kept(client)
    kept(client, state="passed", text="已现场核实")
    assert states() == ["passed"]
    kept(client, deed="withdrawn")
    assert states() == []
    for wrong, status in (
        ({"deed": "withdrawn"}, 404),
        ({"source_id": "K1"}, 404),  # closed in the week before
        ({"loop": "2024-W22"}, 404),
        ({"loop": "rework"}, 404),
        ({"state": "confirmed"}, 400),
    ):
        answer = client.post(f"{ACTS}?lang=en", json=GIVEN | wrong)
        assert (answer.status_code, bool(answer.get_json()["sentence"])) == (status, True), wrong
