"""The tiny city without cases, to report to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.cities.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with build_city(tmp_path / "tiny", cases=(), clock=AS_OF) as city:
        yield Town(city, [])


def cut(rows: Sequence[Any], *places: int) -> list[Sequence[Any]]:
    """The rows cut into pieces at these places."""
    ends = [0, *sorted(places), len(rows)]
    return [rows[start:end] for start, end in pairwise(ends) if end > start]
