"""The card of a figure, and its proof: the same number again after later corrections."""

import shlex
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash.development.base_component import Component

from dashboard.commands.city_commands import CityCommands
from dashboard.panels.numbers.number_card import command_line, proof_of
from dashboard.screens.panel_registry import ANALYST_CARDS, PANELS
from dashboard.screens.registration import draw_panel
from dashboard.settings import Settings
from dashboard.view.question_parameters import question, texts_of
from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts


def copied(card: Component) -> dict[str, str]:
    """What the three buttons copy."""
    buttons = [part for part in found(card, "number-ways")[0].children if hasattr(part, "data-copy")]
    return dict(zip(("link", "command", "api"), [getattr(one, "data-copy") for one in buttons], strict=True))


def card(city: City, search: str) -> Component:
    return draw_panel(PANELS["number"], city, "/", search, None)


def test_without_a_figure_in_the_address_the_place_is_empty(city: City) -> None:
    assert found(card(city, ""), "number-card") == []


@pytest.mark.parametrize("kpi", Dictionary.read())
def test_every_kpi_has_a_card_that_says_the_same_number_as_the_api(city: City, kpi: str) -> None:
    drawn = card(city, f"?period=7d&number={kpi}")
    metric = city.kpis.dictionary[kpi]
    assert metric.formula_zh in texts(drawn)
    given = dict(parse_qsl(urlsplit(copied(drawn)["api"]).query))
    answer = CityCommands(city, Settings()).kpi(given)
    assert answer["key"] == kpi
    if answer["status"] == "ok":
        assert f"{answer['n']:,}" in texts(drawn)


def test_the_card_is_of_the_area_and_conditions_that_it_is_narrowed_to(city: City) -> None:
    channel = next(row for row in city.kpis.ask(question({"key": "reported", "by": "channel"}, city)).rows if row.n)
    drawn = card(city, f"?period=all&number=reported;area=4101;channel={channel.code}")
    given = {"key": "reported", "area": "4101", "where": f"channel={channel.code}", "to": "2026-12-31"}
    assert f"{city.kpis.ask(question(given, city)).n:,}" in texts(drawn)


@pytest.mark.parametrize("key", ANALYST_CARDS)
def test_every_card_of_a_kpi_leads_to_the_card_of_its_figure(city: City, key: str) -> None:
    drawn = draw_panel(PANELS[key], city, "/", "", None)
    asks = found(drawn, "asks-what")[0]
    assert asks.href == f"/?number={getattr(drawn, 'data-metric')}"
    assert getattr(asks, "aria-label")


def test_a_wall_has_no_such_control(city: City) -> None:
    assert found(draw_panel(PANELS["receive-0"], city, "/wall", "", None), "asks-what") == []


def test_a_question_is_written_in_texts_that_ask_it_again(city: City) -> None:
    given = {"key": "closed_on_time", "area": "4101", "from": "2026-11-01", "to": "2026-11-07", "denominator": "closed"}
    asked = question({**given, "as_of": "2026-11-09T10:00", "where": r"category1!=噪声;channel=a\;b"}, city)
    assert question(texts_of(asked, city.profile.time_zone), city) == asked
    line = shlex.split(command_line(asked, city.profile))
    assert line[:5] == ["yiping", "kpi", "closed_on_time", "--city", city.profile.name]
    assert "channel=a;b" in line


def test_a_proof_gives_the_same_number_after_later_corrections(tmp_path: Path) -> None:
    with build_city(tmp_path / "city", "little", cases=history(), clock=NOON) as corrected:
        keys = ("reported", "open", "closing_rate", "handling_time")
        given = {"from": "2026-10-01", "to": "2026-11-30"}
        asked = {key: question({"key": key, **given}, corrected) for key in keys}
        before = {key: corrected.kpis.ask(one) for key, one in asked.items()}
        zone = corrected.profile.time_zone
        proofs = {key: texts_of(proof_of(asked[key], before[key]), zone) for key in keys}
        column = history().column("source_id").to_pylist()
        moved = [{"source_id": number, "reported_at": "2026-01-05T08:00:00+08:00"} for number in column[::7]]
        deliver(corrected, "events", *moved)
        for key in keys:
            assert corrected.kpis.ask(asked[key]).value != before[key].value
            assert corrected.kpis.ask(question(proofs[key], corrected)).value == before[key].value


def test_the_statement_is_shown_to_those_who_may_see_it(city: City) -> None:
    assert found(card(city, "?number=reported"), "number-statement")
    asked = question({"key": "reported"}, city)
    assert asked.scope == WHOLE_CITY
    text, bound = city.kpis.statement(asked) or ("", {})
    assert "$as_of" in text
    assert "as_of" in bound
    assert city.kpis.statement(replace(asked, scope=Scope())) is None
