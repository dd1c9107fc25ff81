"""Files that a schedule made, over HTTP and the command line: for whoever has the rights with which they were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.access.accounts.city_accounts import accounts_of
from dashboard.access.request_visitor import on_behalf_of
from dashboard.access.roles.account_scope import account_visitor
from dashboard.access.roles.visitor import Visitor, local_visitor, token_visitor
from dashboard.briefings.schedule.scheduled import SCHEDULE
from dashboard.briefings.schedule.sent_briefings import sent_as_json, sent_file
from dashboard.errors import NotFound
from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.dashboard.access.accounts.conftest import CHEAP
from tests.dashboard.briefings.schedule.conftest import MONDAY, Scheduled


def names(scheduled: Scheduled, visitor: Visitor) -> list[str]:
    with on_behalf_of(visitor):
        return [file["name"] for one in sent_as_json(scheduled.city)["sent"] for file in one["files"]]


def test_a_file_is_listed_and_downloaded_and_that_is_in_the_audit(scheduled: Scheduled) -> None:
    scheduled.clock.moment = MONDAY
    scheduled.look()
    client = create_app(Settings(token=None), scheduled.city).server.test_client()
    [one] = client.get("/api/v1/briefings").get_json()["sent"]
    assert (one["state"], one["due_at"], one["who"]) == ("done", "2026-11-16T08:00:00+08:00", "local")
    [file] = one["files"]
    answer = client.get(f"/api/v1/briefings/sent/{file['name']}")
    assert (answer.status_code, len(answer.data)) == (200, file["bytes"])
    assert answer.mimetype.endswith("sheet")
    made, downloaded = scheduled.exports()
    assert (made["what"]["way"], downloaded["what"]["way"]) == ("schedule monday", "briefings.sent")
    assert downloaded["what"]["kpi"] == "short"
    for other in ("x.pdf", "..%2Fcity.toml"):
        assert client.get(f"/api/v1/briefings/sent/{other}").status_code == 404
    (scheduled.folder / "briefings" / file["name"]).unlink()
    assert client.get(f"/api/v1/briefings/sent/{file['name']}").status_code == 404


def test_only_who_has_the_same_rights_sees_it(scheduled: Scheduled) -> None:
    tree, profile = scheduled.city.tree, scheduled.city.profile
    people = accounts_of(scheduled.folder, "little", passwords=CHEAP)
    district = replace(people.store.new_account("zhao", "analyst"), areas=(tree.children(tree.root)[0].code,))
    people.store.add(district, None)
    people.store.add(people.store.new_account("boss", "supervisor"), None)
    people.close()
    scheduled.declare(account="zhao", area=district.areas[0])
    scheduled.clock.moment = MONDAY
    assert scheduled.look() == ""
    [name] = names(scheduled, account_visitor(district, tree, profile, "test"))
    assert names(scheduled, local_visitor("test")) == [name]
    narrower = replace(district, areas=(tree.children(tree.root)[1].code,))
    for other in (narrower, replace(district, role="commander"), replace(district, disabled=True)):
        shown = names(scheduled, account_visitor(other, tree, profile, "test"))
        assert shown == ([name] if other.role == "commander" else []), other
    boss = account_visitor(people.store.new_account("boss", "supervisor"), tree, profile, "test")
    for stranger in (boss, token_visitor("analyst", "test")):
        assert names(scheduled, stranger) == []
        with on_behalf_of(stranger), pytest.raises(NotFound):
            sent_file(scheduled.city, name)


def test_why_it_is_not_made_is_said_to_those_who_can_correct_it(scheduled: Scheduled) -> None:
    scheduled.declare(folder=str(scheduled.folder.parent / "share"))
    scheduled.clock.moment = MONDAY
    scheduled.look()
    with on_behalf_of(local_visitor("test")):
        [one] = sent_as_json(scheduled.city)["sent"]
    assert (one["state"], one["files"]) == ("waiting", [])
    assert "is not there" in one["why"]
    (scheduled.folder / SCHEDULE).write_text("[a]", "utf-8")
    scheduled.clock.moment += timedelta(minutes=5)
    with on_behalf_of(local_visitor("test")):
        assert "a.briefing: Field required" in sent_as_json(scheduled.city)["schedule_mistake"]
    with on_behalf_of(token_visitor("viewer", "test")):
        assert sent_as_json(scheduled.city) == {"sent": [], "schedule_mistake": ""}
