"""`yiping source`: keys for sources."""

import tomllib
from pathlib import Path

from dashboard.access import source_keys
from geodata.city.profile import load_profile
from tests.dashboard.cli.conftest import Yiping


def test_adding_declares_the_source_and_prints_its_key_once(home: Path, yiping: Yiping) -> None:
    added = yiping(
        "source", "add", "cars", "--kind", "units", "--cadence", "30", "--crs", "GCJ-02", "--title", "巡逻车"
    )
    assert added.exit_code == 0, added.output
    key = added.stdout.strip()
    assert source_keys.SourceKeys(home / "tiny").source_of(key) == "cars"
    about = load_profile(home / "tiny").source("cars")
    assert (about.kind, about.cadence_s, about.crs, about.title_zh) == ("units", 30, "GCJ-02", "巡逻车")
    assert (home / "tiny" / "drop" / "cars").is_dir()
    assert key not in yiping("source", "list").stdout


def test_a_second_key_has_to_be_asked_for(home: Path, yiping: Yiping) -> None:
    first = yiping("source", "add", "hotline", "--cadence", "60").stdout.strip()
    again = yiping("source", "add", "hotline")
    assert again.exit_code == 2
    assert "--new-key" in again.stderr
    second = yiping("source", "add", "hotline", "--new-key", "--cadence", "90").stdout.strip()
    keys = source_keys.SourceKeys(home / "tiny")
    assert (keys.source_of(first), keys.source_of(second)) == (None, "hotline")
    assert load_profile(home / "tiny").source("hotline").cadence_s == 90


def test_what_cannot_be_is_said_in_one_sentence(yiping: Yiping) -> None:
    for arguments, word in (
        (("a b",), "no name of a source"),
        (("../up",), "no name of a source"),
        (("x", "--kind", "birds"), "events, steps, units"),
        (("x", "--crs", "Mercator"), "WGS-84"),
        (("x", "--zone", "Mars"), "zone"),
        (("tiny", "--kind", "units"), "6 rows as events"),
        (("tiny", "--crs", "BD-09"), "cannot be changed"),
    ):
        refused = yiping("source", "add", *arguments)
        assert refused.exit_code == 2, refused.output
        assert word in refused.stderr
        assert len(refused.stderr.strip().splitlines()) <= 2


def test_removing_ends_the_key_and_keeps_what_was_delivered(home: Path, yiping: Yiping) -> None:
    yiping("source", "add", "tiny", "--cadence", "60")
    yiping("source", "add", "fresh")
    assert "6 rows of it stay" in yiping("source", "remove", "tiny").stdout
    assert "0 rows" in yiping("source", "remove", "fresh").stdout
    assert source_keys.holders(home / "tiny") == frozenset()
    declared = tomllib.loads((home / "tiny" / "city.toml").read_text(encoding="utf-8"))["sources"]
    assert "fresh" not in declared
    assert "cadence_s" not in declared.get("tiny", {})
    assert yiping("source", "remove", "nobody").exit_code == 1


def test_the_list_says_how_each_stands(yiping: Yiping) -> None:
    yiping("source", "add", "cars", "--kind", "units", "--cadence", "30")
    lines = yiping("source", "list").stdout.splitlines()
    assert [line.split()[:5] for line in lines[1:]] == [
        ["cars", "units", "30", "s", "yes"],
        ["tiny", "events", "–", "no", "6"],
    ]
