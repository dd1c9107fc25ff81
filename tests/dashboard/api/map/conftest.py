"""The tiny city without cases, to report to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.cities.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with build_city(tmp_path / "tiny", cases=(), clock=AS_OF) as city:
        yield Town(city, [])
