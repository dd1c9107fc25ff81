"""A city of sixty days: one district neglects its cases, some categories are new; and its weekly briefing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboard.briefings.composing.composing import composed
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.dashboard.walls.test_sentence import neglected

WEEKLY = {"briefing": "weekly", "period": "7d"}
NEW = ("噪声扰民", "市容环境", "供暖供水", "物业管理")


def changing() -> pa.Table:
    """Of some categories only the cases of the last week are there: they were none before."""
    made = neglected()
    since = pa.scalar(NOON.replace(tzinfo=None) - timedelta(days=7), made["reported_at"].type)
    is_old = pc.less(made["reported_at"], since)
    return made.filter(pc.invert(pc.and_(is_old, pc.is_in(made["category1"], pa.array(NEW)))))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("briefings"), "little", cases=changing(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def weekly(city: City) -> dict[str, Any]:
    return composed(city, REGISTRY, WEEKLY).as_json()
