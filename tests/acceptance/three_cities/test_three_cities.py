"""Three made-up cities whose files are odd in many ways at once, founded and loaded as a newcomer does it: every number
of the command line is the one that pandas and geopandas count from the same files."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.command_line import CommandLine
from tests.acceptance.three_cities import neckarfurt, port_amity, yunxi
from tests.acceptance.three_cities.counting import Counted

PARTLY_LOADED = 3


@dataclass(frozen=True)
class Made:
    """A city of the command line, what it must answer, what loading said, and how many levels lie below the city."""

    command: CommandLine
    counted: Counted
    said: str
    levels: int

    def kpi(self, key: str, *arguments: str) -> dict[str, object]:
        return self.command.kpi(key, *arguments)

    def parts(self, key: str, by: str, *arguments: str) -> dict[str, int]:
        """The parts that are not empty, those without a name of their own left out."""
        rows: list[dict[str, object]] = self.command.kpi(key, "--by", by, *arguments)["rows"]
        known = [row for row in rows if row["n"] and not str(row["code"]).startswith("_")]
        return {str(row["code"]): int(str(row["n"])) for row in known}


def _neckarfurt(folder: Path, command: CommandLine) -> Made:
    quarters, deliveries = neckarfurt.write_quarters(folder), neckarfurt.write_cases(folder)
    command.run("init", "neckarfurt", "--areas", quarters, "--zone", neckarfurt.ZONE, "--language", "en")
    said = command.run("load", *deliveries, "--crs", f"EPSG:{neckarfurt.METRES}", expect=PARTLY_LOADED).stdout
    return Made(command, neckarfurt.counted(quarters, deliveries), said, 1)


def _yunxi(folder: Path, command: CommandLine) -> Made:
    areas, deliveries = yunxi.write_areas(folder), yunxi.write_cases(folder)
    command.run("init", "yunxi", "--areas", f"district,street={areas}", "--zone", yunxi.ZONE)
    said = command.run("load", *deliveries, expect=PARTLY_LOADED).stdout
    return Made(command, yunxi.counted(areas, deliveries), said, 2)


def _port_amity(folder: Path, command: CommandLine) -> Made:
    wards, deliveries = port_amity.write_wards(folder), port_amity.write_cases(folder)
    options = ("--areas", wards, "--zone", port_amity.ZONE, "--build-only")
    opened = command.run("open", deliveries[0], *options)
    return Made(command, port_amity.counted(wards, deliveries), opened.stdout, 1)


@pytest.fixture(scope="module", params=[_neckarfurt, _yunxi, _port_amity], ids=lambda one: str(one.__name__).strip("_"))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("files")
    city: Made = request.param(folder, CommandLine(folder / "home"))
    return city


def test_reports_by_area_day_category_and_channel(made: Made) -> None:
    whole = made.kpi("reported")
    assert whole["value"] == len(made.counted.cases)
    assert made.parts("reported", "day") == made.counted.by_day()
    assert made.parts("reported", "category") == made.counted.by("category")
    assert made.parts("reported", "channel") == made.counted.by("channel")
    areas = made.parts("reported", "area")
    for area in list(areas) if made.levels > 1 else ():
        below = made.parts("reported", "area", "--area", area)
        areas[area] -= sum(below.values())
        areas |= below
    assert areas == made.counted.by("area")


@pytest.mark.parametrize("day", ["2024-05-15", "the last one with reports"])
def test_in_hand_closed_and_late_as_of_a_day(made: Made, day: str) -> None:
    day = day if day < "9" else max(made.counted.by_day())
    then, counted = ("--as-of", day), made.counted.as_of(day)
    assert made.kpi("open", *then)["value"] == counted.is_open(day).sum()
    assert made.kpi("overdue_open", *then)["value"] == counted.overdue(day)
    rate = made.kpi("closing_rate", *then)
    assert (rate["numerator"], rate["denominator"]) == counted.closing_rate(day)
    days = counted.handling_days(day)
    median = made.kpi("handling_time", "--denominator", "median", *then)
    assert median["n"] == len(days)
    assert median["value"] == pytest.approx(days.median(), abs=1e-9)


def test_the_list_has_every_case_with_its_status(made: Made) -> None:
    listed = csv.DictReader(made.command.run("cases", "reported").stdout.splitlines())
    statuses = [row["status"] for row in listed]
    ended = {one: statuses.count(one) for one in ("closed", "voided")}
    counted = made.counted.by("status")
    assert ended == {one: counted.get(one, 0) for one in ended}
    assert len(statuses) == len(made.counted.cases)


def test_what_was_guessed_is_said(made: Made) -> None:
    for sentence in ("which version of a case is newer", "The names of the columns were read from"):
        assert sentence in made.said
