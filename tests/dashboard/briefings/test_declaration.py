"""Files of briefings: a mistake is refused in a sentence that names the place; a city's own changes fields."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dashboard.briefings.city_briefings import briefings_of, mistake_in
from dashboard.briefings.declaration import BriefingFileError, briefings_in, declared
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city

GOOD = 'zh = "a"\nen = "b"\norder = 1\nperiod = "yesterday"\nfigures = ["reported"]\nparts = ["areas"]\n'


def test_those_that_come_with_the_program_are_understood() -> None:
    text = (files("dashboard.briefings") / "briefings.toml").read_text("utf-8")
    keys = [one.key for one in declared(briefings_in(text))]
    assert keys == ["daily", "weekly", "monthly", "thursday", "supervision", "district", "special"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a", "not valid TOML"),
        ("a = 1", "a: a briefing is a table"),
        ("[a]\n" + GOOD + "colour = 1", "a.colour: there is no such field"),
        ('[a]\nzh = "a"', "a: en, order, period, figures, parts missing"),
        ("[a]\n" + GOOD.replace("yesterday", "soon"), "a.period: 'soon' is none of"),
        ("[a]\n" + GOOD.replace('["areas"]', '["poems"]'), "a.parts: 'poems' is none of"),
        ("[a]\n" + GOOD.replace('["reported"]', "[]"), "a.figures: one to 6, each once"),
        ("[a]\n" + GOOD + "areas = 99", "a.areas: must be from 0 to 6"),
        ("[a]\n" + GOOD + "order = true", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(text: str, said: str) -> None:
    with pytest.raises(BriefingFileError, match=said):
        briefings_in(text)


def test_a_citys_own_file_is_read_anew_and_left_out_while_it_is_wrong(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", "six_cases") as city:
        own = city.ground.folder / "briefings.toml"
        own.write_text('[weekly]\nzh = "我们的周报"\n[mine]\n' + GOOD, encoding="utf-8")
        found = briefings_of(city, WHOLE_CITY)
        assert (found["weekly"].zh, found["mine"].en, mistake_in(city)) == ("我们的周报", "b", "")
        own.write_text("[weekly]\nperiod = 3\n", encoding="utf-8")
        assert briefings_of(city, WHOLE_CITY)["weekly"].zh == "城市运行周报"
        assert mistake_in(city) == "weekly.period: must be a text."
