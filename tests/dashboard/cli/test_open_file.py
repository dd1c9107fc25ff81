"""`yiping open`: a file of cases becomes a city with a first screen, in one command."""

import csv
import os
import pty
import re
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from dashboard.commands.opened_file import name_of
from geodata.city.profile import load_profile
from geodata.city.zone_guess import nearest_zone
from tests.dashboard.cli.conftest import run

HEADER = ("case_id", "open_dt", "closed_dt", "type", "neighborhood", "latitude", "longitude")
NEW_YORK = ("--zone", "America/New_York")
LONGEST_S = 60.0


def write(path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def requests(count: int) -> list[tuple[object, ...]]:
    """Made-up requests of ninety days in six neighbourhoods around Boston, four of five closed."""
    start = datetime.fromisoformat("2024-03-01")
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        opened = start + timedelta(seconds=number * 90 * 86_400 // count)
        closed = opened + timedelta(hours=number % 97) if number % 5 else ""
        place = number % 6
        where = (f"Quarter {place}", 42.30 + place % 3 * 0.03 + number % 29 / 1000, -71.1 + place // 3 * 0.05)
        rows.append((number, opened, closed, ("Pothole", "Graffiti")[number % 2], *where))
    return rows


def typed(home: Path, text: str, *arguments: str) -> tuple[int, str]:
    """Exit code and error output of `open` at a terminal where a text is typed."""
    keyboard, terminal = pty.openpty()
    try:
        os.write(keyboard, text.encode())
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "open", *arguments, "--build-only"],
            env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": ""},
            stdin=terminal, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(keyboard)
        os.close(terminal)
    return done.returncode, done.stderr


def test_a_file_of_cases_becomes_a_city_of_its_own_areas(tmp_path: Path) -> None:
    file = write(tmp_path / "Requests 2024.csv", *requests(60))
    done = run(tmp_path, "open", str(file), "--build-only", *NEW_YORK)
    assert done.exit_code == 0, done.output
    assert "'neighborhood' names, without outlines" in done.stderr
    assert "speak English" in done.stderr
    profile = load_profile(tmp_path / "requests-2024")
    assert (profile.language, profile.title_en, profile.zone) == ("en", "Requests 2024", "America/New_York")
    assert profile.levels[-1].key == "neighborhood"
    parts = run(tmp_path, "kpi", "reported", "--by", "area").stdout
    assert re.search(r"Quarter 5\s+Quarter 5\s+10 ", parts), parts


def test_the_same_file_goes_on_with_its_city_and_another_of_its_name_does_not(tmp_path: Path) -> None:
    file = write(tmp_path / "cases.csv", *requests(60))
    assert run(tmp_path, "open", str(file), "--build-only", *NEW_YORK).exit_code == 0
    write(file, *requests(70))
    again = run(tmp_path, "open", str(file), "--build-only")
    assert again.exit_code == 0, again.output
    assert "made before" in again.stderr
    (tmp_path / "other").mkdir()
    other = write(tmp_path / "other" / "cases.csv", *requests(5))
    assert run(tmp_path, "open", str(other), "--build-only", *NEW_YORK).exit_code == 0
    numbers = [run(tmp_path, "kpi", "reported", "--city", city).stdout.split()[1] for city in ("cases", "cases-2")]
    assert numbers == ["70", "5"]


def test_without_a_terminal_what_cannot_be_told_is_named_with_its_option(tmp_path: Path) -> None:
    file = write(tmp_path / "cases.csv", *requests(60))
    done = run(tmp_path, "open", str(file), "--build-only")
    assert done.exit_code == 2
    assert "--zone America/New_York" in done.stderr
    assert "In which time zone" not in done.stderr
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize(
    ("typed_text", "zone"),
    [
        ("Mars/Base\nAmerica/Toronto\n", "America/Toronto"),
        pytest.param("\n", "America/New_York", marks=pytest.mark.soak),
    ],
)
def test_in_a_terminal_the_zone_is_asked_for_until_it_is_one(tmp_path: Path, typed_text: str, zone: str) -> None:
    """Return alone takes the likely one, that of the nearest principal city."""
    file = write(tmp_path / "cases.csv", *requests(60))
    code, said = typed(tmp_path, typed_text, str(file))
    assert code == 0, said
    assert "In which time zone does the city lie? [America/New_York]" in said
    assert ("'Mars/Base' is no time zone; write it like America/New_York" in said) == ("Mars" in typed_text)
    assert load_profile(tmp_path / "cases").zone == zone


TICKETS = "Ticket,Date,Time,Kind\n1,2024-03-05,14:05,lamp\n2,2024-03-06,09:10,road\n"


@pytest.mark.parametrize("answer", [None, pytest.param("n\n", marks=pytest.mark.soak), "\n"])
def test_a_time_that_only_values_tell_is_asked_for(tmp_path: Path, answer: str | None) -> None:
    """Without a terminal and after a no it is said how to open the file; after a yes it is kept with the city."""
    file = tmp_path / "tickets.csv"
    file.write_text(TICKETS, encoding="utf-8")
    if answer is None:
        done = run(tmp_path, "open", str(file), "--build-only", *NEW_YORK)
        code, said = done.exit_code, done.stderr
    else:
        code, said = typed(tmp_path, answer, str(file), *NEW_YORK)
    assert "'Date' and 'Time'" in said
    if answer != "\n":
        assert code == 1
        assert "--write mapping.toml` writes that" in said
        assert not (tmp_path / "tickets").exists()
        return
    assert code == 0, said
    assert run(tmp_path, "open", str(file), "--build-only").exit_code == 0
    assert re.search(r"14:00\s+1 ", run(tmp_path, "kpi", "reported", "--by", "hour").stdout)


def test_a_chinese_file_is_shown_in_chinese_by_district_and_street(tmp_path: Path) -> None:
    header = ("工单编号", "上报时间", "诉求标题", "所属区", "所属街道")
    rows = [
        (f"G{number}", f"2024-05-{number % 28 + 1:02} 09:00:00", "路灯不亮", f"{'东西'[number % 2]}区", "中心街道")
        for number in range(40)
    ]
    done = run(tmp_path, "open", str(write(tmp_path / "热线工单.csv", *rows, header=header)), "--build-only")
    assert done.exit_code == 0, done.output
    [folder] = [file.parent for file in tmp_path.glob("*/city.toml")]
    profile = load_profile(folder)
    assert (profile.language, profile.title_zh, profile.zone) == ("zh-CN", "热线工单", "Asia/Shanghai")
    assert [level.zh for level in profile.levels] == ["市", "区县", "街道"]
    assert "Asia/Shanghai" in done.stderr
    parts = run(tmp_path, "kpi", "reported", "--by", "area").stdout
    assert len(re.findall(r"[东西]区\s+20 ", parts)) == 2, parts
    streets = run(tmp_path, "kpi", "reported", "--by", "area", "--area", "东区").stdout
    assert re.search(r"中心街道\s+20 ", streets), streets


@pytest.mark.parametrize("columns", [("case_id", "open_dt"), ("case_id", "open_dt", "latitude", "longitude")])
def test_a_file_that_names_no_area_is_one_area(tmp_path: Path, columns: tuple[str, ...]) -> None:
    rows = [tuple(row[HEADER.index(column)] for column in columns) for row in requests(40)]
    file = write(tmp_path / "plain.csv", *rows, header=columns)
    done = run(tmp_path, "open", str(file), "--build-only", *NEW_YORK)
    assert done.exit_code == 0, done.output
    assert "the city is one area" in done.stderr
    assert run(tmp_path, "kpi", "reported").stdout.split()[1] == "40"


def test_a_file_that_cannot_be_loaded_leaves_no_city_and_says_what_to_do(tmp_path: Path) -> None:
    unknown = write(tmp_path / "odd.csv", ("1", "x"), header=("first", "second"))
    done = run(tmp_path, "open", str(unknown), "--build-only", *NEW_YORK)
    assert done.exit_code == 1
    assert "yiping columns" in done.stderr or "mapping" in done.stderr
    assert not (tmp_path / "odd").exists()


@pytest.mark.parametrize("rows", [5_000, pytest.param(50_000, marks=pytest.mark.soak)])
def test_the_first_screen_of_a_file_stands_within_a_minute(tmp_path: Path, rows: int) -> None:
    file = write(tmp_path / "requests.csv", *requests(rows))
    began = time.monotonic()
    with (tmp_path / "said").open("w") as said, subprocess.Popen(
        [sys.executable, "-m", "dashboard", "open", str(file), *NEW_YORK, "--port", "0"],
        env={**os.environ, "YIPING_HOME": str(tmp_path), "YIPING_CITY": ""},
        stdin=subprocess.DEVNULL, stdout=said, stderr=said,
    ) as serving:  # fmt: skip
        try:
            while not (found := re.search(r"http://\S+", (tmp_path / "said").read_text())):
                assert serving.poll() is None, (tmp_path / "said").read_text()
                assert time.monotonic() < began + LONGEST_S
                time.sleep(0.1)
            assert httpx.get(found[0], timeout=30).status_code == 200
            parts = httpx.get(f"{found[0]}api/v1/kpi?key=reported&by=area", timeout=30).json()
            assert time.monotonic() < began + LONGEST_S
        finally:
            serving.terminate()
    assert parts["value"] == rows
    assert {row["name"] for row in parts["rows"] if row["n"]} == {f"Quarter {number}" for number in range(6)}


def test_a_city_is_named_after_its_file() -> None:
    assert name_of(Path("311 Requests (2024).csv.gz")) == "311-requests-2024"
    assert re.fullmatch(r"city-[0-9a-f]{6}", name_of(Path("工单.xlsx")))


@pytest.mark.parametrize(
    ("lon", "lat", "zone"), [(-71.06, 42.36, "America/New_York"), (151.2, -33.9, "Australia/Sydney")]
)
def test_the_likely_zone_is_that_of_the_nearest_principal_city(lon: float, lat: float, zone: str) -> None:
    assert nearest_zone(lon, lat) in (zone, None)
