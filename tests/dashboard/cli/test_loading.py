"""`load`, `columns`, `rebuild`, `init` and `check` as people meet them."""

import json
from pathlib import Path

from tests.cities.six_cases.files import AREA_OPTIONS, CASE_FILE, ROWS, write_cases
from tests.dashboard.cli.conftest import Yiping


def counts(summary: dict[str, int]) -> tuple[int, ...]:
    return tuple(summary[name] for name in ("read", "loaded", "superseded", "duplicate", "refused"))


def test_the_same_file_again_changes_nothing_and_is_no_failure(yiping: Yiping, tmp_path: Path) -> None:
    again = yiping("load", str(CASE_FILE), "--json")
    assert again.exit_code == 0
    assert counts(json.loads(again.stdout)[0]) == (6, 0, 0, 6, 0)


def test_bad_rows_are_counted_with_their_reason_and_good_ones_load(yiping: Yiping, tmp_path: Path) -> None:
    bad = "8,never,,,Open,Pothole,,42.05,-71.05,App"
    good = ROWS[0].replace("1,", "7,", 1)
    done = yiping("load", str(write_cases(tmp_path / "cases.csv", good, bad)))
    assert done.exit_code == 3
    assert "refused" in done.stdout


def test_the_exit_code_says_whether_all_or_some_or_nothing_was_loaded(yiping: Yiping, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    good = write_cases(tmp_path / "more.csv", ROWS[0].replace("1,", "9,", 1))
    alone = yiping("load", str(empty))
    assert alone.exit_code == 1
    assert "empty.csv" in alone.stderr
    assert yiping("load", str(empty), str(good)).exit_code == 3
    assert yiping("load", str(good)).exit_code == 0
    assert yiping("load", str(tmp_path / "missing.csv")).exit_code == 1


def test_the_mapping_that_columns_prints_can_be_loaded_with(yiping: Yiping, tmp_path: Path) -> None:
    file = write_cases(tmp_path / "cases.csv", *ROWS)
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(yiping("columns", str(file)).stdout, encoding="utf-8")
    done = yiping("load", str(file), "--map", str(mapping), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)[0]["refused"] == 0


def test_columns_writes_a_new_mapping_file_and_never_over_another(yiping: Yiping, tmp_path: Path) -> None:
    file, mapping = write_cases(tmp_path / "cases.csv", *ROWS), tmp_path / "mapping.toml"
    done = yiping("columns", str(file), "--write", str(mapping))
    assert done.exit_code == 0, done.output
    assert mapping.read_text(encoding="utf-8") == done.stdout
    again = yiping("columns", str(file), "--write", str(mapping))
    assert again.exit_code == 1
    assert "exists already" in again.stderr


def test_zone_and_crs_are_declared_once_per_source(yiping: Yiping, home: Path, tmp_path: Path) -> None:
    file = write_cases(tmp_path / "other.csv", ROWS[0].replace("1,", "90,", 1))
    done = yiping("load", str(file), "--source", "other", "--zone", "Asia/Shanghai", "--json")
    assert done.exit_code == 0, done.output
    profile = (home / "tiny" / "city.toml").read_text(encoding="utf-8")
    assert "Asia/Shanghai" in profile
    at_once = yiping("kpi", "reported", "--as-of", "2011-06-30T21:00:00-04:00", "--json")
    assert json.loads(at_once.stdout)["value"] == 1
    again = yiping("load", str(file), "--source", "other", "--zone", "Europe/Berlin")
    assert again.exit_code == 2
    assert "city.toml" in again.stderr
    unknown = yiping("load", str(file), "--source", "third", "--crs", "MARS-1")
    assert unknown.exit_code == 2
    assert "crs: 'MARS-1' is not known; write WGS-84, CGCS2000, GCJ-02, BD-09 or a published code" in unknown.stderr
    nowhere = yiping("load", str(file), "--source", "third", "--zone", "Mars")
    assert "zone: 'Mars' is not known; write it like Asia/Shanghai" in nowhere.stderr


def test_rebuilding_gives_the_same_numbers(yiping: Yiping) -> None:
    before = json.loads(yiping("kpi", "open", "--by", "area", "--json").stdout)
    rebuilt = yiping("rebuild")
    assert rebuilt.exit_code == 0, rebuilt.output
    after = json.loads(yiping("kpi", "open", "--by", "area", "--json").stdout)
    assert [before["value"], before["rows"]] == [after["value"], after["rows"]]


def test_a_damaged_store_is_put_aside_and_made_again(yiping: Yiping, home: Path) -> None:
    (home / "tiny" / "store.duckdb").write_bytes(b"no database " * 1000)
    damaged = yiping("kpi", "reported")
    assert damaged.exit_code == 1
    assert "yiping rebuild" in damaged.stderr
    rebuilt = yiping("rebuild")
    assert rebuilt.exit_code == 0, rebuilt.output
    assert json.loads(yiping("kpi", "reported", "--json").stdout)["value"] == 6
    assert list((home / "tiny").glob("store.duckdb.broken-*"))


def test_a_city_that_exists_is_not_overwritten_by_accident(yiping: Yiping, tmp_path: Path) -> None:
    options = (*AREA_OPTIONS, "--zone", "America/New_York")
    refused = yiping("init", "tiny", *options)
    assert refused.exit_code == 1
    assert "--force" in refused.stderr


def test_wrong_options_of_init_are_usage_errors(yiping: Yiping, tmp_path: Path) -> None:
    areas = AREA_OPTIONS
    assert yiping("init", "other", *areas, "--zone", "Mars/Base").exit_code == 2
    assert yiping("init", "Other City", *areas, "--zone", "Asia/Shanghai").exit_code == 2
    unknown = yiping("init", "other", *areas, "--zone", "Asia/Shanghai", "--crs", "MARS-1")
    assert unknown.exit_code == 2
    assert "--crs" in unknown.stderr
    assert yiping("init", "other", "--areas", "missing.geojson", "--zone", "Asia/Shanghai").exit_code == 2


def test_check_tells_of_the_city_line_by_line(yiping: Yiping) -> None:
    done = yiping("check", "--city", "tiny")
    for what in ("Python", "packages", "browser", "Chinese font", "profile", "areas", "store", "question"):
        assert what in done.stdout
    assert "6 reported" in done.stdout
