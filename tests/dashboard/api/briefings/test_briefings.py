"""Briefings over HTTP: the list, a document, a page, and files, each of which is in the audit."""

from __future__ import annotations

import io
import json

from flask.testing import FlaskClient
from pypdf import PdfReader

from dashboard.briefings.briefing_files import ATTACHED
from queries.city import City
from tests.dashboard.api.conftest import Open

TOKEN, VIEWER = "a token to look by 17", "viewer"
JULY = {"briefing": "supervision", "period": "2011-07-01..2011-07-31", "as_of": "2011-08-01"}


def test_the_document_says_what_the_questions_answer(client: FlaskClient) -> None:
    listed = client.get("/api/v1/briefings").get_json()["briefings"]
    assert "supervision" in [one["key"] for one in listed]
    document = client.get("/api/v1/briefings/supervision?period=2011-07-01..2011-07-31").get_json()
    for one in document["figures"]:
        if one["status"] == "ok":
            assert client.get("/api/v1/kpi", query_string=one["of"]).get_json()["value"] == one["value"]
    assert client.get("/api/v1/briefings/poems").status_code == 400


def test_a_page_is_a_picture_and_says_how_many_there_are(client: FlaskClient) -> None:
    first = client.get("/api/v1/briefings/supervision/pages/1?period=2011-07-01..2011-07-31&as_of=2011-08-01")
    assert (first.status_code, first.mimetype) == (200, "image/svg+xml")
    assert first.text.startswith("<svg")
    pages = int(first.headers["Yiping-Pages"])
    beyond = client.get(
        f"/api/v1/briefings/supervision/pages/{pages + 1}?period=2011-07-01..2011-07-31&as_of=2011-08-01"
    )
    assert beyond.status_code == 404


def test_a_file_is_made_and_entered_in_the_audit(client: FlaskClient, city: City) -> None:
    answer = client.post("/api/v1/briefings", json={**JULY, "format": "pdf"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    attached = json.loads(PdfReader(io.BytesIO(answer.data)).attachments[ATTACHED][0])
    assert attached["stamp"]["period"] == "2011-07-01 – 2011-07-31"
    assert attached["stamp"]["made_by"] == "this machine"
    lines = (city.ground.folder / "audit/000001.jsonl").read_text("utf-8").splitlines()
    entered = [json.loads(line) for line in lines]
    [export] = [one for one in entered if one["kind"] == "export"]
    assert (export["what"]["kpi"], export["what"]["format"], export["what"]["from"]) == (
        "supervision",
        "pdf",
        "2011-07-01",
    )


def test_what_is_wrong_with_a_request_is_said(client: FlaskClient) -> None:
    for wrong in ({"format": "docx"}, {"paper": "b5"}, {"scale": 9}, {"colour": "red"}, {"page": 0}):
        assert client.post("/api/v1/briefings", json={**JULY, **wrong}).status_code == 400, wrong
    assert client.post("/api/v1/briefings", data=json.dumps(JULY), content_type="text/plain").status_code == 415
    assert client.post("/api/v1/briefings", json={**JULY, "format": "png", "page": 99}).status_code == 404


def test_who_may_not_open_cases_gets_no_list_of_them(visit: Open) -> None:
    client = visit(token=TOKEN, token_role=VIEWER)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    document = client.get("/api/v1/briefings/supervision", query_string={"period": JULY["period"]}, headers=headers)
    lists = {table["key"]: table for table in document.get_json()["tables"]}
    assert lists["overdue"]["rows"] == lists["supervision"]["rows"] == []
    assert lists["overdue"]["note"]
    assert client.post("/api/v1/briefings", json=JULY, headers=headers).status_code == 403


def test_a_citys_own_briefings_are_checked_before_they_are_kept(client: FlaskClient, visit: Open, city: City) -> None:
    own = city.ground.folder / "briefings.toml"
    refused = client.post("/api/v1/briefings/own", json={"content": "[weekly]\nperiod = 3\n"})
    assert refused.status_code == 400
    assert "weekly.period" in refused.get_json()["sentence"]
    assert not own.exists()
    kept = client.post("/api/v1/briefings/own", json={"content": '[daily]\r\nzh = "早报"\r\n'})
    assert kept.status_code == 200
    assert own.read_text("utf-8") == '[daily]\nzh = "早报"\n'
    assert client.get("/api/v1/briefings").get_json()["briefings"][0]["zh"] == "早报"
    viewer = visit(token=TOKEN, token_role=VIEWER)
    mine = viewer.post("/api/v1/briefings/own", json={"content": ""}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert mine.status_code == 403
    assert client.post("/api/v1/briefings/own", json={"content": " "}).status_code == 200
    assert not own.exists()
