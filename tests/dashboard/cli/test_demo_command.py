"""`yiping demo` and `yiping simulate`: which city is meant, and what is refused in a sentence."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli.demo import Wanted, moment_of
from dashboard.errors import BadParameter
from tests.dashboard.cli.conftest import run

PROFILE = """
name = "demo"
title_zh = "郑州市"
title_en = "Zhengzhou"
zone = "Asia/Shanghai"
simulated = true
clock = "{clock}"
[[levels]]
key = "city"
zh = "市"
en = "City"
"""


def standing(home: Path, clock: str) -> Path:
    """A home with a city `demo` of which only the profile is there."""
    (home / "demo").mkdir(parents=True)
    (home / "demo" / "city.toml").write_text(PROFILE.format(clock=clock), encoding="utf-8")
    return home


def test_a_bare_date_means_six_in_the_evening() -> None:
    assert moment_of("2025-03-25") == datetime(2025, 3, 25, 10, 0, tzinfo=UTC)
    assert moment_of("2025-03-25T12:30") == datetime(2025, 3, 25, 4, 30, tzinfo=UTC)
    assert moment_of("2025-03-25T12:30:00Z") == datetime(2025, 3, 25, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2025-02-30",
        "2019-01-01",
        "2125-01-01",
        "٢٠٢٥-٠٣-٢٥",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59+23:59",
    ],
)
def test_what_is_no_moment_of_the_past_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        moment_of(text)


def test_an_earlier_moment_has_everything_since_november_2023() -> None:
    as_of = moment_of("2025-03-25")
    assert Wanted(as_of, None).days_to_build == 511
    assert Wanted(as_of, 7).days_to_build == 7
    assert Wanted(moment_of("2023-11-20"), None).days_to_build == 60
    assert Wanted(None, None).days_to_build == 60
    assert Wanted(as_of, None).clock == "2025-03-25T18:00:00+08:00"


@pytest.mark.parametrize(
    ("clock", "arguments", "said"),
    [
        ("wall", ("--as-of", "2025-03-25"), "runs with the present, not at 2025-03-25 18:00"),
        ("2025-03-25T18:00:00+08:00", (), "stands at 2025-03-25 18:00, not at the present"),
        ("2025-03-25T18:00:00+08:00", ("--as-of", "2024-08-20"), "`yiping demo --as-of 2025-03-25T18:00` serves it"),
    ],
)
def test_a_city_that_stands_at_another_moment_is_not_replaced_unasked(
    tmp_path: Path, clock: str, arguments: tuple[str, ...], said: str
) -> None:
    done = run(standing(tmp_path, clock), "demo", "--build-only", *arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "--rebuild" in done.stderr
    assert (tmp_path / "demo" / "city.toml").is_file()


def test_the_same_moment_is_served_as_it_is(tmp_path: Path) -> None:
    home = standing(tmp_path, "2025-03-25T18:00:00+08:00")
    done = run(home, "demo", "--build-only", "--as-of", "2025-03-25")
    assert done.exit_code == 0
    assert "built already" in done.stderr


def test_a_real_city_is_never_simulated(home: Path) -> None:
    done = run(home, "simulate", "--city", "tiny")
    assert done.exit_code == 1
    assert "real city" in done.stderr


def test_a_city_without_a_seed_says_what_to_do(tmp_path: Path) -> None:
    done = run(standing(tmp_path, "wall"), "simulate", "--city", "demo")
    assert done.exit_code == 1
    assert "--rebuild" in done.stderr


def test_the_future_is_refused_as_a_wrong_parameter(tmp_path: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert run(tmp_path, "demo", "--build-only", "--as-of", tomorrow).exit_code == 2


@pytest.mark.parametrize(("code", "served"), [(0, 1), (7, 0)])
def test_the_city_is_built_in_a_process_of_its_own_and_served_if_that_went_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, served: int
) -> None:
    """The process that watches the server for weeks does not keep the memory that building took."""
    built: list[Sequence[str]] = []
    serving: list[Path] = []

    def build(command: Sequence[str], **_: object) -> "subprocess.CompletedProcess[str]":
        built.append(command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr("dashboard.cli.demo.subprocess.run", build)
    monkeypatch.setattr("dashboard.cli.demo.serve_folder", lambda settings, folder, beside: serving.append(folder))
    done = run(tmp_path, "demo", "--as-of", "2025-03-25", "--days", "3")
    assert done.exit_code == code, done.output
    [command] = built
    assert list(command[-6:]) == ["--build-only", "--rebuild", "--days", "3", "--as-of", "2025-03-25"]
    assert len(serving) == served
