"""/audit in a browser's eyes: entries in words, newest first, by kind, person and day, by pages, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_entry import AuditEntry
from dashboard.people import audit_page
from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with build_city(tmp_path_factory.mktemp("page") / "tiny", clock=AS_OF) as city:
        audit = audit_of(city.ground.folder)
        for number in range(5):
            audit.enter(AuditEntry("login", f"p{number}", "10.0.0.7", {"way": "password"}, at=NOON))
        later = NOON + timedelta(days=1)
        asked = {"way": "cases.cases", "kpi": "reported", "area": "E", "format": "xlsx"}
        audit.enter(AuditEntry("export", "<b>li</b>", "10.0.0.8", asked, at=later))
        audit.enter(AuditEntry("refused", "", "10.0.0.9", {"reason": "wrong_token"}, "refused", later, 49))
        yield create_app(Settings(token=None), city).server.test_client()


def test_entries_are_told_in_words_of_both_languages(client: FlaskClient) -> None:
    english, chinese = (client.get(f"/audit?lang={language}").text for language in ("en", "zh"))
    for said in ("KPI: Reported", "area: E", "wrong token", "49 times", "&lt;b&gt;li&lt;/b&gt;", "10.0.0.9"):
        assert said in english, said
    for said in ("案件清单", "令牌错误", "共 49 次"):
        assert said in chinese, said
    assert "<b>li" not in english
    assert english.index("10.0.0.9") < english.index("10.0.0.8") < english.index("10.0.0.7")


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("kind=login", "10.0.0.7", "10.0.0.8"),
        ("who=p3", "p3", "p4"),
        ("day=2026-11-28", "10.0.0.8", "10.0.0.7"),
        ("kind=odd&day=odd&before=odd", "10.0.0.7", "odd"),
    ],
)
def test_entries_are_those_asked_for(client: FlaskClient, query: str, there: str, missing: str) -> None:
    text = client.get(f"/audit?{query}&lang=en").text.split("<tbody>")[1]
    assert there in text
    assert missing not in text


def test_pages_lead_on_to_older_entries(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_page, "MOST", 3)
    address, seen = "/audit?kind=login&lang=en", []
    for _ in range(2):
        text = client.get(address).text
        seen += [f"p{number}" for number in reversed(range(5)) if f">p{number}<" in text]
        address = text.split("before=")[1].split('"')[0] if "before=" in text else ""
        address = f"/audit?kind=login&before={address.split('&')[0]}"
    assert seen == ["p4", "p3", "p2", "p1", "p0"]


def test_the_file_holds_what_is_asked_for_and_is_an_export_itself(client: FlaskClient) -> None:
    answer = client.get("/audit.csv?kind=login")
    assert answer.mimetype == "text/csv"
    assert len(answer.text.splitlines()) == 6
    assert "audit" in answer.headers["Content-Disposition"]
    assert "way: audit" in client.get("/audit?kind=export&lang=en").text
