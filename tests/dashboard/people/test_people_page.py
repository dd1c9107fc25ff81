"""/people: an administrator makes accounts, changes what they may do, ends sessions; nobody else, by no other page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.access.audit.audit_file import entries_in
from dashboard.access.roles.route_abilities import route_abilities
from dashboard.access.source_keys import holders
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.dashboard.people.conftest import PASSWORD, Site


def test_only_an_administrator_who_signed_in_sees_the_page(site: Site, boss: FlaskClient) -> None:
    answer = site.signed_in("mo").get("/people?lang=en")
    assert answer.status_code == 403
    assert "administrators" in answer.text
    assert site.flask.test_client().get("/people").status_code == 302
    text = boss.get("/people?lang=en").text
    assert "boss" in text
    assert "mo" in text
    assert PASSWORD not in text


def test_an_account_is_made_changed_and_kept_out(site: Site, boss: FlaskClient) -> None:
    form = {"form_token": site.token(boss), "name": "li", "display_name": "Li", "role": "analyst", "areas": "E1, W"}
    made = boss.post("/people/add", data={**form, "lines": "noise", "new": PASSWORD})
    assert made.status_code == 303, made.text
    account = site.people.store.named("li")
    assert (account.role, account.areas, account.lines) == ("analyst", ("E1", "W"), ("noise",))
    li = site.signed_in("li")
    assert li.get("/").status_code == 200
    form = {"form_token": form["form_token"], "account": "li", "role": "viewer", "all_lines": "on", "disabled": "on"}
    assert boss.post("/people/change", data=form).status_code == 303
    account = site.people.store.named("li")
    assert (account.role, account.areas, account.lines, account.disabled) == ("viewer", (), None, True)
    assert li.get("/").status_code == 302
    entered = [one.entry for one in entries_in(site.folder) if one.entry.kind == "account"][-2:]
    assert [(one.who, one.what["deed"], one.what["account"]) for one in entered] == [
        ("boss", "made", "li"),
        ("boss", "disabled", "li"),
    ]


@pytest.mark.parametrize(
    ("way", "form", "said"),
    [
        ("add", {"name": "mo", "role": "viewer", "new": PASSWORD}, "already"),
        ("add", {"name": "a b", "role": "viewer", "new": PASSWORD}, "Names of accounts"),
        ("add", {"name": "new", "role": "viewer", "new": "short"}, "too short"),
        ("add", {"name": "new", "role": "device", "new": PASSWORD}, "none of"),
        ("add", {"name": "new", "role": "viewer", "new": PASSWORD, "areas": "nowhere"}, "area"),
        ("change", {"account": "boss", "role": "viewer"}, "only administrator"),
        ("change", {"account": "gone", "role": "viewer"}, "nothing at this address"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    site: Site, boss: FlaskClient, way: str, form: dict[str, str], said: str
) -> None:
    before = site.people.store.all()
    answer = boss.post(f"/people/{way}?lang=en", data=form | {"form_token": site.token(boss)})
    assert answer.status_code == 400
    assert said in answer.text
    assert PASSWORD not in answer.text
    assert site.people.store.all() == before


def test_of_their_own_account_administrators_change_neither_password_nor_code_here(
    site: Site, boss: FlaskClient
) -> None:
    page = boss.get("/people?account=boss&lang=en").text
    assert 'href="/account' in page.split("<main")[-1]
    assert "/people/password" not in page
    before = site.people.store.all()
    for way in ("password", "factor"):
        form = {"account": "boss", "new": PASSWORD[::-1], "form_token": site.token(boss)}
        answer = boss.post(f"/people/{way}?lang=en", data=form)
        assert (answer.status_code, "My account" in answer.text) == (400, True)
    assert site.people.store.all() == before
    assert "/people/password" in boss.get("/people?account=mo").text


def test_a_city_that_has_lost_its_lines_of_business_lifts_no_limit(
    site: Site, boss: FlaskClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = site.people
    people.add(people.store.new_account("wu", "viewer"), PASSWORD)
    people.store.change(replace(people.store.named("wu"), lines=("noise",)))
    context = city._context
    monkeypatch.setattr(context, "profile", context.profile.model_copy(update={"lines_of_business": {}}))
    form = {"form_token": site.token(boss), "account": "wu", "role": "analyst"}
    assert boss.post("/people/change", data=form).status_code == 303
    assert (people.store.named("wu").role, people.store.named("wu").lines) == ("analyst", ("noise",))


def test_a_form_of_another_session_or_page_changes_nothing(site: Site, boss: FlaskClient) -> None:
    foreign = site.token(site.signed_in("boss"))
    before = site.people.store.all()
    account = re.search(r'name="form_token" value="(\w+)"', boss.get("/account").text)
    assert account
    for token in ("", foreign, account[1]):
        form = {"form_token": token, "name": "evil", "role": "admin", "new": PASSWORD}
        assert boss.post("/people/add", data=form).status_code == 403
    assert site.people.store.all() == before


def test_whatever_administrators_change_needs_a_fresh_proof(site: Site, city: City) -> None:
    strict = create_app(Settings(token=None, proof_minutes=1e-6), city).server
    client = strict.test_client()
    client.post("/enter", data={"name": "boss", "password": PASSWORD})
    tokens = [re.findall(r'name="form_token" value="(\w+)"', client.get(page).text) for page in ("/people", "/account")]
    needs = route_abilities().routes
    forms = [
        rule.rule
        for rule in strict.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and needs.get(rule.endpoint, {}).get("*") == "administer"
    ]
    assert len(forms) == 9
    before = site.people.store.all(), sorted(holders(site.folder))
    for path in forms:
        form = {"name": "evil", "role": "admin", "new": PASSWORD, "account": "mo", "source": "evil", "wall": "evil"}
        answers = [client.post(f"{path}?lang=en", data={**form, "form_token": one[-1]}) for one in tokens]
        assert {answer.status_code for answer in answers} == {403}, path
        assert any("Confirm that it is you" in answer.text for answer in answers), path
        assert not any(PASSWORD in answer.text for answer in answers), path
    assert (site.people.store.all(), sorted(holders(site.folder))) == before


def test_a_key_of_a_source_is_shown_once_and_taken_away(site: Site, boss: FlaskClient) -> None:
    form = {"form_token": site.token(boss), "source": "hotline"}
    key = re.search(r"<code>([\w-]{40,})</code>", boss.post("/people/make_key", data=form).text)
    assert key
    assert key[1] not in boss.get("/people").text
    assert boss.post("/people/remove_key", data=form).status_code == 303
    assert "hotline" not in boss.get("/people").text


def test_signing_in_and_out_is_entered(site: Site) -> None:
    client = site.signed_in("mo")
    token = re.search(r'name="form_token" value="(\w+)"', client.get("/account").text)
    assert token
    assert client.post("/leave", data={"form_token": token[1]}).status_code == 303
    found = [one.entry for one in entries_in(site.folder)][-2:]
    assert [(one.kind, one.who, one.origin) for one in found] == [
        ("login", "mo", "127.0.0.1"),
        ("logout", "mo", "127.0.0.1"),
    ]


def test_who_signs_in_elsewhere_gets_an_account_without_a_password(site: Site, boss: FlaskClient, city: City) -> None:
    form = {"name": "zhao", "role": "viewer", "new": ""}
    assert boss.post("/people/add", data={**form, "form_token": site.token(boss)}).status_code == 400
    settings = Settings(trusted_proxies="127.0.0.1", proxy_user_header="X-Remote-User")
    proxied = Site(create_app(settings, city).server, site.people, site.folder)
    other = proxied.signed_in("boss")
    assert "signs in at the organisation" in other.get("/people?lang=en").text
    made = other.post("/people/add", data={**form, "form_token": proxied.token(other)})
    assert made.status_code == 303, made.text
    assert not site.people.store.named("zhao").has_password
    zhao = proxied.flask.test_client()
    assert zhao.get("/enter", headers={"X-Remote-User": "Zhao"}).status_code == 303
    assert zhao.get("/", headers={"X-Remote-User": "Zhao"}).status_code == 200
    assert zhao.get("/", headers={"X-Remote-User": "boss"}).status_code == 302
    site.people.store.remove("zhao")
