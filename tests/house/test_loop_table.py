"""The table of the sixteen loops in the README names what is there: addresses, KPIs, acts, alarms, tests, figures."""

import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.screens.screen_registry import SCREENS
from dashboard.simulator.published_figures import published_cures, published_figures
from queries.acts import act
from queries.alarms.rule_file import read_rules
from queries.evaluation.evaluation_declaration import read_evaluations
from queries.governance.loop_declaration import metrics_of_loops, read_loops
from queries.kpis.dictionary import Dictionary

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("number", "loop", "addresses", "kpis", "list", "acts", "alarms", "tests", "figures")
NONE = "—"


def rows() -> list[dict[str, str]]:
    section = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## The sixteen loops")[2].partition("\n## ")[0]
    )
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.split("\n") if "|" in line]
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]


def named(cell: str) -> list[str]:
    """What a cell names; nothing of one that says that nothing is there."""
    names = re.findall(r"`([^`]+)`", cell)
    assert (cell == NONE) is not bool(names), cell
    return names


def named_or_why(cell: str) -> list[str]:
    """What a cell names; nothing of one that says why nothing is there."""
    return [] if cell.startswith(f"{NONE} (") else re.findall(r"`([^`]+)`", cell) or pytest.fail(cell)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.read()


def test_every_loop_has_a_row() -> None:
    assert [row["number"] for row in rows()] == [str(number) for number in range(1, 17)]


def test_addresses_lead_to_screens_and_what_they_open(dictionary: Dictionary) -> None:
    loops, evaluations = read_loops(dictionary), read_evaluations(dictionary)
    opened = {"loop": loops, "evaluation": evaluations, "kpi": dictionary}
    described = (ROOT / "tests" / "dashboard" / "api" / "blessed_openapi.json").read_text(encoding="utf-8")
    paths = {screen.path for screen in SCREENS}
    for row in rows():
        for address in (*named(row["addresses"]), *named(row["list"])):
            parts = urlsplit(address)
            assert parts.path in paths or f'"{parts.path}":' in described, address
            for name, [value] in parse_qs(parts.query).items():
                assert value in opened[name], address


def test_keys_are_those_of_kpis_acts_and_alarms(dictionary: Dictionary) -> None:
    kpis = Dictionary({**dictionary, **metrics_of_loops(read_loops(dictionary).values())})
    rules = read_rules(ROOT / "no_such_file.toml", kpis)
    kinds = tomllib.loads(Path(act.__file__).with_name("act_kinds.toml").read_text(encoding="utf-8")).keys()
    for row in rows():
        assert {*named(row["kpis"])} <= kpis.keys(), row["loop"]
        assert {*named(row["acts"])} <= kinds, row["loop"]
        assert {*named_or_why(row["alarms"])} <= rules.keys(), row["loop"]
        for file in named(row["tests"]):
            assert "def test_" in (ROOT / file).read_text(encoding="utf-8"), file


def test_published_figures_are_those_that_the_demo_is_asked_for() -> None:
    asked: dict[str, set[float]] = {}
    for figure in published_figures():
        asked.setdefault(figure.key, set()).update(figure.bounds() if figure.between else [figure.value or 0.0])
    asked["cures"] = {float(cure.value) for cure in published_cures()}
    for row in rows():
        named(row["figures"])
        for key, numbers in re.findall(r"`(\w+)` ([^;`]+)", row["figures"]):
            told = {float(number.replace(",", "")) for number in re.split(r",\s", numbers.strip())}
            assert told <= asked[key], (row["loop"], key)
