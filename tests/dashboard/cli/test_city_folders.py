"""Which city is meant when it is named, and when it is not."""

from pathlib import Path

import pytest

from dashboard.commands.city_folders import choose
from dashboard.errors import NoCity
from dashboard.settings import Settings


def make(home: Path, *names: str) -> Settings:
    for name in names:
        (home / name).mkdir(parents=True)
        (home / name / "city.toml").touch()
    return Settings(home=home)


def test_the_only_city_is_taken_and_said(tmp_path: Path) -> None:
    chosen = choose(make(tmp_path, "boston"), None)
    assert chosen.folder == tmp_path / "boston"
    assert chosen.because
    assert "boston" in chosen.because


def test_several_cities_want_a_name(tmp_path: Path) -> None:
    settings = make(tmp_path, "boston", "demo")
    with pytest.raises(NoCity, match="boston, demo"):
        choose(settings, None)
    assert choose(settings, "demo").folder == tmp_path / "demo"


def test_a_folder_is_as_good_as_a_name(tmp_path: Path) -> None:
    settings = make(tmp_path / "home", "demo")
    make(tmp_path / "elsewhere", "boston")
    assert choose(settings, str(tmp_path / "elsewhere" / "boston")).folder.name == "boston"


def test_the_environment_names_a_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "boston", "demo")
    monkeypatch.setenv("YIPING_HOME", str(tmp_path))
    monkeypatch.setenv("YIPING_CITY", "demo")
    assert choose(Settings(), None).folder.name == "demo"
    assert choose(Settings(), "boston").folder.name == "boston"


@pytest.mark.parametrize("given", [None, "nowhere"])
def test_no_city_is_said_in_a_sentence(tmp_path: Path, given: str | None) -> None:
    with pytest.raises(NoCity, match="There is no city"):
        choose(Settings(home=tmp_path), given)
