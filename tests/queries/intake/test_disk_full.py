"""When nothing more can be written: nothing is acknowledged that is not safe, and nothing acknowledged is lost."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from queries.city_context import CityContext
from queries.errors import IntakeFull
from queries.intake.reception import Reception
from queries.loading.apply import apply_together
from queries.recovery.recovery import open_recovered
from tests.queries.intake.conftest import applied, case, new_city, rows_of

NUMBERS = "SELECT source_id FROM city.events ORDER BY source_id"


def full(*_: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_delivery_that_cannot_be_written_is_not_accepted_and_leaves_no_trace(
    city: CityContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception = Reception(city)
    reception.accept("posted", "events", [case(1)])
    real = os.write

    def half(descriptor: int, data: bytes) -> int:
        real(descriptor, bytes(data)[: len(data) // 2])
        return int(full())

    for name, failing in {"write": half, "fdatasync": full}.items():
        monkeypatch.setattr(f"queries.landing.open_segment.os.{name}", failing)
        with pytest.raises(IntakeFull, match="disk is full"):
            reception.accept("posted", "events", [case(2)])
        monkeypatch.undo()
        reception.accept("posted", "events", [case(f"after {name}")])
    assert reception.backlog == 3
    reception.start()
    applied(reception)
    reception.stop()
    assert rows_of(city, NUMBERS) == [("1",), ("after fdatasync",), ("after write",)]


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_segment_that_may_not_grow_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    city = new_city(tmp_path)
    reception = Reception(city)
    accepted: list[str] = []
    with no_file_longer_than(20_000), pytest.raises(IntakeFull):  # noqa: PT012  (until it fails)
        for number in range(1000):
            reception.accept("posted", "events", [case(f"{number:04}", text=os.urandom(200).hex())])
            accepted.append(f"{number:04}")
    assert accepted
    city.close()
    city, said = open_recovered(tmp_path / "small")
    with city:
        assert said == ()
        assert rows_of(city, NUMBERS) == [(number,) for number in accepted]


@pytest.mark.parametrize("kind", [duckdb.IOException, duckdb.TransactionException])
def test_what_cannot_be_applied_stays_and_is_tried_again(
    city: CityContext, monkeypatch: pytest.MonkeyPatch, kind: type[duckdb.Error]
) -> None:
    failures = iter([kind("Failed to commit: Could not write file: No space left on device")] * 7)

    def failing(*given: Any) -> Any:
        for failure in failures:
            raise failure
        return apply_together(*given)

    monkeypatch.setattr("queries.intake.applier.LONGEST_PAUSE_S", 0.01)
    monkeypatch.setattr("queries.intake.reception.apply_together", failing)
    reception = Reception(city)
    reception.start()
    reception.accept("posted", "events", [case(1)])
    assert reception.backlog == 1
    applied(reception)
    reception.stop()
    assert rows_of(city, NUMBERS) == [("1",)]
