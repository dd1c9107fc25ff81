"""What people wrote about a case, in clear: for those who may, with a reason, never without an entry in the audit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_entry import AuditEntry
from dashboard.access.audit.audit_file import entries_in
from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission
from dashboard.access.roles.roles import abilities_of
from dashboard.access.roles.visitor import Visitor
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.values import Persons, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, table_of

CALLER = "联系人：李小红，电话13812345678"
ASK = "/api/v1/case/unmask?source=tiny&id=K1"


@dataclass
class Asking:
    """A client, whom it is, and the folder of its city."""

    client: FlaskClient
    folder: Path
    visitor: Visitor = field(default_factory=lambda: somebody("supervisor", "clear"))

    def ask(self, reason: object = "called back on 138 1234 5678") -> Any:
        return self.client.post(ASK, json={"reason": reason})

    def entries(self) -> list[AuditEntry]:
        audit_of(self.folder).flush()
        return [one.entry for one in entries_in(self.folder) if one.entry.kind == "unmask"]


def somebody(role: str, persons: Persons, **scope: Any) -> Visitor:
    return Visitor("li", "192.0.2.7", abilities_of(role), Scope(persons=persons, **scope))


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    cases = table_of({**case, "title": CALLER} for case in CASES)
    with build_city(tmp_path / "tiny", cases=cases, recorded_at=AS_OF, clock=AS_OF) as city:
        flask = create_app(Settings(token=None), city).server
        found = Asking(flask.test_client(), city.ground.folder)
        before = flask.before_request_funcs[None]
        place = before.index(permission.refuse_forbidden)
        before.insert(place, lambda: set_request_visitor(found.visitor))
        yield found


def test_whoever_may_see_it_sees_it_once_the_reason_is_entered(asking: Asking) -> None:
    answer = asking.ask()
    assert answer.get_json() == {"texts": [{"name": "标题", "text": CALLER}]}
    assert answer.headers["Cache-Control"] == "no-store"
    [entry] = asking.entries()
    assert (entry.who, entry.origin, entry.what["case"]) == ("li", "192.0.2.7", "tiny/K1")
    assert entry.what["reason"].startswith("called back")
    assert "12345678" not in str(entry.what), "a reason may hold nothing personal either"


@pytest.mark.parametrize(
    "visitor",
    [
        somebody("supervisor", "masked"),
        somebody("analyst", "clear"),
        somebody("admin", "clear"),
        somebody("supervisor", "clear", areas=((5, 7),)),
    ],
    ids=["account masked", "analyst", "admin", "other area"],
)
def test_nobody_else_sees_anything(asking: Asking, visitor: Visitor) -> None:
    asking.visitor = visitor
    answer = asking.ask()
    assert answer.status_code in (403, 404)
    assert "1381" not in answer.text
    assert asking.entries() == []
    card = asking.client.get("/api/v1/case?source=tiny&id=K1")
    assert card.status_code == 404 or (card.get_json()["unmask"] is None) != visitor.may_unmask


@pytest.mark.parametrize("reason", ["", "   ", "abc", "x" * 201, None, 5])
def test_without_a_reason_nothing_is_told(asking: Asking, reason: object) -> None:
    answer = asking.ask(reason)
    assert (answer.status_code, "4" in answer.get_json()["sentence"]) == (400, True)
    assert asking.entries() == []


def test_a_form_of_another_page_is_refused(asking: Asking) -> None:
    assert asking.client.post(ASK, data={"reason": "called back"}).status_code == 415


def test_what_cannot_be_entered_is_not_told(asking: Asking) -> None:
    audit_of(asking.folder).flush(everything=True)
    shutil.rmtree(asking.folder / "audit", ignore_errors=True)
    (asking.folder / "audit").write_text("a file in its place")
    answer = asking.ask()
    assert answer.status_code == 503
    assert "1381" not in answer.text
