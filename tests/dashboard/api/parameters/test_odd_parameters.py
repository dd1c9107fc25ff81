"""No value of any parameter of any route is an error of the server: it is answered, or refused in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.api.open311.requests import KNOWN as OPEN311_REQUESTS
from dashboard.briefings.composing.pinned_scene import OF_A_BRIEFING
from dashboard.governance.spot_answers import OF_A_QUESTION
from dashboard.governance.spot_answers import OF_SPOTS as OF_SPOTS_ALONE
from dashboard.map.layer_registry import LAYERS
from dashboard.screens.panel_registry import PANELS
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.view.question_parameters import NAMES, OTHER_NAMES
from dashboard.view.view_state import PARAMETERS
from tests.cities.builder import build_city
from tests.dashboard.api.parameters.panels_of_a_screen import panels_drawn

KEY = "key of the command line"
SCREEN = {"path": "/", "search": "?kpi=reported", "stamp": "1.1312200000"}
QUESTION = dict.fromkeys((*NAMES, *OTHER_NAMES), "") | {"key": "reported"}
OF_LOOPS = {name: "" for name in NAMES if name not in ("key", "denominator")} | {"lang": ""}
OF_LINES = dict.fromkeys(("area", "from", "to", "as_of", "recorded_as_of", "lang"), "")
OF_EVALUATION = {name: text for name, text in OF_LOOPS.items() if name != "by"}
OF_COMING = dict.fromkeys(("area", "as_of", "recorded_as_of", "where", "lang"), "")
OF_BRIEFING = dict.fromkeys(OF_A_BRIEFING, "") | {
    "briefing": "supervision",
    "period": "2011-07-01..2011-07-31",
    "as_of": "2011-07-31",
}
OF_THE_LEDGER = dict.fromkeys(("system", "without", "kpi", "find", "sort", "lang"), "")
OF_DISPATCH = dict.fromkeys(OF_A_QUESTION, "") | {"lang": ""}
NEAREST = {"lat": "42", "lng": "-71", "kind": "", "within_m": "", "limit": "", "source": "", "id": "", "lang": ""}
OF_SPOTS = dict.fromkeys((*OF_A_QUESTION, *OF_SPOTS_ALONE, "lang"), "")
OF_MATTERS = dict.fromkeys((*OF_A_QUESTION, "least", "sort", "limit", "lang"), "")
OF_HANDOVERS = dict.fromkeys((*OF_A_QUESTION, "loop", "limit", "lang"), "")
OF_SUGGESTIONS = dict.fromkeys((*OF_A_QUESTION, "limit", "lang"), "")
MEASURE = {"on": "2011-07-15", "controls": "", "days": "", "area": "E"}
TIDE = {"on": "2011-07-15", "days": "", "area": "E"}
SIGHT = {"zoom": "9", "bbox": "-72,41,-70,43", "scale": "1", "level": "1", "outlines": ""}
TILE = {"grid_version": "", "zoom": "9", "x": "1", "y": "1"}
ADDRESS = {one.name: "" for one in PARAMETERS}
FORMAT = "any(json,xml):"
PAGING = {"sort": "", "order": "", "q": "", "cursor": "", "within": ""}
OPEN311 = {"format": "json", "jurisdiction_id": "", "lang": ""}

# The parameters of each route with a usual value: of the path, of the query, or (POST) of the JSON body.
ROUTES: dict[str, dict[str, str]] = {
    "/audit": {"kind": "export", "who": "li", "day": "2026-11-27", "before": "9", "lang": "en", "theme": "light"},
    "/audit.csv": {"kind": "export", "who": "li", "day": "2026-11-27"},
    "/": ADDRESS,
    "/<path:path>": {"path": "wall"} | ADDRESS,
    "/enter": {"token": "", "next": "/"},
    "/enter/provider": {"next": "/"},
    "/enter/provider/back": {"state": "a", "code": "a", "iss": "https://id.example.cn", "error": "a"},
    "/enter/code": {"next": "/", "code": "123456"},
    "/leave": {"form_token": ""},
    "/present": {},
    "/healthz": {},
    "/readyz": {},
    "/api/v1/kpi": QUESTION,
    "/api/v1/kpis": {},
    "/api/v1/areas": {"parent": ""},
    "/api/v1/areas/tree": {"parent": "", "level": "", "q": "", "limit": "", "after": ""},
    "/api/v1/cases": QUESTION | PAGING | {"format": "json"},
    "/api/v1/case-list": SCREEN | PAGING,
    "/api/v1/alarms": {"area": "", "standing": "new", "rule": "", "known": "", "limit": "", "lang": ""},
    "/api/v1/alarms/answer": {"key": "k", "state": "snoozed", "unit": "", "text": "", "minutes": "30"},
    "/api/v1/compare": QUESTION | {"by": "channel", "areas": ""},
    "/api/v1/measure": QUESTION | MEASURE,
    "/api/v1/tide": QUESTION | TIDE,
    "/api/v1/hotspots": QUESTION,
    "/api/v1/evaluation": {"lang": ""},
    "/api/v1/dispatch/hops": OF_DISPATCH,
    "/api/v1/dispatch/objections": OF_DISPATCH,
    "/api/v1/dispatch/playbook": OF_DISPATCH,
    "/api/v1/ledger": OF_THE_LEDGER,
    "/api/v1/agenda": OF_COMING | {"meeting": "2024-06-13"},
    "/api/v1/briefings/own": {"content": "a"},
    "/api/v1/briefings": OF_BRIEFING | {"format": "xlsx", "paper": "a4", "scale": "1", "page": "1"},
    "/api/v1/briefings/<briefing>": OF_BRIEFING,
    "/api/v1/briefings/sent/<file>": {"file": "x.pdf"},
    "/api/v1/briefings/<briefing>/pages/<int:number>": OF_BRIEFING | {"paper": "a4", "number": "1"},
    "/api/v1/coming": OF_COMING,
    "/api/v1/evaluation/<evaluation>": OF_EVALUATION | {"evaluation": "districts"},
    "/api/v1/lines": OF_LINES,
    "/api/v1/lines/<line>": OF_LINES | {"line": "heating"},
    "/api/v1/loops": OF_LOOPS,
    "/api/v1/loops/acts": {"kind": "handover", "loop": "rework", "source": "tiny", "source_id": "1"},
    "/api/v1/loops/<loop>": OF_LOOPS | {"loop": "rework"},
    "/api/v1/spots": OF_SPOTS,
    "/api/v1/handovers": OF_HANDOVERS,
    "/api/v1/matters": OF_MATTERS,
    "/api/v1/matters/suggestions": OF_SUGGESTIONS,
    "/api/v1/nearest": NEAREST,
    "/api/v1/duty": {"area": "", "at": "", "lang": ""},
    "/api/v1/partners/register": {"as_of": "", "lang": ""},
    "/api/v1/special-grids/readings": {"area": "", "special_grid": "", "as_of": "", "recorded_as_of": "", "lang": ""},
    "/api/v1/workload": {"area": "", "kind": "", "as_of": "", "lang": ""},
    "/api/v1/roll-calls": {"area": "", "known": "", "limit": "", "lang": ""},
    "/api/v1/roll-calls/<call>": {"call": "none", "known": "", "lang": ""},
    "/api/v1/evaluation/values": {
        "evaluation": "districts",
        "part": "a",
        "unit": "E",
        "first": "2024-06-01",
        "last": "a",
    },
    "/api/v1/roll-calls/acts": {"deed": "call", "key": "", "text": "a", "area": ""},
    "/api/v1/mode": {"area": "", "known": "", "limit": "", "lang": ""},
    "/api/v1/mode/acts": {"mode": "emergency", "text": "a", "area": "", "until": ""},
    "/api/v1/samples": {"area": "", "known": "", "limit": "", "lang": ""},
    "/api/v1/samples/<week>": {"week": "2024-W23", "area": "", "known": "", "again": "", "lang": ""},
    "/api/v1/recurring-kinds": {"area": "", "as_of": "", "known": "", "lang": ""},
    "/api/v1/recurring-kinds/<kind>": {"kind": "none", "as_of": "", "known": "", "lang": ""},
    "/api/v1/recurring-kinds/acts": {"name": "a", "where": "category1=noise", "area": "", "words": "", "matter": ""},
    "/api/v1/recurring-kinds/cures": {"kind": "none", "on": "2011-07-01", "state": "open", "area": "", "sort": ""},
    "/api/v1/live": {"since": "", "area": ""},
    "/api/v1/map": SCREEN | {"level": "1"},
    "/api/v1/map/spot": SCREEN | {"level": "1", "lon": "-71", "lat": "42", "area": "1"},
    "/api/v1/map/points/cases": SCREEN | {"cell": "none", "known": "", "after": "", "format": ""},
    "/api/v1/case": SCREEN | {"source": "tiny", "id": "1"},
    "/api/v1/case/related": SCREEN | {"source": "tiny", "id": "1"},
    "/api/v1/case/unmask": SCREEN | {"source": "tiny", "id": "1", "reason": "called back"},
    "/api/v1/search": SCREEN | {"q": "a"},
    "/api/v1/sources": {},
    "/api/v1/jobs": {},
    "/api/v1/walls": {},
    "/api/v1/walls/report": {"wall": "0" * 16, "state": "shown", "scene": "overview", "heap_bytes": "1", "open_s": "1"},
    "/api/v1/sources/<path:name>/refused.csv": {"name": "tiny", "limit": ""},
    "/api/v1/sources/<path:name>/deliveries.csv": {"name": "tiny", "limit": ""},
    "/api/v1/saved": {"area": "", "from": "", "to": "", "known": ""},
    "/api/v1/saved/keep": {"name": "a", "address": "/", "text": "a", "from": "2011-07-01", "until": "", "key": ""},
    "/api/v1/saved/withdraw": {"kind": "view", "key": "none"},
    "/api/v1/shares": {"address": "/", "hours": "24"},
    "/share/<secret>": {"secret": "none"},
    "/api/v1/openapi.json": {},
    f"/open311/discovery.<{FORMAT}format>": OPEN311,
    f"/open311/v2/discovery.<{FORMAT}format>": OPEN311,
    f"/open311/v2/services.<{FORMAT}format>": OPEN311,
    f"/open311/v2/services/<service_code>.<{FORMAT}format>": OPEN311 | {"service_code": "sfd6e1a5b10"},
    f"/open311/v2/requests/<path:request_id>.<{FORMAT}format>": OPEN311 | {"request_id": "tiny/1"},
    f"/open311/v2/requests.<{FORMAT}format>": OPEN311 | dict.fromkeys(OPEN311_REQUESTS, ""),
    "/modules/<version>/<path:name>": {"version": "1", "name": "core/clock.js"},
    "/styles/<version>.css": {"version": "1"},
    "/workers/<version>/<name>": {"version": "1", "name": "last_picture.js"},
    "/scripts/<version>/plotly.js": {"version": "1"},
    "/outlines/<grid_version>/<path:code>.geojson": {"grid_version": "", "code": "tiny"},
    "/cells/<grid_version>/<int:zoom>/<int:x>/<int:y>": {
        name: TILE[name] for name in ("grid_version", "zoom", "x", "y")
    },
    "/cells/<grid_version>/level/<int:level>": {"grid_version": "", "level": "1"},
    "/cells/<grid_version>/level/<int:level>/names": {"grid_version": "", "level": "1", "bbox": SIGHT["bbox"]},
    "/api/v1/commands/counts": {},
    "/api/v1/commands/hello": {},
    "/api/v1/commands/cookie": {},
    "/api/v1/commands/kpi": QUESTION,
    "/api/v1/commands/kpis": {},
    "/api/v1/commands/compare": QUESTION | {"by": "channel", "areas": ""},
    "/api/v1/commands/measure": QUESTION | MEASURE,
    "/api/v1/commands/tide": QUESTION | TIDE,
    "/api/v1/commands/hotspots": QUESTION,
    "/api/v1/commands/agenda": OF_COMING | {"meeting": "2024-06-13"},
    "/api/v1/commands/briefing": OF_BRIEFING,
    "/api/v1/commands/briefing_again": {"content": "{}"},
    "/api/v1/commands/briefings": {},
    "/api/v1/commands/coming": OF_COMING,
    "/api/v1/commands/dispatch": OF_DISPATCH | {"about": ""},
    "/api/v1/commands/ledger": OF_THE_LEDGER,
    "/api/v1/commands/evaluation": OF_EVALUATION | {"evaluation": "districts"},
    "/api/v1/commands/lines": OF_LINES | {"line": ""},
    "/api/v1/commands/loops": OF_LOOPS | {"loop": "rework"},
    "/api/v1/commands/spots": OF_SPOTS,
    "/api/v1/commands/handovers": OF_HANDOVERS,
    "/api/v1/commands/matters": OF_MATTERS,
    "/api/v1/commands/suggestions": OF_SUGGESTIONS,
    "/api/v1/commands/nearest": NEAREST,
    "/api/v1/commands/duty": {"area": "", "at": "", "lang": ""},
    "/api/v1/commands/partners": {"as_of": "", "lang": ""},
    "/api/v1/commands/readings": {"area": "", "special_grid": "", "as_of": "", "recorded_as_of": "", "lang": ""},
    "/api/v1/commands/workload": {"area": "", "kind": "", "as_of": "", "lang": ""},
    "/api/v1/commands/roll_calls": {"call": "", "area": "", "known": "", "limit": ""},
    "/api/v1/commands/mode": {"area": "", "known": "", "limit": ""},
    "/api/v1/commands/samples": {"week": "", "area": "", "known": "", "limit": "", "again": ""},
    "/api/v1/commands/recurring_kinds": {"kind": "", "area": "", "as_of": "", "known": ""},
    "/api/v1/commands/check": {},
    "/api/v1/commands/sources": {},
    "/api/v1/commands/alarms": {"area": "", "standing": "all", "rule": "", "known": "", "limit": ""},
    "/api/v1/commands/test_alarms": {"days": "2011-07-01..2011-07-01", "lang": ""},
    "/api/v1/commands/cases": QUESTION,
    "/api/v1/commands/saved": {},
    "/api/v1/commands/keep_saved": {"content": "{}"},
    "/api/v1/commands/switch_mode": {"content": "{}"},
    "/api/v1/commands/answer_simulated": {"content": "{}"},
    "/api/v1/commands/keep_case_act": {"content": "{}"},
    "/api/v1/commands/add_source": {"name": "", "cadence_s": "", "zone": "", "kind": ""},
    "/api/v1/commands/remove_source": {"name": ""},
    "/api/v1/commands/load": {"path": "no-such-file.csv", "source": "", "crs": ""},
    "/api/v1/commands/rebuild": {},
    "/api/v1/commands/forget": {"cases": "no-such-case", "source": "", "reason": "test"},
    "/api/v1/events": {"source_id": "1", "reported_at": "2011-07-01"},
    "/api/v1/steps": {"source_id": "1", "step": "closed", "happened_at": "2011-07-01"},
    "/api/v1/units": {"unit": "1", "kind": "drone"},
    "/api/v1/devices": {"device": "1", "kind": "camera"},
    "/api/v1/calls": {"hour": "2011-07-01T00:00:00", "calls": "1"},
    "/api/v1/partners": {"partner": "1", "kind": "department"},
    "/api/v1/readings": {
        "device": "1",
        "quantity": "footfall",
        "value": "1",
        "unit": "person",
        "measured_at": "2011-07-01",
    },
    "/uploads": {"name": "a.csv", "bytes": "100"},
    "/uploads/<key>/pieces": {"key": "none", "offset": "0"},
    "/uploads/<key>/review": {"key": "none", "source": "tiny", "zone": "", "crs": "", "encoding": "", "header_row": ""},
    "/uploads/<key>/load": {"key": "none", "source": "tiny", "delimiter": "", "sheet": "", "day_order": ""},
    "/uploads/<key>/abandon": {"key": "none"},
    "/_dash-update-component": {"search": "", "pathname": "/"},
    "/remote": {"wall": "", "lang": "", "theme": ""},
    "/remote/tell": {"word": "pause", "wall": ""},
    "/remote/mode": {"mode": "emergency", "text": "a"},
    "/screen": {"search": "", "path": "/", "stamp": "", "panel": "map"},
} | {layer.address: SCREEN | {name: SIGHT[name] for name in layer.parameters} for layer in LAYERS if layer.address}
# Pages of whoever is signed in, of which there is none here: nothing of them is read.
OF_AN_ACCOUNT = {
    "/account",
    *(f"/account/{name}" for name in ("end", "end_others", "password", "factor", "factor_code", "remove_factor")),
    "/account/end_share",
    "/account/prove",
    "/people",
    *(f"/people/{name}" for name in ("add", "change", "password", "factor", "end", "make_key", "remove_key")),
    *(f"/people/walls{name}" for name in ("", "/pair", "/end")),
}
# Files, and what Dash answers about itself whatever is asked.
WITHOUT_PARAMETERS_OF_OURS = {
    "/assets/<path:filename>",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_reload-hash",
    "/_favicon.ico",
    "/favicon.ico",
    *OF_AN_ACCOUNT,
}
ODD = (
    "", " ", "0", "-1", "-0", "1e309", "1e400", "-1e309", "nan", "inf", "-inf", "NaN", "Infinity", "0x10", "1_000",
    "9" * 20, "9" * 5000, "-" + "9" * 20, "9223372036854775808", "\x00", "a\x00b", "１２", "٣", "²", "½", "\ud800",
    "a" * 3000, "2024-02-30", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2024-01-01T00:00+99:99",
    "2024-01-01T00:00:00.0000000001", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "2024-W01-1", "20240101",
    "2024-01-01..2024-02-30", "0001-01-01..9999-12-31", "2024-02-01..2024-01-01", "..", ",", ",,,", ";", "=", "a=b",
    "channel=\x00", "category1=", "channel=" + "x" * 3000, ";".join(f"channel={n}" for n in range(300)),
    "nan,nan,nan,nan", "inf,-inf,inf,-inf", "-1e308,-1e308,1e308,1e308", "1,2,3", "1,2,3,4,5", "-180,-90,180,90",
    "3,2,1,4", "1.2.3",
    "30.99999999999999999999.1", "-1.0.0", "1.99999999999999999999", "1.-99999999999.replay", "%", "%ff", "../../etc",
    "'; DROP TABLE events; --", "<script>", "🙂" * 50, "\u202e", "None", "null", "[]", "{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    noon = datetime(2011, 8, 1, 12, tzinfo=UTC)
    with build_city(tmp_path_factory.mktemp("odd"), "six_cases", clock=noon) as city:
        app = create_app(Settings(token=None), city, key=KEY)
        ROUTES["/outlines/<grid_version>/<path:code>.geojson"]["grid_version"] = city.tree.grid_version
        for rule, parameters in ROUTES.items():
            if rule.startswith("/cells/"):
                parameters["grid_version"] = city.tree.grid_version
        yield app.server.test_client()


def test_every_route_of_the_application_is_tried(client: FlaskClient) -> None:
    assert {rule.rule for rule in client.application.url_map.iter_rules()} == {*ROUTES, *WITHOUT_PARAMETERS_OF_OURS}


def asked(client: FlaskClient, rule: str, values: dict[str, str]) -> TestResponse:
    """One request; `values` may hold names of the path, all others go into the query or the body."""
    methods = next(one.methods for one in client.application.url_map.iter_rules() if one.rule == rule) or set()
    path, others = rule, {}
    for name, value in values.items():
        kinds = ("", "path:", "int:", FORMAT)
        written = next((f"<{kind}{name}>" for kind in kinds if f"<{kind}{name}>" in path), None)
        if written:
            path = path.replace(written, quote(value.encode("utf-8", "surrogatepass"), safe=""))
        else:
            others[name] = value
    if rule in BROWSER_REQUESTS:
        return client.post(path, data=json.dumps(BROWSER_REQUESTS[rule](others)), content_type="application/json")
    if "POST" in methods:
        headers = {"Authorization": f"Bearer {KEY}"}
        return client.post(path, data=json.dumps(others), content_type="application/json", headers=headers)
    parts = (f"{quote(k)}={quote(v.encode('utf-8', 'surrogatepass'), safe='')}" for k, v in others.items() if v)
    return client.get(f"{path}?{'&'.join(parts)}")


def panel_request(values: dict[str, str]) -> dict[str, Any]:
    """What a page sends to have a panel drawn."""
    asked = {name: value for name, value in values.items() if name != "panel"}
    return {**asked, "places": [{"panel": values["panel"]}]}


def layout_request(values: dict[str, str]) -> dict[str, Any]:
    """What Dash's own script sends to have a screen laid out."""
    return {
        "output": "screen.children",
        "outputs": {"id": "screen", "property": "children"},
        "inputs": [{"id": "screen", "property": "data-path", "value": values["pathname"]}],
        "changedPropIds": ["screen.data-path"],
        "state": [{"id": "screen", "property": "data-search", "value": values["search"]}],
    }


