"""The OpenAPI document is generated from the routes: valid, complete, blessed, and true about real answers."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from dashboard.access import source_keys
from dashboard.api.description.operation import operation_of
from dashboard.api.description.parameters import QUESTION
from dashboard.briefings.schedule.made_briefing import MadeBriefing, MadeFile
from dashboard.briefings.schedule.made_briefings import MadeBriefings, keep
from dashboard.commands import source_register
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.view import question_parameters
from dashboard.web.gate import INTAKE
from geodata.city.lines_of_business import LineProfile
from queries.calendar.clock import Clock
from queries.city import City
from queries.samples.drawing import Stratum
from queries.samples.sample_acts import SampleDrawing, acts_of, drawn
from queries.samples.weeks import SampledWeek
from tests.cities.builder import build_city
from tests.dashboard.api.checked_client import checked
from tests.dashboard.api.conftest import NOW, Open

BLESSED = Path(__file__).with_name("blessed_openapi.json")
PUBLIC = ("/api/", "/open311/", "/cells/", "/outlines/", "/healthz", "/readyz")
VIEW = "zoom=10&bbox=-72,41,-70,43"
CLOSE = "zoom=17&bbox=-71.06,42.04,-71.04,42.06"
# One request for each route that reads: what to put into its path, and its query.
ASKED = {
    "/api/v1/alarms": "standing=all",
    "/api/v1/areas": "parent=W",
    "/api/v1/areas/tree": "q=w&limit=1",
    "/api/v1/case": "source=tiny&id=1",
    "/api/v1/case/related": "source=tiny&id=1",
    "/api/v1/case-list": "search=%3Flist%3Dreported",
    "/api/v1/cases": "key=reported&format=json",
    "/api/v1/compare": "key=reported",
    "/api/v1/evaluation": "",
    "/api/v1/evaluation/{evaluation}": "",
    "/api/v1/agenda": "meeting=2024-06-13",
    "/api/v1/briefings": "",
    "/api/v1/briefings/{briefing}": "",
    "/api/v1/briefings/{briefing}/pages/{number}": "",
    "/api/v1/briefings/sent/{file}": "",
    "/api/v1/coming": "",
    "/api/v1/dispatch/hops": "",
    "/api/v1/dispatch/objections": "",
    "/api/v1/dispatch/playbook": "",
    "/api/v1/ledger": "system=tiny&without=tiny.closed_at&kpi=open",
    "/api/v1/hotspots": "key=reported",
    "/api/v1/lines": "",
    "/api/v1/lines/{line}": "",
    "/api/v1/loops": "by=department",
    "/api/v1/loops/{loop}": "",
    "/api/v1/spots": "least=2",
    "/api/v1/handovers": "loop=supervision",
    "/api/v1/matters": "sort=again",
    "/api/v1/matters/suggestions": "",
    "/api/v1/nearest": "lat=42.05&lng=-71.05",
    "/api/v1/workload": "",
    "/api/v1/special-grids/readings": "",
    "/api/v1/partners/register": "",
    "/api/v1/duty": "",
    "/api/v1/roll-calls": "",
    "/api/v1/roll-calls/{call}": "",
    "/api/v1/mode": "",
    "/api/v1/samples": "",
    "/api/v1/samples/{week}": "again=1",
    "/api/v1/recurring-kinds": "",
    "/api/v1/recurring-kinds/{kind}": "",
    "/api/v1/jobs": "",
    "/api/v1/walls": "",
    "/api/v1/kpi": "key=open&by=area",
    "/api/v1/kpis": "",
    "/api/v1/live": "",
    "/api/v1/measure": "key=reported&area=W&on=2024-06-01",
    "/api/v1/tide": "key=reported&area=W&on=2024-06-01",
    "/api/v1/map": "level=1&search=%3Fperiod%3Dall",
    "/api/v1/map/devices": f"{CLOSE}&level=1",
    "/api/v1/map/heat": f"{VIEW}&search=%3Fperiod%3Dall",
    "/api/v1/map/points": f"{VIEW}&search=%3Fperiod%3Dall",
    "/api/v1/map/points/cases": "cell=1.0.0&search=%3Fperiod%3Dall",
    "/api/v1/map/hot_spots": "search=%3Fperiod%3Dall",
    "/api/v1/map/repeat_spots": "search=%3Fperiod%3Dall",
    "/api/v1/map/special": VIEW,
    "/api/v1/map/spot": "level=1&lon=-71.15&lat=42.05",
    "/api/v1/map/units": CLOSE,
    "/api/v1/openapi.json": "",
    "/api/v1/saved": "",
    "/api/v1/search": "q=W",
    "/api/v1/sources": "",
    "/api/v1/sources/{name}/deliveries.csv": "",
    "/api/v1/sources/{name}/refused.csv": "",
    "/cells/{grid_version}/level/{level}": "",
    "/cells/{grid_version}/level/{level}/names": "bbox=-72,41,-70,43",
    "/cells/{grid_version}/{zoom}/{x}/{y}": "",
    "/healthz": "",
    "/open311/discovery.{format}": "",
    "/open311/v2/discovery.{format}": "",
    "/open311/v2/requests.{format}": "",
    "/open311/v2/requests/{request_id}.{format}": "",
    "/open311/v2/services.{format}": "",
    "/open311/v2/services/{service_code}.{format}": "",
    "/outlines/{grid_version}/{code}.geojson": "",
    "/readyz": "",
}
IN_PATH = {"name": "tiny", "grid_version": "1", "level": 1, "zoom": 8, "x": 77, "y": 94, "code": "tiny"} | {
    "format": "json", "request_id": "tiny/1", "service_code": "sfd6e1a5b10", "loop": "rework",
    "evaluation": "districts", "briefing": "daily", "number": 1, "file": "x.pdf",
}  # fmt: skip
NO_NUMBERS = json.dumps({
    "briefing": "daily", "title": "", "figures": [], "sentences": [], "areas": [], "tables": [], "map": None,
    "trend": None,
    "stamp": {"asked": {"briefing": "daily"}, "made_by": "", "as_of": "", "recorded_as_of": "", "city": ""}
    | {"rules": []},
})  # fmt: skip
CALL = {"kind": "callback_attempt", "loop": "call_rounds", "source": "tiny", "source_id": "1", "state": "missed"}
COMMANDS: dict[str, dict[str, str]] = {
    "add_source": {"name": "feed"},
    "alarms": {},
    "briefing": {"briefing": "daily"},
    "briefing_again": {"content": NO_NUMBERS},
    "briefings": {},
    "cases": {"key": "open"},
    "check": {},
    "compare": {"key": "open", "by": "channel"},
    "cookie": {},
    "counts": {},
    "evaluation": {},
    "dispatch": {},
    "ledger": {},
    "agenda": {},
    "coming": {},
    "forget": {"cases": "1", "reason": "test", "is_tried": "yes"},
    "hello": {},
    "hotspots": {"key": "reported"},
    "loops": {},
    "nearest": {"lat": "42", "lng": "-71"},
    "workload": {},
    "readings": {},
    "partners": {},
    "duty": {},
    "roll_calls": {},
    "lines": {},
    "answer_simulated": {"content": '{"call": "none", "areas": []}'},
    "mode": {},
    "keep_case_act": {"content": json.dumps(CALL)},
    "switch_mode": {"content": '{"mode": "emergency", "text": "a"}'},
    "samples": {},
    "recurring_kinds": {},
    "spots": {"least": "2"},
    "handovers": {},
    "matters": {},
    "suggestions": {},
    "kpi": {"key": "open"},
    "keep_saved": {"content": '{"views": [{"name": "a", "address": "/"}]}'},
    "kpis": {},
    "load": {"path": "/nowhere.csv"},
    "measure": {"key": "reported", "area": "W", "on": "2024-06-01"},
    "tide": {"key": "reported", "area": "W", "on": "2024-06-01"},
    "rebuild": {},
    "remove_source": {"name": "feed"},
    "saved": {},
    "sources": {},
    "test_alarms": {"days": "2024-06-01..2024-06-01"},
}
REFUSED_OF_A_REAL_CITY = {"answer_simulated": 400}


@pytest.fixture(scope="module")
def payload(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document as a client gets it; it is that of the routes, whatever the city."""
    with build_city(tmp_path_factory.mktemp("described"), "six_cases", clock=NOW) as city:
        client = checked(create_app(Settings(token=None), city).server)
        answer: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return answer


