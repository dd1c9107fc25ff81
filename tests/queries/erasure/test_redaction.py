"""One input of landing/ never keeps the others from being redacted, is never lost by it, and waits until it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.city.profile import SourceProfile
from queries.erasure import redaction
from queries.erasure.redacted_content import redacted_content
from queries.erasure.redaction import redact_landing, unredacted
from queries.intake.reception import Reception
from queries.landing.folder import LANDING, all_landed, packs
from queries.recovery import packing
from queries.recovery.packing import Packer
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import SmallCity, open_small_city

TITLES = ("canary-0", "canary-1", "canary-2")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallCity]:
    monkeypatch.setattr(packing, "FEWEST", 3)
    opened = open_small_city(tmp_path, cases=SourceProfile())
    yield opened
    opened.store.close()


def deliver(city: SmallCity) -> None:
    reception = Reception(city.context)
    for number, title in enumerate(TITLES):
        reception.accept("cases", "events", [{"id": f"N{number}", "open_dt": "2024-03-01", "title": title}])
        reception.apply_waiting()


def pack(city: SmallCity) -> Path:
    assert Packer(city.store).pack_some()
    [found] = packs(city.store.folder)
    return found


def left_in_landing(city: SmallCity) -> set[str]:
    return {word for _, word in found_in(city.store.folder / LANDING, TITLES)}


def test_an_input_that_lies_loose_and_in_a_pack_costs_no_other(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(city)
    remove = packing._remove
    with monkeypatch.context() as cut_short:
        cut_short.setattr(packing, "_remove", lambda folder, packed: remove(folder, packed[1:]))
        pack(city)
    forgotten(city, "N0")
    held = city.versions()
    assert redact_landing(city.context).problems == ()
    assert len(list(all_landed(city.store.folder))) == len(TITLES) + 1
    assert left_in_landing(city) == {"canary-1", "canary-2"}
    rebuild(city.context)
    assert city.versions() == held


def test_what_lies_in_a_pack_that_cannot_be_read_waits(city: SmallCity) -> None:
    deliver(city)
    packed = pack(city)
    forgotten(city, "N0", "N1", "N2")
    whole, waiting = packed.read_bytes(), unredacted(city.context)
    packed.write_bytes(bytes(len(whole)))
    [problem] = redact_landing(city.context).problems
    assert packed.name in problem
    assert unredacted(city.context) == waiting
    packed.write_bytes(whole)
    assert (redact_landing(city.context).rewritten, unredacted(city.context)) == (len(TITLES), [])
    assert left_in_landing(city) == set()


@pytest.mark.parametrize(("error", "is_packed"), [(pa.ArrowNotImplementedError, False), (KeyError, True)])
def test_one_input_that_fails_keeps_no_other(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch, error: type[Exception], is_packed: bool
) -> None:
    deliver(city)
    forgotten(city, "N0", "N1", "N2")
    if is_packed:
        pack(city)
    first, redacted = unredacted(city.context)[0], redacted_content

    def failing(context: Any, landed: Any) -> Any:
        if landed.batch == first:
            raise error("odd content")
        return redacted(context, landed)

    with monkeypatch.context() as odd:
        odd.setattr(redaction, "redacted_content", failing)
        done = redact_landing(city.context)
    assert (done.looked_at, done.rewritten, len(done.problems)) == (3, 2, 1)
    assert (left_in_landing(city), unredacted(city.context)) == ({"canary-0"}, [first])
    assert redact_landing(city.context).rewritten == 1


def test_a_damaged_input_in_a_pack_keeps_no_other(city: SmallCity) -> None:
    deliver(city)
    packed = pack(city)
    packed.write_bytes(packed.read_bytes().replace(b"canary-1", b"canary-X"))
    forgotten(city, "N0", "N1")
    done = redact_landing(city.context)
    assert (done.rewritten, len(done.problems), len(unredacted(city.context))) == (1, 1, 1)
    assert left_in_landing(city) == {"canary-2"}


def test_a_table_of_several_groups_with_dictionaries_loses_it(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"source_id": ["1", "2", "3"], "reported_at": ["2024-03-01"] * 3, "category1": ["noise"] * 3}
    table = pa.table(rows | {"title": TITLES, "person_ref": ["p", None, "q"]})
    for name in ("title", "person_ref"):
        table = table.set_column(table.column_names.index(name), name, table.column(name).dictionary_encode())
    with monkeypatch.context() as small:
        small.setattr(pq, "write_table", partial(pq.write_table, row_group_size=1))
        city.load_table(table)
    forgotten(city, "2")
    held = city.versions()
    assert redact_landing(city.context).problems == ()
    assert left_in_landing(city) == {"canary-0", "canary-2"}
    rebuild(city.context)
    assert city.versions() == held


@pytest.mark.parametrize("between", [pack, lambda city: redact_landing(city.context)], ids=["packed", "redacted"])
def test_what_others_do_between_two_turns_is_no_problem(
    city: SmallCity, between: Callable[[SmallCity], object]
) -> None:
    deliver(city)
    forgotten(city, "N0", "N1", "N2")
    turns = 0

    def in_turn(work: Callable[[], Any]) -> Any:
        nonlocal turns
        turns += 1
        if turns == 3:
            between(city)
        return work()

    assert redact_landing(city.context, in_turn).problems == ()
    assert (left_in_landing(city), unredacted(city.context)) == (set(), [])
