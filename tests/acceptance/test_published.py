"""The simulated city answers the published figures when it is asked as everybody asks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from dashboard.commands.city_commands import CityCommands
from dashboard.settings import Settings
from dashboard.simulator.building import build_demo
from dashboard.simulator.generating import generate
from dashboard.simulator.published_figures import PublishedFigure, compare, published_figures
from dashboard.simulator.sources import EVENTS, with_sources
from geodata.city.profile import load_profile, write_profile
from queries.calendar.clock import Clock
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.acceptance.command_line import CommandLine
from tests.geodata.conftest import Built

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2025, 3, 25, 18, 0, tzinfo=ZONE)
FIRST = date(2023, 11, 1)
LOADED_AT_ONCE = 12  # tables of five days: fewer, larger loads take half the time
FIGURES = {f"{figure.en} ({figure.key} {figure.field})": figure for figure in published_figures()}
COUNTED_TO_THE_END_OF_THE_DAY = [
    name
    for name, figure in FIGURES.items()
    if figure.end.isoformat() == figure.as_of and figure.end.day in (14, 20, 25)
]

pytestmark = pytest.mark.timeout(1_200)  # the city is built in two to four minutes


@pytest.fixture(scope="module", params=["each case once", pytest.param("as delivered", marks=pytest.mark.soak)])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The city from November 2023 to 18:00 of the day of the last report: every case as it stands then, or, twice as
    long to build, as `yiping demo --as-of` delivers it, with mistakes, corrections and all versions."""
    folder = tmp_path_factory.mktemp("published") / "demo"
    if request.param == "as delivered":
        folder.mkdir()
        build_demo(folder, days=(AS_OF.date() - FIRST).days + 1, now=AS_OF)
    else:
        zhengzhou: Built = request.getfixturevalue("zhengzhou")
        shutil.copytree(zhengzhou.folder, folder)
        write_profile(with_sources(load_profile(folder)), folder)
        with City.open(folder) as city:
            tables = (table for table, _ in generate(city.tree, datetime.combine(FIRST, time(12), ZONE), AS_OF))
            while some := list(islice(tables, LOADED_AT_ONCE)):
                city.acts.load_table(pa.concat_tables(some), EVENTS, recorded_at=AS_OF)
    yield folder
    shutil.rmtree(folder)  # some gigabytes, in memory perhaps


@pytest.fixture(scope="module")
def city(folder: Path) -> Iterator[City]:
    with City.open(folder, clock=Clock(mode="wall", wall=lambda: AS_OF), time_limit_s=60) as city:
        yield city


@pytest.fixture(scope="module")
def commands(city: City) -> CityCommands:
    return CityCommands(city, Settings())


@pytest.mark.parametrize("name", FIGURES)
def test_the_city_answers_what_was_published(commands: CityCommands, name: str) -> None:
    (found,) = compare(commands.kpi, (FIGURES[name],))
    assert found.ok, f"published {found.published}, simulated {found.simulated}"


@pytest.mark.parametrize("name", COUNTED_TO_THE_END_OF_THE_DAY)
def test_and_already_at_six_in_the_evening_of_that_day(commands: CityCommands, name: str) -> None:
    figure = FIGURES[name].model_copy(update={"as_of": f"{FIGURES[name].as_of}T18:00"})
    (found,) = compare(commands.kpi, (figure,))
    assert found.ok, f"published {found.published}, simulated {found.simulated}"


def test_between_four_and_five_million_cases(city: City) -> None:
    answer = city.kpis.ask(
        Question("reported", city.tree.root.code, start=date(2024, 1, 1), end=AS_OF.date(), scope=WHOLE_CITY)
    )
    assert 4_000_000 < answer.n < 5_000_000


def test_the_districts_add_up_and_every_channel_is_used(city: City) -> None:
    year = {"area": city.tree.root.code, "start": date(2024, 1, 1), "end": AS_OF.date()}
    whole = city.kpis.ask(Question("reported", **year, scope=WHOLE_CITY))  # type: ignore[arg-type]
    for by in ("area", "channel"):
        parts = city.kpis.ask(Question("reported", **year, by=by, scope=WHOLE_CITY))  # type: ignore[arg-type]
        assert sum(row.n for row in parts.rows) == whole.n
        assert len([row for row in parts.rows if row.n > 1_000]) >= (16 if by == "area" else 10)


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


def test_january_2024_begins_with_a_backlog(city: City) -> None:
    code = city.tree.root.code
    began = city.kpis.ask(Question("open", code, as_of=datetime(2024, 1, 1, tzinfo=ZONE), scope=WHOLE_CITY))
    assert 30_000 < began.n < 90_000


def test_the_command_prints_the_table(city: City, folder: Path, tmp_path: Path) -> None:
    city.close()  # the last test of the module: a command opens the city itself
    command = CommandLine(tmp_path)
    done = command.run("published", "--city", folder)
    assert "1,072" in done.stdout
    assert "DIFFERS" not in done.stdout
    rows = json.loads(command.run("published", "--city", folder, "--json").stdout)
    assert [row["en"] for row in rows] == [figure.en for figure in published_figures()]
    assert all(row["ok"] for row in rows)


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


def test_a_city_of_another_time_says_so(small: CommandLine) -> None:
    done = small.run("published", "--city", "small", expect=1)
    assert "yiping demo --as-of 2025-03-25" in done.stderr
