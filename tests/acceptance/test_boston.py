"""The real file of a real city, as published: the figures that the issue names."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.acceptance.command_line import CommandLine

pytestmark = pytest.mark.shared
HALF_YEAR = ("--city", "boston", "--from", "2011-07-01", "--to", "2011-12-31")
MONTHS = {"07-31": 9_854, "08-31": 11_547, "09-30": 10_427, "10-31": 9_999, "11-30": 8_087, "12-31": 8_337}


def initialise(command: CommandLine, shared_data: Path) -> None:
    command.run("init", "boston", "--areas", shared_data / "boston_neighborhoods.geojson", "--zone", "America/New_York")


def counts(command: CommandLine) -> dict[str, object]:
    by_area = command.kpi("reported", *HALF_YEAR, "--by", "area")
    handling = command.kpi("handling_time", *HALF_YEAR, "--by", "area")
    return {
        "areas": [(row["code"], row["value"]) for row in by_area["rows"]],
        "open": command.kpi("open", "--city", "boston")["value"],
        "handling": [(row["code"], row["n"], row["value"]) for row in handling["rows"]],
    }


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> CommandLine:
    command = CommandLine(tmp_path_factory.mktemp("boston"))
    initialise(command, shared_data)
    command.run("load", shared_data / "boston_311_service_requests_2011.zip", "--city", "boston")
    return command


def test_reported_in_all_and_by_month(boston: CommandLine) -> None:
    assert boston.kpi("reported", *HALF_YEAR)["value"] == 58_251
    assert boston.kpi("reported", "--city", "boston")["value"] == 58_251
    for last, expected in MONTHS.items():
        days = ("--from", f"2011-{last[:2]}-01", "--to", f"2011-{last}")
        assert boston.kpi("reported", "--city", "boston", *days)["value"] == expected


def test_open_at_the_last_time_and_at_the_end_of_the_year(boston: CommandLine) -> None:
    assert boston.kpi("open", "--city", "boston")["value"] == 3_681
    assert boston.kpi("open", "--city", "boston", "--as-of", "2011-12-31")["value"] == 9_879


def test_neighbourhoods_and_not_placed_make_the_whole(boston: CommandLine) -> None:
    rows = boston.kpi("reported", *HALF_YEAR, "--by", "area")["rows"]
    assert len(rows) == 27
    assert rows[-1]["code"] == "_not_placed"
    assert sum(row["value"] for row in rows) == 58_251


def test_the_default_point_is_reported(tmp_path: Path, shared_data: Path) -> None:
    command = CommandLine(tmp_path)
    initialise(command, shared_data)
    said = command.run("load", shared_data / "boston_311_service_requests_2011.zip", "--city", "boston").stdout
    assert "42.3594" in said
    assert "4,775" in said or "4775" in said


def test_a_second_load_changes_nothing(boston: CommandLine, shared_data: Path) -> None:
    before = counts(boston)
    boston.run("load", shared_data / "boston_311_service_requests_2011.zip", "--city", "boston")
    assert counts(boston) == before


def test_twenty_shuffled_pieces_end_in_the_same_numbers(boston: CommandLine, shared_data: Path, tmp_path: Path) -> None:
    archive = zipfile.ZipFile(shared_data / "boston_311_service_requests_2011.zip")
    whole = pd.read_csv(io.BytesIO(archive.read(archive.namelist()[0])), dtype=str, keep_default_na=False)
    shuffled = whole.sample(frac=1, random_state=7)
    command = CommandLine(tmp_path / "home")
    initialise(command, shared_data)
    pieces = []
    for number, rows in enumerate(np.array_split(np.arange(len(shuffled)), 20)):
        pieces.append(tmp_path / f"piece_{number}.csv")
        shuffled.iloc[rows].to_csv(pieces[-1], index=False)
    command.run("load", *pieces, "--city", "boston")
    assert counts(command) == counts(boston)
