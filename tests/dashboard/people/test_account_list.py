"""/people with hundreds of accounts: looked for by name, area and role, by pages; areas written by name or code."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.account import Account
from dashboard.errors import BadParameter
from dashboard.people.account_list import ON_A_PAGE, AccountsWanted, account_list, wanted_accounts
from dashboard.people.named_areas import areas_named, offered
from geodata.errors import UnknownArea
from queries.city import City
from tests.dashboard.people.conftest import Site

MADE = datetime(2026, 6, 1, tzinfo=UTC)
MANY = [
    Account(f"street{number:03}", f"街道 {number}", "viewer", MADE, areas=(f"A{number}",)) for number in range(230)
] + [Account("wang", "王", "admin", MADE), Account("wall-1", "Hall", "device", MADE, areas=("A7",))]


def names(wanted: AccountsWanted) -> list[str]:
    found = account_list(MANY, wanted, lambda code: f"Area of {code}")
    return [one.name for one in found.accounts]


@pytest.mark.parametrize(
    ("find", "role", "expected"),
    [
        ("王", "", ["wang"]),
        ("  WANG ", "", ["wang"]),
        ("area of a7", "device", ["wall-1"]),
        ("a229", "", ["street229"]),
        ("街道 17", "", ["street017", *(f"street{number}" for number in range(170, 180))]),
        ("nobody", "", []),
        ("", "admin", ["wang"]),
    ],
)
def test_accounts_are_found_by_name_area_and_role(find: str, role: str, expected: list[str]) -> None:
    assert names(wanted_accounts(find, role, "")) == expected


@pytest.mark.parametrize(("page", "shown"), [("", 1), ("2", 2), ("6", 6), ("99", 6), ("0", 1), ("-3", 1), ("９", 1)])
def test_every_account_is_on_one_page(page: str, shown: int) -> None:
    found = account_list(MANY, wanted_accounts("", "", page), str)
    assert (found.page, found.pages, found.found) == (shown, 6, len(MANY))
    pages = [names(AccountsWanted(page=number)) for number in range(1, 7)]
    assert [name for one in pages for name in one] == [one.name for one in MANY]
    assert max(map(len, pages)) == ON_A_PAGE


def test_areas_are_named_by_name_or_code_and_as_the_list_offers_them(city: City) -> None:
    tree = city.tree
    east, first = tree.area("E"), tree.area("E1")
    assert areas_named(["E1 W", f"{east.name.upper()}，E1", ""], tree) == ("E1", "W", "E")
    listed = offered(tree)
    assert f"{east.name} ({east.code})" in listed
    assert f"{east.name} › {first.name} ({first.code})" in listed
    assert areas_named(listed, tree) == tuple(one.rpartition("(")[2].rstrip(")") for one in listed)
    with pytest.raises(UnknownArea):
        areas_named(["nowhere"], tree)


def test_a_name_of_several_areas_asks_for_a_code(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = city.tree.area("E1").area_id, city.tree.area("W1").area_id
    monkeypatch.setitem(city.tree.numbers_by_folded_name, "old town", numbers)
    with pytest.raises(BadParameter, match="E1, W1"):
        areas_named(["Old Town"], city.tree)
    monkeypatch.setitem(city.tree.numbers_by_folded_name, "old town", (city.tree.area("E").area_id, *numbers))
    assert areas_named(["Old Town"], city.tree) == ("E",)


def test_the_page_lists_what_is_looked_for_and_keeps_it_in_its_links(site: Site, boss: FlaskClient) -> None:
    for number in range(ON_A_PAGE + 5):
        account = site.people.store.new_account(f"many{number:02}", "commander", "East centre")
        site.people.store.add(account, None)
    first = boss.get("/people?lang=en&find=east+centre&of_role=commander").text
    assert first.count("East centre</a>") == ON_A_PAGE
    assert "Page 1 of 2" in first
    assert "/people?lang=en&amp;find=east+centre&amp;of_role=commander&amp;page=2" in first
    assert boss.get("/people?lang=en&find=east+centre&page=2").text.count("East centre</a>") == 5
    assert "No account is like that" in boss.get("/people?lang=en&find=%3Cb%3E").text
    chief = boss.get("/people?lang=en&find=boss").text
    assert "not yet" not in chief.split("<tbody>")[1].split("</tbody>")[0]
    assert "not yet" in boss.get("/people?lang=en&find=many07").text
