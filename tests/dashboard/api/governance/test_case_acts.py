"""POST /api/v1/loops/acts: what is done about a case is kept by who may act, in loops that ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from queries.values import WHOLE_CITY

ACTS = "/api/v1/loops/acts"
ACT = {"loop": "supervision", "source": "tiny", "source_id": "1"}
HANDED = ACT | {"kind": "handover", "unit": "监督室", "state": "handed_over", "text": "请督办"}


def kept(client: FlaskClient, act: dict[str, Any]) -> str:
    answer = client.post(ACTS, json=act)
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["applied"]
    return str(answer.get_json()["key"])


def states(city: City) -> list[str]:
    return [one.act.state for one in city.governance.acts_about("supervision", "tiny", "1", scope=WHOLE_CITY)]


def test_a_handover_is_kept_received_and_withdrawn(client: FlaskClient, city: City) -> None:
    first = kept(client, HANDED)
    assert kept(client, HANDED | {"state": "received"}) == first
    assert states(city) == ["received"]
    kept(client, ACT | {"kind": "case_mark", "state": "confirmed"})
    assert sorted(states(city)) == ["confirmed", "received"]
    kept(client, HANDED | {"deed": "withdrawn"})
    assert states(city) == ["confirmed"]
    assert client.post(ACTS, json=HANDED | {"deed": "withdrawn"}).status_code == 404


def test_decisions_stand_side_by_side_on_the_page(client: FlaskClient, city: City) -> None:
    for text in ("由城管局牵头", "两周后复议"):
        kept(client, ACT | {"kind": "decision", "loop": "cross_boundary", "unit": "城管局", "text": text})
    held = city.governance.acts_about("cross_boundary", "tiny", "1", scope=WHOLE_CITY)
    assert {one.act.text for one in held} == {"由城管局牵头", "两周后复议"}
    drawn = draw_panel(PANELS["loop_act"], city, "/loops", "?loop=cross_boundary", None)
    assert "decision" in getattr(drawn.children[0], "data-case-act")


def test_an_attempt_to_call_says_when_it_was_and_is_taken_back_by_its_key(client: FlaskClient, city: City) -> None:
    call = ACT | {"kind": "callback_attempt", "loop": "call_rounds", "state": "missed"}
    noon = city.sources.now().astimezone(city.profile.time_zone) - timedelta(days=1)
    first = kept(client, call | {"at": noon.replace(tzinfo=None).isoformat(timespec="minutes")})
    assert kept(client, call) != first
    held = city.governance.acts_about("call_rounds", "tiny", "1", scope=WHOLE_CITY)
    assert {one.key for one in held if one.act.from_at} == {first}
    assert held[0].act.from_at is None or held[0].act.from_at == noon.replace(second=0, microsecond=0)
    kept(client, call | {"deed": "withdrawn", "key": first})
    assert len(city.governance.acts_about("call_rounds", "tiny", "1", scope=WHOLE_CITY)) == 1
    tomorrow = (noon + timedelta(days=2)).isoformat()
    for wrong in ({"at": tomorrow}, {"at": "noon"}, {"state": "confirmed"}, {"kind": "case_mark", "at": "2024-06-01"}):
        answer = client.post(f"{ACTS}?lang=en", json=call | wrong)
        assert answer.status_code == 400, wrong
        assert answer.get_json()["sentence"], wrong


def test_what_cannot_be_is_refused_with_a_sentence(client: FlaskClient, city: City) -> None:
    for wrong, status in (
        ({"kind": "decision"}, 400),  # which supervision does not ask for
        ({"loop": "rewrok"}, 400),
        ({"state": "confirmed"}, 400),
        ({"unit": ""}, 400),
        ({"source_id": "nobody"}, 404),
        ({"text": "x" * 501}, 400),
        ({"deed": "burnt"}, 400),
    ):
        answer = client.post(f"{ACTS}?lang=en", json=HANDED | wrong)
        assert answer.status_code == status, (wrong, answer.text)
        assert answer.get_json()["sentence"], wrong
    assert client.post(ACTS, data="{}", content_type="text/plain").status_code == 415
    assert states(city) == []
