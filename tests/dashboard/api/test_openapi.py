"""The OpenAPI document says what the server does: every public route is in it, and nothing else; references lead
somewhere; its examples are taken."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access import source_keys
from dashboard.api.openapi import document
from dashboard.commands import source_register
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.web.gate import INTAKE
from queries.calendar.clock import Clock
from queries.city import City

PUBLIC = ("/api/v1/", "/cells/", "/outlines/", "/healthz", "/readyz")


def public_routes(client: FlaskClient) -> set[tuple[str, str]]:
    """Method and address as OpenAPI writes it, of every route that is for others."""
    found = set()
    for rule in client.application.url_map.iter_rules():
        if not rule.rule.startswith(PUBLIC) or rule.rule.startswith("/api/v1/commands"):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            kinds = re.search(r"<any\((.*?)\):\w+>", rule.rule)
            for kind in kinds[1].split(",") if kinds else [""]:
                path = re.sub(r"<any\(.*?\):\w+>", kind, rule.rule)
                found.add((method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)))
    return found


def test_routes_and_document_agree(client: FlaskClient) -> None:
    told = client.get("/api/v1/openapi.json").get_json()
    assert told["openapi"] == "3.1.0"
    assert {(method, path) for path, item in told["paths"].items() for method in item} == public_routes(client)
    assert {path for path, item in told["paths"].items() if "post" in item} == INTAKE


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def test_every_reference_leads_somewhere_and_every_part_is_used() -> None:
    used = set(references(document()))
    for reference in used:
        place: Any = document()
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    parts = document()["components"]
    there = {f"#/components/{kind}/{name}" for kind in parts for name in parts[kind] if kind != "securitySchemes"}
    assert there == used


def test_parameters_of_a_path_are_in_its_address() -> None:
    for path, item in document()["paths"].items():
        for operation in item.values():
            told = {one["name"] for one in operation.get("parameters", []) if one.get("in") == "path"}
            assert told == set(re.findall(r"{(\w+)}", path)), path
            assert operation["summary"]
            assert operation["responses"]


@pytest.mark.parametrize("path", sorted(INTAKE))
def test_the_example_of_a_delivery_is_taken_whole(city: City, path: str) -> None:
    kind = path.rsplit("/", 1)[1]
    city._context.clock = Clock("wall", wall=lambda: datetime(2024, 8, 20, 12, tzinfo=UTC))
    key = source_register.add(city, f"feed_{kind}", {"kind": kind})
    body = document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    row = document()["components"]["schemas"][f"{kind.capitalize()}Row"]
    known = {name for table in row.get("anyOf", [row]) for name in table["properties"]}
    assert {name for example in body["example"] for name in example} <= known
    client = create_app(Settings(token=None), city, reception=city.acts.reception()).server.test_client()
    answer = client.post(path, data=json.dumps(body["example"]), headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 202, answer.text
    assert (answer.get_json()["accepted"], answer.get_json()["refused"]) == (len(body["example"]), 0)
    assert source_keys.holders(city._context.store.folder) == {f"feed_{kind}"}


def test_answers_hold_what_the_document_says(client: FlaskClient) -> None:
    schemas = document()["components"]["schemas"]
    assert set(schemas["Answer"]["required"]) <= set(client.get("/api/v1/kpi?key=reported").get_json())
    assert set(schemas["Area"]["required"]) <= set(client.get("/api/v1/areas").get_json()["area"])
    assert set(schemas["Source"]["required"]) <= set(client.get("/api/v1/sources").get_json()["sources"][0])
    live = document()["paths"]["/api/v1/live"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(live["required"]) <= set(client.get("/api/v1/live").get_json())
