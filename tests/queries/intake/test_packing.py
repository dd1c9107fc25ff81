"""Small inputs are packed by the hundred: nothing is lost, nothing comes twice, and a start reads little."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pytest

from queries.city_context import CityContext
from queries.intake.reception import Reception
from queries.landing.folder import all_landed, flush, forget, loose_landed, packs, verify
from queries.landing.pack_file import number_packed, write_pack
from queries.loading.load import load_file, load_table
from queries.recovery import packing
from queries.recovery.agreement import reconcile
from queries.recovery.packing import Packer
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered, recover
from tests.queries.intake.conftest import applied, case, everything, landing, new_city, rows_of

FEW = 6


class Crash(BaseException):
    """The process ends here, as by SIGKILL: nothing that would tidy up afterwards runs."""


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    with mock.patch("queries.recovery.packing.FEWEST", 3):
        yield


def delivered(city: CityContext, number: int = FEW, first: int = 0) -> None:
    """So many applied batches, one of them with a refused row."""
    reception = Reception(city)
    for one in range(first, first + number):
        rows: list[dict[str, Any]] = [case(one), case("shared", version=one)]
        reception.accept("posted", "events", rows + ([{"source_id": "bad"}] if one == 2 else []))
        apply_next(reception, "posted", "events")


def apply_next(reception: Reception, source: str, kind: str) -> None:
    sealed = reception._seal(reception._source_queue(source, kind))
    assert sealed is not None
    reception._apply(sealed)


def packed(city: CityContext) -> bool:
    return Packer(city.store).pack_some()


def batches(city: CityContext) -> list[str]:
    return [landed.batch for landed in all_landed(city.store.folder)]


def rebuilt(city: CityContext) -> None:
    rebuild(city)


def reopened(folder: Path, before: dict[str, list[tuple[object, ...]]], *, names: list[str]) -> tuple[str, ...]:
    """What a start says that finds everything as it was."""
    city, said = open_recovered(folder / "small")
    with city:
        assert everything(city) == before
        assert batches(city) == names
        assert reconcile(city.store) == ()
        assert rows_of(city, "SELECT count(*) FROM city.batches GROUP BY batch HAVING count(*) > 1") == []
    return said


def test_what_is_packed_is_the_same_in_the_same_order_and_zip_tools_can_open_it(city: CityContext) -> None:
    delivered(city)
    before = [vars(landed) | {"content": landed.read(city.store.folder)} for landed in all_landed(city.store.folder)]
    assert packed(city)
    after = list(all_landed(city.store.folder))
    assert landing(city) == [f"{before[0]['batch']}.pack"]
    assert [vars(one) | {"place": None, "content": one.read(city.store.folder)} for one in after] == before
    for landed in after:
        verify(city.store.folder, landed)
    assert number_packed(packs(city.store.folder)[0]) == FEW
    assert (packs(city.store.folder)[0].stat().st_mode & 0o077) == 0


def test_a_started_reception_packs_what_it_applied(city: CityContext) -> None:
    reception = Reception(city)
    reception.start()
    for number in range(3):
        reception.accept(f"posted{number}", "events", [case(number)])
    applied(reception)
    assert reception.pack()
    assert not reception.pack()
    reception.stop()
    assert len(packs(city.store.folder)) == 1


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_random_deliveries_packed_at_random_moments_are_rebuilt_as_they_were(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    with new_city(tmp_path) as city:
        reception = Reception(city)
        for number in range(14):
            way = chance.choice(["events", "events", "units", "table", "file"])
            rows: list[dict[str, Any]] = [case(chance.randint(1, 6), version=number), {"source_id": "bad"}]
            if way == "table":
                columns = {"source_id": [str(number)], "reported_at": pa.array([number], pa.timestamp("us"))}
                load_table(city, pa.table(columns), source="posted")
            elif way == "file":
                path = tmp_path / f"{number}.csv"
                path.write_text(f"source_id,reported_at\n{number},2026-06-01 08:00\n")
                load_file(city, path, source="posted")
            else:
                units = [{"unit": f"u{chance.randint(1, 3)}", "lon": 0.5, "lat": 10.5}]
                reception.accept(way, way, rows if way == "events" else units)
                apply_next(reception, way, way)
            if chance.random() < 0.4:
                packed(city)
        packed(city)
        assert packs(city.store.folder)
        before, names = everything(city), batches(city)
        rebuilt(city)
        assert (everything(city), batches(city)) == (before, names)
        assert reconcile(city.store) == ()
    assert reopened(tmp_path, before, names=names) == ()
    (tmp_path / "small" / "store.duckdb").unlink()
    assert reopened(tmp_path, before, names=names) == ()


def nth(function: Callable[..., Any], number: int) -> Callable[..., Any]:
    """The function, and a crash instead of its call of this number."""
    calls = iter(range(1000))

    def called(*args: Any, **named: Any) -> Any:
        if next(calls) == number:
            raise Crash
        return function(*args, **named)

    return called


STEPS: list[tuple[str, Callable[..., Any], int]] = [
    *(("queries.recovery.packing.flush", flush, number) for number in range(4)),
    ("queries.recovery.packing.write_pack", write_pack, 0),
    ("queries.recovery.packing._read_back", packing._read_back, 0),
    ("queries.recovery.packing._remove", packing._remove, 0),
    *(("pathlib.Path.unlink", Path.unlink, number) for number in range(2 * FEW)),
    ("pathlib.Path.replace", Path.replace, 0),
]


def test_a_crash_at_any_step_leaves_every_input_once(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        delivered(city)
        before, names = everything(city), batches(city)
        folder = city.store.folder
        loose = {path.name: path.read_bytes() for path in (folder / "landing").iterdir()}
        crashes = 0
        for where, function, number in STEPS:
            for path in (folder / "landing").iterdir():
                path.unlink()
            for name, content in loose.items():
                (folder / "landing" / name).write_bytes(content)
            with mock.patch(where, nth(function, number)), pytest.raises(Crash):
                packed(city)
            crashes += 1
            assert batches(city) == names, (where, number)
            assert recover(city) == (), (where, number)
            assert batches(city) == names
            left = landing(city)
            assert not any(name.endswith(".part") for name in left)
            assert left == [f"{names[0]}.pack"] or sorted(loose) == left
            assert reconcile(city.store) == ()
        assert crashes == len(STEPS)
        rebuilt(city)
        assert everything(city) == before


def test_an_input_that_lies_loose_and_in_a_pack_is_one_and_the_loose_one_goes(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        delivered(city)
        before, names = everything(city), batches(city)
        loose = {path: path.read_bytes() for path in (city.store.folder / "landing").iterdir()}
        packed(city)
        for path, content in loose.items():
            path.write_bytes(content)
        rebuilt(city)
        assert (everything(city), batches(city)) == (before, names)
    assert reopened(tmp_path, before, names=names) == ()
    assert [path.suffix for path in (tmp_path / "small" / "landing").iterdir()] == [".pack"]


def test_what_waits_or_has_changed_is_not_packed(city: CityContext) -> None:
    delivered(city, 5)
    reception = Reception(city)
    reception.accept("posted", "events", [case("waiting")])
    reception._seal(reception._source_queue("posted", "events"))
    changed = next(loose_landed(city.store.folder)).path(city.store.folder)
    changed.write_bytes(changed.read_bytes()[:-1])
    assert packed(city)
    assert sorted(path.suffix for path in (city.store.folder / "landing").iterdir()) == [
        ".accepted", ".accepted", ".pack", ".segment", ".segment",
    ]  # fmt: skip


def test_a_full_disk_leaves_everything_loose_and_is_not_tried_at_once_again(city: CityContext) -> None:
    delivered(city)
    before, packer = landing(city), Packer(city.store)
    with (
        mock.patch("queries.recovery.packing.flush", side_effect=OSError(28, "full")),
        pytest.raises(OSError, match="full"),
    ):
        packer.pack_some()
    assert landing(city) == before
    assert not packer.pack_some()


def test_an_input_that_is_let_go_is_taken_out_of_its_pack(city: CityContext) -> None:
    delivered(city)
    packed(city)
    names = batches(city)
    second = list(all_landed(city.store.folder))[1]
    forget(city.store.folder, second)
    assert batches(city) == [name for name in names if name != second.batch]
    assert packs(city.store.folder) == []


@pytest.mark.parametrize("store", ["whole", "lost"])
@pytest.mark.parametrize("harm", ["first index", "an input", "last index", "directory", "cut", "gone"])
def test_a_damaged_pack_is_told_and_what_is_whole_is_used(tmp_path: Path, harm: str, store: str) -> None:
    with new_city(tmp_path) as city:
        delivered(city)
        packed(city)
        before, third = everything(city), list(all_landed(city.store.folder))[3]
        [pack] = packs(city.store.folder)
    content = bytearray(pack.read_bytes())
    assert third.place is not None
    if harm == "cut":
        del content[third.place.offset + third.place.size - 1 :]
    else:
        where = {"first index": 100, "last index": content.rfind(b'"batch"'), "directory": len(content) - 40}
        content[where.get(harm, third.place.offset + third.place.size - 5)] ^= 1
    pack.write_bytes(content)
    if harm == "gone":
        pack.unlink()
    if store == "lost":
        (tmp_path / "small" / "store.duckdb").write_bytes(b"damaged" * 5000)
    city, said = open_recovered(tmp_path / "small")
    with city:
        held = everything(city)
    if store == "whole" or harm in ("first index", "last index", "directory"):
        assert held == before
    elif harm == "an input":
        assert len(before["events"]) - 1 == len(held["events"])
    assert pack.exists() == (harm not in ("cut", "gone") and not (harm == "an input" and store == "lost"))
    assert pack.with_suffix(".damaged").exists() == (not pack.exists() and harm != "gone")
    if pack.with_suffix(".damaged").exists():
        body = next(sentence for sentence in said if sentence.startswith(f"The pack landing/{pack.name} has changed"))
        assert third.name in body
        assert f"{FEW - 1 if harm == 'an input' else 3} of its {FEW} accepted inputs are whole" in body
    if harm == "gone" and store == "whole":
        assert any("6 files are missing in landing/" in sentence for sentence in said)


def many_packed(city: CityContext, number: int, each: int = 200) -> None:
    """So many inputs in packs, noted in the store as if they had been applied."""
    begin, content, noted = datetime(2026, 1, 1, tzinfo=UTC), b"x" * 500, []
    landed_in = city.store.folder / "landing"
    landed_in.mkdir(exist_ok=True)
    for first in range(0, number, each):
        inputs = []
        for one in range(first, first + each):
            at = begin + timedelta(seconds=one)
            batch = f"{at:%Y%m%dT%H%M%S.%fZ}-1"
            body = {"batch": batch, "name": batch + ".segment", "kind": "segment", "source": "posted", "file": ""}
            body |= {"sha256": sha256(content).hexdigest(), "recorded_at": at.isoformat(), "mapping": {}}  # type: ignore[dict-item]
            inputs.append((body, content))
            noted.append({"batch": batch, "moment": at.replace(tzinfo=None)})
        write_pack(landed_in / f"{inputs[0][0]['batch']}.pack", inputs)
    rows = pa.Table.from_pylist(noted)
    with city.store.write() as cursor:
        cursor.register("noted", rows)
        cursor.execute(
            "INSERT INTO city.batches "
            "SELECT batch, 'posted', '', '', batch || '.segment', moment, 1, 0, 0, 1, 0 FROM noted"
        )
        cursor.unregister("noted")


def test_a_start_looks_at_the_ends_of_packs_and_reads_one_index(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        many_packed(city, 20_000)
    opened, parsed, whole = [], [], Path.open

    def noting(path: Path, *args: Any, **named: Any) -> Any:
        if path.parent.name == "landing":
            opened.append(path)
        return whole(path, *args, **named)

    def parsing(text: Any, **named: Any) -> Any:
        parsed.extend([text] if b'"sha256"' in (text if isinstance(text, bytes) else text.encode()) else [])
        return json.JSONDecoder().decode(text if isinstance(text, str) else text.decode())

    with (
        mock.patch("pathlib.Path.open", noting),
        mock.patch("queries.landing.pack_file.json.loads", parsing),
    ):
        city, said = open_recovered(tmp_path / "small")
        with city:
            Reception(city)
    assert said == ()
    assert len(opened) <= 100 * 5 + 2  # the last bytes of each pack, at most five times
    assert len(parsed) <= 200 + 50  # the index of the newest
