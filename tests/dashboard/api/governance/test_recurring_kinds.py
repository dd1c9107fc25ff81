"""Kinds that recur over HTTP: confirmed and named, a checklist from the places of their cases, and each step."""

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
from tests.cities.tiny.cases import AS_OF, CASES, case, table_of
from tests.dashboard.api.checked_client import checked

KINDS = "/api/v1/recurring-kinds"
LAMPS = {"name": "路灯", "where": "category3=lamp", "area": "W", "cause": "工程未移交"}
LAMP_CASES = (
    case(source_id="L1", at="W1", category3="lamp", reported="1 8:00", filed="1 8:20", closed="2 8:00",
         first_closed="2 8:00", matter_id="m2"),
    case(source_id="L2", at="W1", category3="lamp", reported="6 8:00", filed="6 8:20", matter_id="m2"),
    case(source_id="L3", at="W2", category3="lamp", reported="1 9:00", filed="1 9:20"),
)  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("kinds") / "tiny"
    with build_city(folder, cases=table_of((*CASES, *LAMP_CASES)), clock=AS_OF) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def sent(client: FlaskClient, path: str, **given: Any) -> str:
    answer = client.post(f"{KINDS}/{path}", json=given)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["key"])


def test_a_checklist_is_taken_from_the_places_and_goes_on_item_by_item(client: FlaskClient) -> None:
    kind = sent(client, "acts", **LAMPS)
    sent(client, "cures", kind=kind, area="*", on="2024-06-03", sort="crossing")
    told = client.get(f"{KINDS}/{kind}").get_json()
    assert (told["name"], told["cases"], told["open"], told["again"]) == ("路灯", 3, 2, 1)
    assert [(one["area"], one["state"], one["cases"]) for one in told["checklist"]] == [
        ("W1", "open", 2), ("W2", "open", 1),
    ]  # fmt: skip
    for item in told["checklist"]:
        sent(client, "cures", kind=kind, item=item["item"], state="mended", on="2024-06-05", text="电话 13812345678")
    sent(client, "cures", kind=kind, area="W", name="信号灯", sort="device", n=383, state="mended", on="2024-06-05")
    told = client.get(f"{KINDS}/{kind}").get_json()
    sorts = {one["sort"]: (one["pieces"], one["mended"], one["awaits_handover"], one["done"]) for one in told["cures"]}
    assert sorts == {"crossing": (2, 2, 0, 2), "device": (383, 383, 383, 0)}
    assert {one["area"]: one["after_cure"] for one in told["checklist"]} == {"W1": 1, "W2": 0, "W": 1}
    assert "13812345678" not in str(told)
    assert [step["state"] for step in told["checklist"][0]["steps"]] == ["open", "mended"]
    [listed] = client.get(f"{KINDS}?area=W").get_json()["kinds"]
    assert (listed["came_back"], listed["items"]) == (2, 3)
    [then] = client.get(f"{KINDS}?as_of=2024-06-04").get_json()["kinds"]
    assert (then["cases"], [one["open"] for one in then["cures"]]) == (2, [2])
    assert client.get(f"{KINDS}?area=E").get_json()["kinds"] == []


def test_a_rejected_kind_is_gone_and_what_is_wrong_is_said(client: FlaskClient) -> None:
    kind = sent(client, "acts", **LAMPS | {"where": "category3=lamp", "matter": "m2", "words": ""})
    for path, wrong, status in (
        ("acts", LAMPS | {"where": "category3=unheard"}, 400),
        ("acts", LAMPS | {"where": "channel=app"}, 400),
        ("acts", LAMPS | {"where": ""}, 400),
        ("acts", LAMPS | {"name": " "}, 400),
        ("acts", LAMPS | {"area": "nowhere"}, 404),
        ("acts", LAMPS | {"words": "a b c d e f g"}, 400),
        ("acts", LAMPS | {"area": "E", "deed": "withdrawn"}, 404),
        ("cures", {"kind": kind, "on": "2024-06-11"}, 400),  # has not come
        ("cures", {"kind": kind, "on": "2024-06-05", "area": "E"}, 400),
        ("cures", {"kind": kind, "on": "2024-06-05", "sort": "ship"}, 400),
        ("cures", {"kind": kind, "on": "2024-06-05", "item": "none"}, 404),
        ("cures", {"kind": kind, "on": "2024-06-05", "lon": -71.0}, 400),
        ("cures", {"kind": "none", "on": "2024-06-05"}, 404),
    ):
        answer = client.post(f"{KINDS}/{path}?lang=en", json=wrong)
        assert (answer.status_code, bool(answer.get_json()["sentence"])) == (status, True), wrong
    sent(client, "acts", **LAMPS | {"matter": "m2", "state": "rejected"})
    assert client.get(f"{KINDS}/{kind}").status_code == 404
    assert client.get(f"{KINDS}?since=1").status_code == 400
