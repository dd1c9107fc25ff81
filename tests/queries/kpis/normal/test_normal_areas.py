"""What is normal for each area of a level is what is normal for the area alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.little.cases import NOON

TODAY = NOON.date()


@pytest.mark.parametrize(
    ("key", "minutes"),
    [("reported", 0), ("reported", 7), ("open", 0), ("closing_rate", 0), ("handling_time", 0)],
)
def test_each_area_has_its_own_band(city: City, key: str, minutes: int) -> None:
    moment, root = NOON + timedelta(minutes=minutes), city.tree.root
    question = Question(key, root.code, TODAY, TODAY, moment, value_only=True, scope=WHOLE_CITY)
    compared = 0
    for level in (0, 1):
        together = city.kpis.normal_areas(question, level)
        for area in (city.tree.by_id(int(number)) for number in city.tree.at_level(level)):
            alone = city.kpis.normal(replace(question, area=area.code))
            found = together.get(area.area_id)
            assert [one.value for one in alone.earlier] == pytest.approx(
                [one.value for one in found.earlier] if found else []
            ), area.code
            if alone.band:
                assert found
                assert found.band == alone.band
                compared += 1
    assert compared or key == "handling_time"
