"""What an alarm is called: the level of a roll-call, the special grid of a share, and the limits of both."""

from __future__ import annotations

from pathlib import Path

import shapely

from dashboard.alarms.naming import alarm_name, limit_text, rule_of, unit_of
from dashboard.words.catalogue import catalogue
from geodata.areas.special_grids import SpecialGrids
from queries.city import City
from queries.loading.alarms.transition import Transition
from queries.values import Alarm
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

OUTLINE = shapely.box(113.40, 34.60, 113.44, 34.63)


def told(city: City, rule: str, subject: str, limit: float) -> tuple[str, str]:
    found = Alarm((Transition("a", "raised", rule, "notice", "C", subject, 0.5, limit, 40, AS_OF),))
    words, of = catalogue("en"), rule_of(city, found)
    return alarm_name(city, found, words).about, limit_text(of, limit, unit_of(city, of), words)


def test_subjects_have_the_names_of_people(tmp_path: Path) -> None:
    grids = SpecialGrids.of(["S1"], ["商圈"], ["mall"], "given", (OUTLINE,))
    with build_city(tmp_path / "tiny", clock=AS_OF, special_grids=grids) as city:
        assert told(city, "roll_call_late", "street", 0.05) == ("street", "limit 5%")
        assert told(city, "special_grid_share", "S1", 0.95) == ("商圈", "limit 95% (below it)")
        assert told(city, "special_grid_share", "gone", 0.95)[0] == "gone"
        assert told(city, "sample_failed", "", 0.9) == ("", "limit 90% (below it)")
