"""Views and notes over HTTP: kept, changed, withdrawn, exported and taken in again; nothing of another site."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from queries.city import City
from tests.dashboard.api.conftest import Open

TOKEN = "many characters that nobody guesses"  # noqa: S105  (of this test alone)
VIEW = {"name": "Potholes", "address": "/?period=2011-07-01..2011-07-31&kpi=open&lang=en&theme=light"}
NOTE = {"text": "Street fair", "area": "tiny", "from": "2011-07-05", "until": "2011-07-06"}


def kept(client: FlaskClient, **entries: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/saved/keep", json=entries)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_a_view_is_saved_renamed_and_withdrawn(client: FlaskClient, city: City) -> None:
    [key] = kept(client, views=[VIEW])["saved"]
    [view] = client.get("/api/v1/saved").get_json()["views"]
    assert (view["key"], view["name"], view["by"]) == (key, "Potholes", "local")
    assert view["address"] == "/?period=2011-07-01..2011-07-31&kpi=open"
    kept(client, views=[view | {"name": "Open potholes"}])
    assert [one["name"] for one in client.get("/api/v1/saved").get_json()["views"]] == ["Open potholes"]
    answer = client.post("/api/v1/saved/withdraw", json={"kind": "view", "key": key})
    assert answer.get_json()["stamp"] == str(city.sources.stamp())
    assert client.get("/api/v1/saved").get_json()["views"] == []
    assert client.post("/api/v1/saved/withdraw", json={"kind": "view", "key": key}).status_code == 404


def test_what_was_exported_can_be_taken_in_again(client: FlaskClient, city: City) -> None:
    point = {"text": "Hydrant", "lon": -71.05, "lat": 42.05, "from": "2011-07-05T09:30"}
    kept(client, views=[VIEW], notes=[NOTE, point])
    file, version = client.get("/api/v1/saved").get_json(), city.sources.data_version
    [hydrant, fair] = file["notes"]
    assert (hydrant["from"], hydrant["until"]) == ("2011-07-05T09:30:00-04:00",) * 2
    assert (fair["from"], fair["until"], fair["area"]) == ("2011-07-05", "2011-07-06", "tiny")
    assert kept(client, **file) | {"stamp": ""} == {"saved": [], "unchanged": 3, "applied": True, "stamp": ""}
    assert city.sources.data_version == version
    for thing, kind in [(file["views"][0], "view"), (fair, "note")]:
        client.post("/api/v1/saved/withdraw", json={"kind": kind, "key": thing["key"]})
    assert sorted(kept(client, **file)["saved"]) == sorted([file["views"][0]["key"], fair["key"]])
    held = client.get("/api/v1/saved").get_json()
    assert {one["key"] for one in held["notes"]} == {one["key"] for one in file["notes"]}


def test_notes_are_asked_for_by_place_time_and_what_was_known(client: FlaskClient) -> None:
    kept(client, notes=[NOTE])
    for query, found in [
        ("area=A1", 1), ("from=2011-07-06", 1), ("from=2011-07-07", 0), ("to=2011-07-04", 0), ("known=2011-07-31", 0),
        ("known=2011-08-01", 1),
    ]:  # fmt: skip
        answer = client.get(f"/api/v1/saved?{query}")
        assert answer.status_code == 404 if query == "area=A1" else len(answer.get_json()["notes"]) == found, query


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ({"views": [VIEW | {"name": " "}]}, "name"),
        ({"views": [VIEW | {"address": "https://elsewhere.example/"}]}, "address"),
        ({"views": [VIEW | {"address": "javascript:alert(1)"}]}, "address"),
        ({"views": [VIEW | {"address": "/?area=nowhere"}]}, "nowhere"),
        ({"notes": [NOTE | {"text": "x" * 501}]}, "500"),
        ({"notes": [NOTE | {"until": "2011-07-04"}]}, "ends"),
        ({"notes": [NOTE | {"lon": 5, "lat": 50}]}, "outside"),
        ({"notes": [NOTE | {"area": ""}]}, "place"),
        ({"notes": [NOTE | {"from": "soon"}]}, "from"),
        ({"notes": [{}]}, "text"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(client: FlaskClient, entries: Any, word: str) -> None:
    answer = client.post("/api/v1/saved/keep?lang=en", json={"views": [VIEW]} | entries)
    assert answer.status_code == 400
    assert word in answer.get_json()["sentence"]
    assert client.get("/api/v1/saved").get_json()["views"] == []


def test_no_other_site_and_no_form_keeps_anything(visit: Open, city: City) -> None:
    client = visit()
    foreign: tuple[dict[str, str], ...] = ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"})
    for headers in foreign:
        assert client.post("/api/v1/saved/keep", json={"views": [VIEW]}, headers=headers).status_code == 403
        assert client.get("/api/v1/saved", headers=headers).status_code == 403
    form = client.post("/api/v1/saved/keep", data='{"views": []}', content_type="text/plain")
    assert form.status_code == 415
    assert visit(token=TOKEN).post("/api/v1/saved/keep", json={}).status_code == 403
    assert city.saved.broken_at() is None
    assert client.get("/api/v1/saved").get_json()["views"] == []


def test_whoever_comes_with_the_token_is_named_so(visit: Open) -> None:
    client = visit(token=TOKEN)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert client.post("/api/v1/saved/keep", json={"views": [VIEW]}, headers=headers).status_code == 200
    assert client.get("/api/v1/saved", headers=headers).get_json()["views"][0]["by"] == "token"
