"""A city of sixty days in which one district neglects its cases, and its weekly briefing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.briefings.composing.composing import composed
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.dashboard.walls.test_sentence import neglected

WEEKLY = {"briefing": "weekly", "period": "30d"}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("briefings"), "little", cases=neglected(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def weekly(city: City) -> dict[str, Any]:
    return composed(city, REGISTRY, WEEKLY).as_json()