def test_the_document_is_the_blessed_one(payload: dict[str, Any]) -> None:
    text = json.dumps(payload | {"info": {**payload["info"], "version": ""}}, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("YIPING_BLESS"):
        BLESSED.write_text(text, encoding="utf-8")
    assert text == BLESSED.read_text(encoding="utf-8")


def test_the_document_is_valid(payload: dict[str, Any]) -> None:
    assert payload["openapi"] == "3.1.0"
    validate(payload)


def test_every_public_route_is_described(client: FlaskClient, payload: dict[str, Any]) -> None:
    flask = client.application
    public = [rule for rule in flask.url_map.iter_rules() if rule.rule.startswith(PUBLIC)]
    assert [rule.rule for rule in public if not operation_of(flask.view_functions[rule.endpoint])] == []
    assert len(public) == sum(len(item) for item in payload["paths"].values())
    assert {path for path, item in payload["paths"].items() if "post" in item and "commands" not in path} == {
        *INTAKE,
        "/api/v1/alarms/answer",
        "/api/v1/briefings",
        "/api/v1/briefings/own",
        "/api/v1/case/unmask",
        "/api/v1/loops/acts",
        "/api/v1/mode/acts",
        "/api/v1/evaluation/values",
        "/api/v1/recurring-kinds/acts",
        "/api/v1/recurring-kinds/cures",
        "/api/v1/roll-calls/acts",
        "/api/v1/saved/keep",
        "/api/v1/saved/withdraw",
        "/api/v1/shares",
        "/api/v1/walls/report",
    }


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def test_every_part_is_used(payload: dict[str, Any]) -> None:
    parts = payload["components"]
    there = {f"#/components/{kind}/{name}" for kind in parts for name in parts[kind] if kind != "securitySchemes"}
    assert there == set(references(payload))


def test_the_parameters_of_a_question_are_those_that_are_read() -> None:
    assert tuple(one.name for one in QUESTION) == question_parameters.NAMES


def draw_a_case(city: City) -> None:
    """A sample of one case, closed on the 2nd of July."""
    rule, now = city.samples.rule, city.acts.moment()
    strata = (Stratum(("W", "_unknown"), 1, (("tiny", "1"),)),)
    drawing = drawn(SampleDrawing(SampledWeek(date(2011, 6, 27)), "00", rule, rule.version, now, now, "system"), strata)
    city.acts.deliver(acts_of(drawing, strata, "test", city.tree.root.code, UTC))


def keep_a_briefing(city: City) -> None:
    """A file that a schedule made."""
    moment = city.acts.moment()
    file = MadeFile("x.pdf", "pdf", 1)
    one = MadeBriefing("monday", "daily", moment, moment, moment, "done", made_at=moment, files=(file,))
    keep(city.ground.folder, MadeBriefings(made=(one,)))
    file.within(city.ground.folder).write_bytes(b"%")


def test_every_route_that_reads_answers_as_it_declares(
    client: FlaskClient, city: City, payload: dict[str, Any]
) -> None:
    reading = {path for path, item in payload["paths"].items() if "get" in item}
    assert set(ASKED) == reading
    draw_a_case(city)
    keep_a_briefing(city)
    lines = {"heating": LineProfile(zh="供热", en="heating", channels=("heating",))}
    city.acts.replace_profile(city.profile.model_copy(update={"lines_of_business": lines}))
    called = client.post("/api/v1/roll-calls/acts", json={"deed": "call", "text": "a"}).get_json()["key"]
    kinds = "/api/v1/recurring-kinds"
    kind = client.post(f"{kinds}/acts", json={"name": "a", "where": "category1=Graffiti"}).get_json()["key"]
    client.post(f"{kinds}/cures", json={"kind": kind, "on": "2011-07-01", "state": "mended"})
    for path, query in ASKED.items():
        answer = client.get(
            f"{path.format(**IN_PATH, call=called, kind=kind, week='2011-W26', line='heating')}?{query}"
        )
        assert answer.status_code == 200, answer.text
        if str(answer.mimetype).endswith("json"):
            schema = payload["paths"][path]["get"]["responses"]["200"]["content"][answer.mimetype]["schema"]
            whole = {**schema, "components": payload["components"]}
            OAS31Validator(whole).validate(json.loads(answer.text))


def test_every_command_answers_as_it_declares(visit: Open, payload: dict[str, Any]) -> None:
    client = visit(key="secret")
    headers = {"Authorization": "Bearer secret"}
    commands = {path.rsplit("/", 1)[1] for path in payload["paths"] if "commands" in path}
    assert set(COMMANDS) == commands
    for command, body in COMMANDS.items():
        answer = client.post(f"/api/v1/commands/{command}", json=body, headers=headers)
        assert answer.status_code == REFUSED_OF_A_REAL_CITY.get(command, 200), command
    wrong = client.post("/api/v1/commands/kpi", json={"key": 3}, headers=headers)
    assert (wrong.status_code, wrong.get_json()["error"]) == (400, "bad_parameter")


@pytest.mark.parametrize("path", sorted(INTAKE))
def test_the_example_of_a_delivery_is_taken_whole(city: City, payload: dict[str, Any], path: str) -> None:
    kind = path.rsplit("/", 1)[1]
    city._context.clock = Clock("wall", wall=lambda: datetime(2024, 8, 20, 12, tzinfo=UTC))
    key = source_register.add(city, f"feed_{kind}", {"kind": kind})
    body = payload["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    OAS31Validator({**body["schema"], "components": payload["components"]}).validate(body["example"])
    rows = [payload["components"]["schemas"][name] for name in row_names(body["schema"])]
    known = {name for row in rows for name in row["properties"]}
    assert {name for example in body["example"] for name in example} <= known
    client = checked(create_app(Settings(token=None), city, reception=city.acts.reception()).server)
    answer = client.post(path, data=json.dumps(body["example"]), headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 202, answer.text
    assert (answer.get_json()["accepted"], answer.get_json()["refused"]) == (len(body["example"]), 0)
    assert source_keys.holders(city._context.store.folder) == {f"feed_{kind}"}


def row_names(schema: dict[str, Any]) -> set[str]:
    """The models of the rows of a delivery that is a list."""
    [rows] = [one for one in schema["anyOf"] if one.get("type") == "array"]
    return {reference.rsplit("/", 1)[1] for reference in references(rows)}