def saved_request(values: dict[str, str]) -> dict[str, Any]:
    """A view and a note of the whole city."""
    return {"views": [values], "notes": [values | {"area": "tiny"}]}


BROWSER_REQUESTS = {
    "/screen": panel_request,
    "/_dash-update-component": layout_request,
    "/api/v1/saved/keep": saved_request,
}


def refuse_failure(answer: TestResponse, about: object) -> None:
    """Never 5xx; what is refused as a wrong parameter says why in one sentence."""
    assert answer.status_code < 500, (about, answer.status_code, answer.text[:300])
    if answer.status_code == 400 and answer.is_json:
        refused = answer.get_json()
        sentence = refused[0]["description"] if isinstance(refused, list) else refused["sentence"]
        assert sentence, about
        assert "\n" not in sentence, about
    if answer.status_code == 200 and not answer.is_streamed:
        assert "panel-error" not in answer.text[:2000], about


CASES = [(rule, name) for rule, parameters in ROUTES.items() for name in parameters]


@pytest.mark.parametrize("parts", [16, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("rule", [rule for rule, parameters in ROUTES.items() if parameters])
def test_no_odd_value_is_an_error_of_the_server(client: FlaskClient, rule: str, parts: int) -> None:
    """A sixteenth of the odd values for each parameter, another one for the next; all of them in `make soak`."""
    for name in ROUTES[rule]:
        for odd in ODD[CASES.index((rule, name)) % parts :: parts]:
            refuse_failure(asked(client, rule, ROUTES[rule] | {name: odd}), (rule, name, odd[:60]))


@pytest.mark.parametrize("parts", [48, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("place", range(len(PARAMETERS)), ids=[one.name for one in PARAMETERS])
def test_no_odd_address_breaks_a_panel(client: FlaskClient, place: int, parts: int) -> None:
    """Of each parameter every second odd value, of the next one the others, each at two panels or three; in `make soak`
    all at all of them."""
    turns = 2 if parts > 1 else 1
    for number, odd in [*enumerate(ODD)][place % turns :: turns]:
        panels = [panel for first, panel in enumerate(PANELS) if (first + place - number) % parts == 0]
        search = f"?{PARAMETERS[place].name}={quote(odd.encode('utf-8', 'surrogatepass'), safe='')}"
        for panel, text, answer in panels_drawn(client, panels, {"search": search, "path": "/", "stamp": ""}):
            refuse_failure(answer, (panel, search[:80]))
            assert answer.status_code != 200 or "panel-error" not in text[:2000], (panel, search[:80])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=st.sampled_from(CASES), odd=st.text(max_size=60) | st.integers().map(str) | st.floats().map(str))
def test_no_text_at_all_is_an_error_of_the_server(client: FlaskClient, case: tuple[str, str], odd: str) -> None:
    rule, name = case
    refuse_failure(asked(client, rule, ROUTES[rule] | {name: odd}), (rule, name, odd))
