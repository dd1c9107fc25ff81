"""The mode is switched by whoever may, in their own area, with a reason and confirmed, and it is in the audit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit.audit_file import entries_in
from tests.dashboard.people.conftest import PASSWORD, Site


@pytest.fixture(scope="module")
def west(site: Site) -> FlaskClient:
    """A commander of the west."""
    account = site.people.store.new_account("west", "commander", "West")
    site.people.add(replace(account, areas=("W",)), PASSWORD)
    return site.signed_in("west")


def refused(client: FlaskClient, **given: str) -> tuple[int, str]:
    answer = client.post("/api/v1/mode/acts?lang=en", json={"mode": "emergency", "text": "flood", **given})
    return answer.status_code, answer.get_json().get("sentence", "")


def test_within_ones_area_with_a_reason_and_an_end_that_is_to_come(site: Site, west: FlaskClient) -> None:
    assert refused(west)[0] == 403, "the whole city"
    assert refused(west, area="E")[0] == 403
    assert refused(west, area="W", text="  ")[0] == 400
    assert refused(west, area="W", until="2001-01-01")[1].endswith("must be later than now")
    assert refused(west, area="W", mode="panic")[0] == 400
    assert refused(west, area="W", mode="normal") == (
        400, "The area is in no emergency of its own. Choose the area that is.",
    )  # fmt: skip
    assert refused(site.signed_in("mo"), area="W")[0] == 403, "may look alone"
    assert refused(west, area="W") == (200, "")
    told = west.get("/api/v1/mode").get_json()
    assert (told["area"], told["mode"], told["emergency"]["role"]) == ("W", "emergency", "commander")
    assert west.get("/api/v1/mode?area=E").status_code == 403
    assert refused(west, area="W", mode="normal") == (200, "")
    entered = [(one.entry.who, dict(one.entry.what)) for one in entries_in(site.folder) if one.entry.kind == "mode"]
    assert entered == [
        ("west", {"deed": "emergency", "area": "W"}),
        ("west", {"deed": "normal", "area": "W"}),
    ]


def test_on_the_remote_it_is_confirmed_first(site: Site, west: FlaskClient) -> None:
    token = re.search(r'name="form_token" value="(\w+)"', west.get("/remote").text)
    form = {"form_token": token[1] if token else "", "wall": "", "area": "W", "mode": "emergency", "text": "storm"}
    assert west.post("/remote/mode", data=form).status_code == 400
    assert west.post("/remote/mode", data=form | {"confirmed": "yes", "form_token": "made up"}).status_code == 403
    assert west.get("/api/v1/mode").get_json()["mode"] == "normal"
    long = west.post("/remote/mode", data=form | {"confirmed": "yes", "text": "x" * 3_000})
    assert long.status_code == 400, "said in a sentence, as by the API"
    assert west.post("/remote/mode", data=form | {"confirmed": "yes"}).status_code == 303
    assert west.get("/api/v1/mode").get_json()["emergency"]["text"] == "storm"
