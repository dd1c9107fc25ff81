"""city.toml: what is written is read again, and every mistake names its key and what to write."""

from datetime import date
from pathlib import Path

import pytest

from geodata.city.profile import Level, Profile, SourceProfile, TileService, load_profile, write_profile
from geodata.errors import CityMissing, ProfileError

SMALL = """
name = "town"
title_zh = "镇"
title_en = "Town"
zone = "Asia/Shanghai"
[[levels]]
key = "city"
zh = "市"
en = "City"
"""


@pytest.fixture
def profile() -> Profile:
    return Profile(
        name="town",
        title_zh="镇",
        title_en="Town",
        zone="Asia/Shanghai",
        levels=(Level(key="city", zh="市", en="City"), Level(key="ward", zh="区", en="Ward")),
    )


def test_a_written_profile_reads_back_the_same_and_keeps_its_comments(profile: Profile, tmp_path: Path) -> None:
    full = profile.model_copy(
        update={
            "accent": "#4cc3ff",
            "aliases": {"Downtown / Docks": "7"},
            "sources": {"hotline": SourceProfile(crs="GCJ-02", steps=("reported", "closed"))},
            "tiles": TileService(url="https://tiles.example.org/{z}/{x}/{y}.png", attribution="them"),
        }
    )
    write_profile(full, tmp_path)
    text = (tmp_path / "city.toml").read_text(encoding="utf-8")
    assert load_profile(tmp_path) == full
    assert load_profile(tmp_path / "city.toml") == full
    assert "# Time zone of the city" in text
    assert text.count("[[levels]]") == 2


def test_writing_again_keeps_what_a_person_wrote_beside_it(profile: Profile, tmp_path: Path) -> None:
    write_profile(profile, tmp_path)
    file = tmp_path / "city.toml"
    file.write_text(file.read_text(encoding="utf-8") + '# ours: ask Li before changing\n"Old Docks" = "3"\n', "utf-8")
    write_profile(load_profile(tmp_path).model_copy(update={"language": "en", "aliases": {"Docks": "4"}}), tmp_path)
    assert "# ours: ask Li before changing" in file.read_text(encoding="utf-8")
    assert load_profile(tmp_path).aliases == {"Docks": "4"}
    assert load_profile(tmp_path).language == "en"


def test_writing_again_leaves_tables_as_they_were_written(profile: Profile, tmp_path: Path) -> None:
    write_profile(profile, tmp_path)
    file = tmp_path / "city.toml"
    written = """
[breaks.rules]
day = 2026-01-01  # see the notice
kind = "rule_changed"
zh = "新规"
en = "New rules"
[targets.closed_on_time]
at_least = 0.9  # agreed in May
"""
    file.write_text(file.read_text(encoding="utf-8") + written, "utf-8")
    write_profile(load_profile(tmp_path).model_copy(update={"language": "en"}), tmp_path)
    assert written in file.read_text(encoding="utf-8")
    assert load_profile(tmp_path).breaks["rules"].day == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (('zone = "Asia/Shanghai"', 'zone = "Peking"'), "zone", "IANA name"),
        (('zone = "Asia/Shanghai"', ""), "zone", "missing"),
        (('name = "town"', 'name = "My Town"'), "name", "lower-case"),
        (('name = "town"', 'name = "town"\nlanguage = "fr"'), "language", "'zh-CN' or 'en'"),
        (('name = "town"', 'name = "town"\nlanguag = "en"'), "languag", "did you mean 'language'"),
        (('name = "town"', 'name = "town"\nqqqq = 1'), "qqqq", "known keys"),
        (('name = "town"', 'name = "town"\naccent = "red"'), "accent", "#4cc3ff"),
        (('name = "town"', 'name = "town"\nclock = "noon"'), "clock", "wall"),
        (('name = "town"', 'name = "town"\nminimum_cases = -1'), "minimum_cases", "0 or more"),
        (('key = "city"', 'key = "City!"'), "levels.0.key", "district"),
        (('en = "City"', 'en = "City"\nfr = "Ville"'), "levels.0.fr", "not known"),
        (('en = "City"', 'en = "City"\n[sources.x]\ncrs = "EPSG:1"'), "sources.x.crs", "GCJ-02"),
        (('en = "City"', 'en = "City"\n[[levels]]\nkey = "city"\nzh = "区"\nen = "D"'), "levels", "repeat"),
        (('title_zh = "镇"', "title_zh = 3"), "title_zh", "string"),
    ],
)
def test_a_mistake_names_its_key_and_what_to_write(
    tmp_path: Path, change: tuple[str, str], key: str, words: str
) -> None:
    assert change[0] in SMALL
    (tmp_path / "city.toml").write_text(SMALL.replace(*change), encoding="utf-8")
    with pytest.raises(ProfileError, match=r"^city\.toml: ") as caught:
        load_profile(tmp_path)
    assert caught.value.key == key
    assert words in caught.value.sentence


def test_no_city_and_broken_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CityMissing, match="yiping init"):
        load_profile(tmp_path)
    (tmp_path / "city.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(ProfileError, match="not valid TOML"):
        load_profile(tmp_path)
    (tmp_path / "city.toml").write_bytes('name = "郑州"'.encode("gb18030"))
    with pytest.raises(ProfileError, match="not UTF-8"):
        load_profile(tmp_path)


def test_an_offset_clock_without_an_offset_is_city_time(profile: Profile) -> None:
    assert profile.clock_start is None
    local = profile.model_copy(update={"clock": "2024-08-20T09:00:00"}).clock_start
    stated = profile.model_copy(update={"clock": "2024-08-20T09:00:00+08:00"}).clock_start
    assert local == stated


def test_levels_and_sources_are_found_by_name(profile: Profile) -> None:
    assert profile.level_index("ward") == 1
    assert profile.source("unheard of") == SourceProfile()
    with pytest.raises(KeyError):
        profile.level_index("village")
