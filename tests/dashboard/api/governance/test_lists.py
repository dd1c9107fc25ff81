"""Lists of the loops: page, HTTP API and command line tell the same cases with the same numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.acts.act import Act
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.governance.matters import MATTER_LOOP
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, table_of
from tests.dashboard.api.checked_client import checked
from tests.dashboard.cli.conftest import run
from tests.dashboard.screens.conftest import found, texts
from tests.dashboard.screens.governance.test_matters_page import LAMPS
from tests.dashboard.screens.governance.test_suggestions import MORE

MOMENT = AS_OF.isoformat()
ON_PAGE = ("/loops", "&loop=supervision")
OF_K4 = ("supervision", "tiny", "K4")


@dataclass(frozen=True)
class Served:
    """A city: its home, as commands find it, and opened with the API in front of it."""

    home: Path
    city: City
    client: FlaskClient

    def asked(self, address: str, **given: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1/{address}", query_string={"as_of": MOMENT, "lang": "en", **given})
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def drawn(self, panel: str, page: str, more: str = "") -> Any:
        return draw_panel(PANELS[panel], self.city, page, f"?as_of={MOMENT.replace('+', '%2B')}&lang=en{more}", None)


def said_of(number: str, state: str, text: str = "") -> Act:
    return Act(
        "case_mark", subject_of("case_mark", MATTER_LOOP, "tiny", number), "saved", "local", "test",
        AS_OF.astimezone(UTC), source="tiny", source_id=number, loop=MATTER_LOOP, state=state, text=text,
    )  # fmt: skip


def told_by_command(home: Path, *given: str) -> dict[str, Any]:
    answer = run(home, *given, "--as-of", MOMENT, "--lang", "en", "--json")
    assert answer.exit_code == 0, answer.output
    return dict(json.loads(answer.stdout))


COMMANDS = ("matters", "suggestions", "handovers")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, dict[str, Any]]]]:
    """The city, and what the commands had said of it before it was opened here."""
    home = tmp_path_factory.mktemp("home")
    profile = {"clock": "wall"}  # of data that have ended nothing is handed over by itself
    with build_city(home / "tiny", cases=table_of((*CASES, *LAMPS, *MORE)), profile=profile, clock=AS_OF) as city:
        refuted = replace(said_of("K4", "refuted"), loop="supervision", subject=subject_of("case_mark", *OF_K4))
        city.acts.deliver([refuted, said_of("L1", "confirmed", "Lamps, call 13812345678"), said_of("P2", "refuted")])
    by_command = {command: told_by_command(home, command) for command in COMMANDS}
    with City.open(home / "tiny") as city:
        yield Served(home, city, checked(create_app(Settings(token=None), city).server)), by_command


def test_matters_are_the_same_on_the_page_over_http_and_by_the_command(
    told: tuple[Served, dict[str, dict[str, Any]]],
) -> None:
    served, by_command = told
    answer = served.asked("matters")
    assert answer == by_command["matters"]
    # m2 with L1, L2 and L3; m1; m8 with P8 and P9, which are not filed
    assert [(one["number"], one["n"], one["open"], one["again"]) for one in answer["matters"]] == [
        ("m2", 3, 2, 1), ("m1", 2, 0, 0), ("m8", 2, 0, 0),
    ]  # fmt: skip
    assert (answer["matters_in_all"], answer["cases_in_all"], answer["over_several_channels"]) == (3, 7, 2)
    lamps = answer["matters"][0]
    assert (lamps["judged"], [act["state"] for act in lamps["acts"]]) == ("confirmed", ["confirmed"])
    assert lamps["name"].startswith("Lamps")
    assert "13812345678" not in json.dumps(answer)
    rows = found(served.drawn("matters", "/matters"), "spots")[0].children
    assert [getattr(row, "data-matter") for row in rows] == [f"tiny/{one['id']}" for one in answer["matters"]]
    shown = " ".join(texts(served.drawn("matters", "/matters")))
    counted = answer["counted"]
    assert f"{counted['reported']} cases reported, {counted['merged']} merged" in shown
    assert [one["number"] for one in served.asked("matters", limit="1", sort="longest")["matters"]] == ["m2"]
    assert served.asked("matters", least="3")["matters_in_all"] == 1
    assert served.asked("matters", area="E2")["matters_in_all"] == 1
    for wrong in ("sort=oldest", "least=1", "limit=0", "by=area", "as_of=yesterday"):
        assert served.client.get(f"/api/v1/matters?{wrong}").status_code == 400, wrong


def test_suggestions_are_the_same_on_the_page_over_http_and_by_the_command(
    told: tuple[Served, dict[str, dict[str, Any]]],
) -> None:
    served, by_command = told
    answer = served.asked("matters/suggestions")
    assert answer == by_command["suggestions"]
    pairs = {f"{one['earlier']['id']} {one['later']['id']}": one for one in answer["pairs"]}
    assert {"P1 P2", "P2 P3", "Q1 Q2"} <= pairs.keys()
    assert answer["pairs_in_all"] == len(pairs)
    assert pairs["P1 P2"]["judged"] == "refuted"
    assert (pairs["Q1 Q2"]["same_person"], pairs["Q1 Q2"]["area"], pairs["Q1 Q2"]["category"]) == (True, None, None)
    rows = found(served.drawn("suggestions", "/matters"), "pairs")[0].children
    assert [getattr(row, "data-pair") for row in rows] == list(pairs)
    first = served.asked("matters/suggestions", limit="1")
    assert (len(first["pairs"]), first["pairs_in_all"]) == (1, len(pairs))
    for wrong in ("sort=most", "limit=0", "from=2024-06-09&to=2024-06-01"):
        assert served.client.get(f"/api/v1/matters/suggestions?{wrong}").status_code == 400, wrong


def test_cases_that_wait_to_be_handed_over_are_the_same_on_the_page_over_http_and_by_the_command(
    told: tuple[Served, dict[str, dict[str, Any]]],
) -> None:
    served, by_command = told
    answer = served.asked("handovers")
    assert answer == by_command["handovers"]
    waiting = {one["id"]: one for one in answer["cases"]}
    assert answer["in_all"] == len(waiting) == answer["whole"]["n"] - 1, "K4 was refuted"
    assert "K4" not in waiting
    assert waiting["K6"]["hands_over_at"] == "2024-06-09T09:20:00+08:00"
    assert {rule["key"]: rule["hands_over_at"] for rule in waiting["K6"]["rules"]} == {
        "overdue": "2024-06-09T09:20:00+08:00", "unreceived": None,
    }  # fmt: skip
    rows = found(served.drawn("loop_cases", *ON_PAGE), "loop-cases")[0].children
    shown = {getattr(row, "data-case-row"): texts(row) for row in rows}
    assert shown.keys() == waiting.keys() | {"K4"}
    for number, one in waiting.items():
        holds = [said for said in shown[number] if "by itself" in said]
        assert bool(holds) == (one["hands_over_at"] is not None), number
    said = texts(served.drawn("loop_cases", *ON_PAGE))
    assert f"{answer['in_all']} of them are neither handed over nor refuted" in said
    assert len(served.asked("handovers", limit="1", area="W")["cases"]) == 1
    for wrong in ("loop=rework", "limit=0", "sort=most"):
        assert served.client.get(f"/api/v1/handovers?{wrong}").status_code == 400, wrong


def test_the_tables_of_the_commands_say_the_same_numbers(tmp_path: Path) -> None:
    build_city(tmp_path / "tiny", cases=table_of((*CASES, *LAMPS)), clock=AS_OF).close()
    table = run(tmp_path, "matters", "--as-of", MOMENT, "--lang", "en").stdout
    assert "2 matters with 5 cases, 1 of them over several channels" in table
    assert "tiny/L1" in table
    assert "pairs." in run(tmp_path, "suggestions", "--as-of", MOMENT).stdout
    assert "wait to be handed over." in run(tmp_path, "handovers", "--as-of", MOMENT).stdout
    assert run(tmp_path, "matters", "--sort", "oldest").exit_code == 2
