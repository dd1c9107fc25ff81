"""The simulated city answers the published figures when it is asked as everybody asks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from dashboard.commands.city_commands import CityCommands
from dashboard.settings import Settings
from dashboard.simulator.building import build_demo
from dashboard.simulator.cases import concatenated
from dashboard.simulator.demand.day_demand import CASES_A_DAY
from dashboard.simulator.feed.programme_cures import confirm_programme
from dashboard.simulator.generating import generate
from dashboard.simulator.habits.ledger import write_ledger
from dashboard.simulator.known_state import state_at
from dashboard.simulator.published_figures import (
    Comparison,
    PublishedFigure,
    compare,
    compare_cures,
    compare_ledger,
    published_cures,
    published_figures,
    published_totals,
)
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.simulation import SEED, Simulation
from dashboard.simulator.sources import EVENTS, with_sources
from dashboard.simulator.table import table_of
from geodata.city.profile import load_profile, write_profile
from queries.calendar.clock import Clock
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.acceptance.command_line import CommandLine
from tests.cities.builder import build_city
from tests.geodata.conftest import Built

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2025, 3, 25, 18, 0, tzinfo=ZONE)
FIRST = date(2023, 11, 1)
LOADED_AT_ONCE = 12  # tables of five days: fewer, larger loads take half the time
A_TWENTIETH = 0.05
DAYS_AT_ONCE = 170
FIGURES = {f"{figure.en} ({figure.key} {figure.field})": figure for figure in published_figures()}
COUNTED_TO_THE_END_OF_THE_DAY = [
    name
    for name, figure in FIGURES.items()
    if figure.end.isoformat() == figure.as_of and figure.end.day in (14, 20, 25)
]

pytestmark = pytest.mark.timeout(1_200)  # a whole city is built in two to four minutes


@dataclass(frozen=True)
class Simulated:
    """A simulated city in a folder. `share`: its cases a day, as a share of those of the whole city."""

    folder: Path
    share: float = 1.0

    def agrees(self, found: Comparison) -> bool:
        """Whether an answer is what was published. With a share of the cases, figures that are exact stay exact,
        numbers of cases are that share of the published ones within a fifth, rates and times within a twentieth."""
        if found.ok or self.share == 1.0 or found.tolerance == 0 or found.simulated is None:
            return found.ok
        counted = found.unit == "case" or found.question["key"] == "handled_daily"
        scale, tolerance = (self.share, 0.2) if counted else (1.0, 0.05)
        return found.simulated == pytest.approx(found.published * scale, rel=tolerance)  # type: ignore[operator]


WAYS = [
    "a twentieth",
    pytest.param("each case once", marks=pytest.mark.soak),
    pytest.param("as delivered", marks=pytest.mark.soak),
]


@pytest.fixture(scope="module", params=WAYS)
def simulated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """The city from November 2023 to 18:00 of the day of the last report.

    A twentieth of its cases as they stand then; or (`make soak`) all 4.7 million; or, twice as long to build, as
    `yiping demo --as-of` delivers them, with mistakes, corrections and all versions.
    """
    folder = tmp_path_factory.mktemp("published") / "demo"
    if request.param == "as delivered":
        folder.mkdir()
        build_demo(folder, days=(AS_OF.date() - FIRST).days + 1, now=AS_OF)
    else:
        zhengzhou: Built = request.getfixturevalue("zhengzhou")
        shutil.copytree(zhengzhou.folder, folder)
        write_profile(with_sources(load_profile(folder)), folder)
        write_ledger(folder, SEED)
        with City.open(folder) as city:
            for table in a_share_of_the_cases(city) if request.param == "a twentieth" else all_cases(city):
                city.acts.load_table(table, EVENTS, recorded_at=AS_OF)
            confirm_programme(city, Simulation(city.tree), AS_OF)
    yield Simulated(folder, A_TWENTIETH if request.param == "a twentieth" else 1.0)
    shutil.rmtree(folder)  # some gigabytes, in memory perhaps


def all_cases(city: City) -> Iterator[pa.Table]:
    tables = (table for table, _ in generate(city.tree, datetime.combine(FIRST, time(12), ZONE), AS_OF))
    while some := list(islice(tables, LOADED_AT_ONCE)):
        yield pa.concat_tables(some)


def a_share_of_the_cases(city: City) -> Iterator[pa.Table]:
    simulation, first = Simulation(city.tree, cases_a_day=A_TWENTIETH * CASES_A_DAY), FIRST
    while first <= AS_OF.date():
        last = min(first + timedelta(days=DAYS_AT_ONCE - 1), AS_OF.date())
        cases = concatenated([of_day for _, of_day in simulation.days(first, last)])
        yield table_of(state_at(cases, microseconds(AS_OF)), city.tree)
        first = last + timedelta(days=1)


@pytest.fixture(scope="module")
def city(simulated: Simulated) -> Iterator[City]:
    with City.open(simulated.folder, clock=Clock(mode="wall", wall=lambda: AS_OF), time_limit_s=60) as city:
        yield city


@pytest.fixture(scope="module")
def commands(city: City) -> CityCommands:
    return CityCommands(city, Settings())


@pytest.mark.parametrize("name", FIGURES)
def test_the_city_answers_what_was_published(commands: CityCommands, simulated: Simulated, name: str) -> None:
    (found,) = compare(commands.kpi, (FIGURES[name],))
    assert simulated.agrees(found), f"published {found.published}, simulated {found.simulated}"


def test_the_ledger_has_the_published_totals_exactly(commands: CityCommands) -> None:
    assert [(one.simulated, one.ok) for one in compare_ledger(partial(commands.ask, "ledger"))] == [
        (308, True), (2_702, True), (134_970_000_000, True),
    ]  # fmt: skip


def test_the_checklist_of_the_road_programme_has_the_published_numbers(commands: CityCommands) -> None:
    assert [(one.simulated, one.ok) for one in compare_cures(partial(commands.ask, "recurring_kinds"))] == [
        (22, True),
        (383, True),
    ]
    [kind] = commands.ask("recurring_kinds", {"as_of": "2024-08-31"})["kinds"]
    of_matter = {"key": "reported", "where": kind["where"].partition(";")[2], "by": "status", "as_of": "2024-08-31"}
    by_status = {row["code"]: row["value"] for row in commands.kpi(of_matter)["rows"]}
    assert sum(by_status.values()) == 350
    assert kind["cases"] == 350 - by_status["voided"], "voided cases are no cases of a kind"
    [early] = commands.ask("recurring_kinds", {"as_of": "2024-07-31"})["kinds"]
    assert early["cures"] == []
    confirm_programme(commands.city, Simulation(commands.city.tree), AS_OF)
    assert len(commands.ask("recurring_kinds", {})["kinds"]) == 1


@pytest.mark.parametrize("name", COUNTED_TO_THE_END_OF_THE_DAY)
def test_and_already_at_six_in_the_evening_of_that_day(commands: CityCommands, simulated: Simulated, name: str) -> None:
    figure = FIGURES[name].model_copy(update={"as_of": f"{FIGURES[name].as_of}T18:00"})
    (found,) = compare(commands.kpi, (figure,))
    assert simulated.agrees(found), f"published {found.published}, simulated {found.simulated}"


def test_between_four_and_five_million_cases_or_their_share(city: City, simulated: Simulated) -> None:
    answer = city.kpis.ask(
        Question("reported", city.tree.root.code, start=date(2024, 1, 1), end=AS_OF.date(), scope=WHOLE_CITY)
    )
    most = 5_000_000 if simulated.share == 1.0 else 5_750_000  # alarms of devices and planned cases do not become fewer
    assert 4_000_000 < answer.n / simulated.share < most


def test_the_districts_add_up_and_every_channel_is_used(city: City, simulated: Simulated) -> None:
    year = {"area": city.tree.root.code, "start": date(2024, 1, 1), "end": AS_OF.date()}
    whole = city.kpis.ask(Question("reported", **year, scope=WHOLE_CITY))  # type: ignore[arg-type]
    for by in ("area", "channel"):
        parts = city.kpis.ask(Question("reported", **year, by=by, scope=WHOLE_CITY))  # type: ignore[arg-type]
        assert sum(row.n for row in parts.rows) == whole.n
        assert len([row for row in parts.rows if row.n > 1_000 * simulated.share]) >= (16 if by == "area" else 10)


def test_the_hotline_breaks_the_series_in_the_middle_of_june(city: City) -> None:
    shares = []
    for start, end in ((date(2024, 6, 1), date(2024, 6, 14)), (date(2024, 6, 16), date(2024, 6, 30))):
        question = Question("reported", city.tree.root.code, start=start, end=end, scope=WHOLE_CITY)
        of_hotline = Question(
            "reported",
            city.tree.root.code,
            start=start,
            end=end,
            where=(("channel", "hotline_12345"),),
            scope=WHOLE_CITY,
        )
        shares.append(city.kpis.ask(of_hotline).n / city.kpis.ask(question).n)
    assert shares[1] > 1.3 * shares[0]


def test_january_2024_begins_with_a_backlog(city: City, simulated: Simulated) -> None:
    code = city.tree.root.code
    began = city.kpis.ask(Question("open", code, as_of=datetime(2024, 1, 1, tzinfo=ZONE), scope=WHOLE_CITY))
    assert 30_000 * simulated.share < began.n < 90_000 * simulated.share


def test_the_command_prints_the_table(city: City, simulated: Simulated, tmp_path: Path) -> None:
    city.close()  # the last test of the module: a command opens the city itself
    command, whole = CommandLine(tmp_path), simulated.share == 1.0
    done = command.run("published", "--city", simulated.folder, expect=0 if whole else None)
    assert "1,072" in done.stdout
    assert ("DIFFERS" not in done.stdout) is whole
    rows = json.loads(
        command.run("published", "--city", simulated.folder, "--json", expect=0 if whole else None).stdout
    )
    of_cures = [cure.en for cure in published_cures()]
    names = [*(figure.en for figure in published_figures()), *of_cures, *(total.en for total in published_totals())]
    assert [row["en"] for row in rows] == names
    assert all(row["ok"] for row in rows if whole or row["tolerance"] == 0)


def test_a_figure_that_differs_is_not_ok() -> None:
    figure = PublishedFigure.model_validate(
        {
            "zh": "结案", "en": "closed", "key": "closing_rate", "from": date(2024, 1, 1), "to": date(2024, 1, 31),
            "as_of": "2024-01-31", "field": "n", "value": 100, "tolerance": 0.01, "source": "a test",
        }
    )  # fmt: skip

    def answering(n: int, status: str = "ok") -> Any:
        def ask(_: Mapping[str, str]) -> Mapping[str, Any]:
            return {"value": None, "n": n, "numerator": 0, "unit": "ratio", "status": status}

        return ask

    found = [next(compare(answering(n), (figure,))) for n in (99, 101, 102, 98)]
    assert [one.ok for one in found] == [True, True, False, False]
    assert found[2].difference == 2
    silent = next(compare(answering(100, "no_data"), (figure,)))
    assert not silent.ok
    assert silent.simulated is None


def test_parts_are_counted_where_there_are_cases_of_them() -> None:
    [figure] = [one for one in published_figures() if one.by == "channel"]
    rows: list[dict[str, Any]] = [{"code": str(number), "n": 1} for number in range(10)]
    others = [{"code": "iot", "n": 0}, {"code": "_unknown", "n": 7}, {"code": "_not_placed", "n": 7}]

    def answering(told: list[dict[str, Any]]) -> Any:
        def ask(_: Mapping[str, str]) -> Mapping[str, Any]:
            return {"value": 17, "n": 17, "unit": "case", "status": "ok", "rows": told}

        return ask

    found = [next(compare(answering(told), (figure,))) for told in (rows + others, rows[1:])]
    assert [(one.simulated, one.ok) for one in found] == [(10, True), (9, False)]


def test_figures_that_cannot_be_asked_are_listed_with_the_reason(tmp_path: Path) -> None:
    told = json.loads(CommandLine(tmp_path).run("published", "--not-asked", "--json").stdout)
    assert all(one["why_zh"] and one["why_en"] for one in told)
    assert {"107,158", "221,000", "1,412 km²"} <= {part for one in told for part in one["figure"].split(" · ")}
    assert not {one["en"] for one in told} & {figure.en for figure in published_figures()}
    assert "221,000" in CommandLine(tmp_path).run("published", "--not-asked").stdout


def test_a_city_of_another_time_says_so(tmp_path: Path) -> None:
    build_city(tmp_path / "tiny", "six_cases").close()
    done = CommandLine(tmp_path).run("published", "--city", "tiny", expect=1)
    assert "yiping demo --as-of 2025-03-25" in done.stderr
