"""The tiny city, and a small one with the vocabulary of the demo city: its categories, departments and channels, and
some areas and special grids of Zhengzhou. What a phrase is understood as in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
import shapely

from dashboard.screens.scenes import scene_at
from dashboard.search.late_index import LateIndex
from dashboard.search.phrases.offers import Understood, understood
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from geodata.areas.area_tree import AreaTree
from geodata.areas.numbering import NO_PARENT, UnnumberedAreas, number_areas
from geodata.areas.special_grids import SpecialGrids
from queries.city import City
from queries.values import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, ZONE

NOON = datetime(2026, 11, 27, 12, tzinfo=ZONE)  # a Friday
AREAS = {
    "41": "郑州市",
    "4101": "金水区",
    "4102": "中牟县",
    "4103": "二七区",
    "410101": "经八路街道",
    "410102": "文化路街道",
    "410301": "大学路街道",
    "410302": "文化宫街道",
    **{f"4101{street}{grid:02}": "第1网格" for street in ("01", "02") for grid in range(1, 9)},
    "41030101": "第1网格",
}
GRIDS = {"ZS02": "郑州站", "ZS03": "郑州东站"}


@dataclass(frozen=True)
class Asking:
    """A city whose search box is asked."""

    city: City
    indexes: LateIndex

    def understood(self, phrase: str, search: str = "") -> Understood:
        """What a phrase is understood as on the analyst's screen with this query."""
        scene = scene_at(self.city, "/", search, None)
        return understood(self.city, scene, self.indexes.lexicon(scope=WHOLE_CITY), phrase)

    def address(self, phrase: str, search: str = "") -> str:
        """The query of the address that is offered first; empty without an offer."""
        offers = self.understood(phrase, search).offers
        return offers[0]["href"].removeprefix("/?") if offers else ""


@pytest.fixture(scope="package")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    with build_city(tmp_path_factory.mktemp("tiny"), "tiny", clock=AS_OF) as opened:
        yield Asking(opened, LateIndex(opened))


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """At noon of Friday, 27 November 2026."""
    folder, grids = tmp_path_factory.mktemp("demo"), special_grids()
    with build_city(folder, "tiny", cases=case_table(), clock=NOON, tree=area_tree(), special_grids=grids) as opened:
        yield Asking(opened, LateIndex(opened))


def case_table() -> pa.Table:
    """One case of each kind of the demo, over the channels in turn."""
    seen, codes = kinds(), [one.code for one in habits().channel]
    rows = range(len(seen))
    reported = datetime(2026, 11, 20)  # noqa: DTZ001  # naive UTC, as cases are loaded
    return pa.table(
        {
            "source_id": [str(row) for row in rows],
            "reported_at": pa.array([reported + timedelta(minutes=row) for row in rows], pa.timestamp("us")),
            "channel": [codes[row % len(codes)] for row in rows],
            "category1": [seen.names[row][0] for row in rows],
            "category2": [seen.names[row][1] for row in rows],
            "category3": [seen.names[row][2] for row in rows],
            "department": [seen.departments[seen.department[row]] for row in rows],
        }
    )


def area_tree() -> AreaTree:
    """Three districts and four streets, one on another: no case is placed."""
    codes = list(AREAS)
    return number_areas(
        UnnumberedAreas(
            level=np.array([len(code) // 2 - 1 for code in codes], dtype=np.int8),
            parent=np.array([codes.index(code[:-2]) if code != "41" else NO_PARENT for code in codes], dtype=np.int64),
            code=np.array(codes, dtype=object),
            name=np.array(list(AREAS.values()), dtype=object),
            outline=np.array([shapely.box(113, 34, 114, 35)] * len(codes), dtype=object),
            basis=np.array(["given"] * len(codes), dtype=object),
        ),
        "2024-09",
    )


def special_grids() -> SpecialGrids:
    """Two stations."""
    outlines = [shapely.box(113, 34, 113.1, 34.1)] * len(GRIDS)
    return SpecialGrids.of(list(GRIDS), list(GRIDS.values()), ["station"] * len(GRIDS), "given", outlines)
