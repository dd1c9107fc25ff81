"""What requests and commands enter into the audit of a city, and what `yiping audit` says of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Request

from dashboard.access.accounts.city_accounts import accounts_of
from dashboard.access.accounts.sign_in import Credentials
from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_entry import AuditEntry
from dashboard.access.audit.audit_file import entries_in, segment_path
from dashboard.access.audit.request_audit import enter_unread
from dashboard.commands.city_commands import CityCommands
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.web.gate import NO_SOURCE_KEY
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.access.accounts.conftest import CHEAP
from tests.dashboard.cli.conftest import run

PASSWORD = "seven green herons walk"  # noqa: S105
TELEPHONE = "13812345678"
VIEW = {"name": f"call {TELEPHONE}", "address": "/?kpi=open"}


@dataclass
class Entered:
    """A client, its city, and the entries that were read before."""

    client: FlaskClient
    city: City
    read: int = field(default=0)

    @property
    def folder(self) -> Path:
        return self.city.ground.folder

    def new(self) -> list[AuditEntry]:
        """The entries since the last look."""
        found = [one.entry for one in entries_in(self.folder)]
        since, self.read = found[self.read :], len(found)
        return since


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entered]:
    with build_city(tmp_path_factory.mktemp("entered") / "cities" / "tiny", clock=AS_OF) as city:
        yield Entered(create_app(Settings(token=None), city).server.test_client(), city)


def test_an_export_is_entered_with_its_codes_and_a_look_is_not(entered: Entered) -> None:
    asked = {"key": "reported", "area": "E", "from": "2011-07-01", "where": f"category1={TELEPHONE}"}
    assert entered.client.get("/api/v1/cases", query_string=asked | {"format": "xlsx"}).status_code in (200, 400)
    del asked["where"]
    assert entered.client.get("/api/v1/cases", query_string=asked | {"format": "xlsx"}).status_code == 200
    assert entered.client.get("/api/v1/cases", query_string=asked | {"format": "json"}).status_code == 200
    assert entered.client.get("/api/v1/sources/tiny/refused.csv").status_code == 200
    done = [one for one in entered.new() if one.outcome == "done"][-2:]
    assert [(one.kind, one.who, one.origin) for one in done] == [("export", "local", "127.0.0.1")] * 2
    expected = {"way": "cases.cases", "format": "xlsx", "kpi": "reported", "area": "E", "from": "2011-07-01"}
    assert dict(done[0].what) == expected
    assert dict(done[1].what) == {"way": "sources.refused", "format": "csv", "source": "tiny"}


def test_an_act_is_entered_by_its_key_without_what_somebody_wrote(entered: Entered) -> None:
    entered.new()
    [key] = entered.client.post("/api/v1/saved/keep", json={"views": [VIEW]}).get_json()["saved"]
    entered.client.post("/api/v1/saved/withdraw", json={"kind": "view", "key": key})
    acts = entered.new()
    assert [(one.kind, dict(one.what)) for one in acts] == [
        ("act", {"deed": "saved", "thing": "view", "key": key}),
        ("act", {"deed": "withdrawn", "thing": "view", "key": key}),
    ]
    assert TELEPHONE.encode() not in segment_path(entered.folder, 1).read_bytes()


def test_refusals_are_entered_also_where_no_body_was_read(entered: Entered) -> None:
    entered.new()
    entered.client.get("/api/v1/kpi", headers={"Host": "evil.example"})
    entered.client.post("/_dash-update-component", json={"output": "other.children"})
    unread = Request({"REMOTE_ADDR": "10.1.1.1", "PATH_INFO": "/api/v1/events", "REQUEST_METHOD": "POST"})
    enter_unread(entered.client.application, unread, NO_SOURCE_KEY)
    assert [one.kind for one in entered.new()] == ["refused", "not_permitted"], "who reads connections does not wait"
    audit_of(entered.folder).flush()
    found = [(one.kind, one.origin, one.what.get("reason"), one.outcome) for one in entered.new()]
    assert found == [("refused", "10.1.1.1", "wrong_source_key", "refused")]


def test_changes_of_accounts_and_ways_in_are_entered_without_a_secret_or_a_strangers_name(entered: Entered) -> None:
    entered.new()
    people = accounts_of(entered.folder, "tiny", passwords=CHEAP)
    try:
        account = replace(people.store.new_account("li", "viewer"), areas=("E",))
        people.add(account, PASSWORD)
        people.store.change(replace(account, role="analyst", lines=("heating",)))
        for name, password in (("li", PASSWORD), ("li", "wrong"), (PASSWORD, "li")):
            people.sign_in.account_of(Credentials(name, password), "10.0.0.9")
    finally:
        people.close()
    found = entered.new()
    assert [(one.kind, one.who, one.origin) for one in found] == [
        ("account", "command_line", "this machine"), ("account", "command_line", "this machine"),
        ("login", "li", "10.0.0.9"), ("login_refused", "", "10.0.0.9"), ("login_refused", "", "10.0.0.9"),
    ]  # fmt: skip
    said = {"account": "li", "areas": "E", "persons": "masked"}
    assert [dict(one.what) for one in found] == [
        {"deed": "made", "role": "viewer", **said},
        {"deed": "changed", "role": "analyst", "lines": "heating", **said},
        {"way": "password"},
        {"reason": "wrong", "account": "li"},
        {"reason": "wrong"},
    ]
    assert PASSWORD.encode() not in segment_path(entered.folder, 1).read_bytes()


def test_the_command_line_verifies_and_writes_it_out(entered: Entered) -> None:
    home = entered.folder.parent
    odd = "=cmd|' /C calc'!A0"
    audit_of(entered.folder).enter(AuditEntry("login", odd, "10.0.0.9", {"way": "password"}))
    whole = run(home, "audit", "verify")
    assert (whole.exit_code, "each follows from the one before" in whole.output) == (0, True)
    out = home / "audit.csv"
    assert run(home, "audit", "export", "--kind", "login", "--who", odd, "--out", str(out)).exit_code == 0
    [row] = csv.DictReader(io.StringIO(out.read_text("utf-8")))
    assert (row["kind"], row["who"], row["what"]) == ("login", f"'{odd}", "way=password")
    assert run(home, "audit", "export", "--kind", "dance").exit_code == 2
    path = segment_path(entered.folder, 1)
    path.write_bytes(path.read_bytes().replace(b"10.0.0.9", b"10.0.0.8"))
    broken = run(home, "audit", "verify")
    assert (broken.exit_code, "altered at line" in broken.output) == (1, True)
    line = next(one for one in CityCommands(entered.city, Settings()).check() if one["what"] == "audit")
    assert (line["ok"], "backup" in line["advice"]) == (False, True)
