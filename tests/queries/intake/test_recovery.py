"""After a crash or damage at any point, opening the city ends in what landing/ holds, or says what is wrong."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import duckdb
import pytest

from queries.city_context import CityContext
from queries.errors import StoreDamaged
from queries.intake.reception import Reception
from queries.landing.folder import Landed, all_landed
from queries.recovery.agreement import reconcile
from queries.recovery.recovery import open_recovered, read_the_rest
from queries.store.schema import LACK_TABLES_ALONE
from tests.queries.intake.conftest import applied, case, new_city, rows_of, versions

Rows = list[dict[str, object]]
SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 110))]


class Crash(BaseException):
    """The process ends here, as by SIGKILL: nothing that would tidy up afterwards runs."""


def deliveries(seed: int, number: int = 6) -> list[Rows]:
    chance = random.Random(seed)  # noqa: S311
    return [
        [
            case(chance.randint(1, 12), version=chance.randint(1, 4), title=chance.choice("ab"))
            for _ in range(chance.randint(1, 6))
        ]
        + ([{"source_id": "bad"}] if chance.random() < 0.3 else [])
        for _ in range(number)
    ]


_made = TemporaryDirectory(prefix="test-recovery-")
_states: dict[str, Path] = {}


def copied(folder: Path, make: Callable[[Path], None], *what: object) -> None:
    """A copy in `folder`/small of the city that `make` leaves in the folder it gets; each state is made once."""
    key = repr(what)
    if key not in _states:
        made = Path(_made.name) / str(len(_states))
        make(made)
        _states[key] = made / "small"
    shutil.copytree(_states[key], folder / "small")


def crashed(folder: Path, batches: list[Rows], applied_until: int) -> None:
    """A city in which all batches were accepted and those before `applied_until` applied, left as a crash leaves it."""
    copied(folder, lambda made: _crashed(made, batches, applied_until), batches, applied_until)


def _crashed(folder: Path, batches: list[Rows], applied_until: int) -> None:
    city = new_city(folder)
    reception = Reception(city)
    for number, rows in enumerate(batches):
        if number == applied_until:
            reception.stop()
            reception = Reception(city)
        elif number == 0:
            reception.start()
        reception.accept("posted", "events", rows)
        if number < applied_until:
            applied(reception)
    if applied_until >= len(batches):
        reception.stop()
    city.close()


_expected: dict[str, list[tuple[object, ...]]] = {}


def expected(batches: list[Rows]) -> list[tuple[object, ...]]:
    """What the same deliveries come to without any trouble; found out once."""
    if repr(batches) not in _expected:
        with TemporaryDirectory() as folder, new_city(Path(folder)) as city:
            reception = Reception(city)
            for rows in batches:
                reception.accept("posted", "events", rows)
            reception.start()
            applied(reception)
            reception.stop()
            _expected[repr(batches)] = versions(city)
    return _expected[repr(batches)]


def opened(folder: Path) -> tuple[list[tuple[object, ...]], tuple[str, ...]]:
    city, said = open_recovered(folder / "small")
    with city:
        assert reconcile(city.store) == () or said
        held = versions(city)
        assert rows_of(city, "SELECT count(*) FROM city.batches GROUP BY batch HAVING count(*) > 1") == []
    return held, said


@pytest.mark.parametrize("seed", SEEDS)
def test_a_torn_tail_that_nobody_was_told_of_is_dropped(tmp_path: Path, seed: int) -> None:
    batches = deliveries(seed)
    crashed(tmp_path, batches, 3)
    chance = random.Random(seed)  # noqa: S311
    [segment] = [
        p for p in (tmp_path / "small" / "landing").glob("*.segment") if not p.with_suffix(".accepted").exists()
    ]
    whole = segment.read_bytes()
    last = whole.rfind(b"yiF\x01")
    segment.write_bytes(whole[: chance.randrange(last + 1, len(whole))])
    assert opened(tmp_path) == (expected(batches[:-1]), ())


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_accepted_and_not_sealed_is_applied(tmp_path: Path, seed: int) -> None:
    batches = deliveries(seed)
    crashed(tmp_path, batches, seed % 6)
    assert opened(tmp_path) == (expected(batches), ())
    assert opened(tmp_path) == (expected(batches), ())


POINTS = (
    "queries.intake.source_queue.seal_segment",  # flushed, not sealed
    "queries.intake.reception.apply_together",  # sealed, not applied
    "queries.intake.reception.forget",  # applied, not let go
    "queries.loading.case_load.record_memberships",  # in the middle of applying
    "queries.landing.folder.flush",  # in the middle of writing the manifest
)


def apply_twice(reception: Reception, batches: list[Rows]) -> None:
    """What the applier does; the second time everything is known and nothing of it is kept."""
    for _ in range(2):
        sealed = reception._seal(reception._source_queue("posted", "events"))
        assert sealed is not None
        reception._apply(sealed)
        for rows in batches:
            reception.accept("posted", "events", rows)


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_of_the_applier_at_any_point_loses_nothing(tmp_path: Path, point: str) -> None:
    batches = [*deliveries(1, 3), [case(1, title="a", version=1)]] * 2
    city = new_city(tmp_path)
    reception = Reception(city)
    with mock.patch(point, side_effect=Crash):
        for rows in batches:
            reception.accept("posted", "events", rows)
        with pytest.raises(Crash):
            apply_twice(reception, batches)
    city.close()
    assert opened(tmp_path) == (expected(batches), ())
    assert opened(tmp_path)[1] == ()


def flipped(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flipped_bit_in_the_store_leads_to_a_new_one_or_changes_nothing(tmp_path: Path, seed: int) -> None:
    batches = deliveries(seed)
    crashed(tmp_path, batches, len(batches))
    flipped(tmp_path / "small" / "store.duckdb", random.Random(seed))  # noqa: S311
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert not said or "made again from landing/" in said[0]


def _with_log(folder: Path, batches: list[Rows]) -> None:
    """A city of which all is in the write-ahead log, copied while it was open."""
    city = new_city(folder / "live")
    with city.store.write() as cursor:
        cursor.execute("INSERT INTO city.settings VALUES ('a', 'b')")
    reception = Reception(city)
    reception.start()
    for rows in batches:
        reception.accept("posted", "events", rows)
        applied(reception)
    shutil.copytree(folder / "live" / "small", folder / "small")
    reception.stop()
    city.close()


@pytest.mark.parametrize("harm", ["cut", "flip"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_harmed_write_ahead_log_loses_nothing(tmp_path: Path, seed: int, harm: str) -> None:
    batches, chance = deliveries(seed), random.Random(seed)  # noqa: S311
    copied(tmp_path, lambda made: _with_log(made, batches), "with log", batches)
    log = tmp_path / "small" / "store.duckdb.wal"
    assert log.stat().st_size > 1000
    if harm == "cut":
        log.write_bytes(log.read_bytes()[: chance.randrange(log.stat().st_size)])
    else:
        flipped(log, chance)
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert harm == "cut" or not said or "made again" in said[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_harmed_landing_file_is_named_and_the_state_stays(tmp_path: Path, seed: int) -> None:
    batches, chance = deliveries(seed), random.Random(seed)  # noqa: S311
    crashed(tmp_path, batches, len(batches))
    harmed = chance.choice(sorted((tmp_path / "small" / "landing").iterdir()))
    if chance.random() < 0.3:
        harmed.unlink()
    else:
        flipped(harmed, chance)
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert any(harmed.stem in sentence for sentence in said) or said == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_harmed_store_and_a_harmed_landing_end_in_what_is_whole_and_say_so(tmp_path: Path, seed: int) -> None:
    batches, chance = deliveries(seed), random.Random(seed)  # noqa: S311
    crashed(tmp_path, batches, len(batches))
    (tmp_path / "small" / "store.duckdb").write_bytes(b"damaged" * 5000)
    harmed = chance.choice(sorted((tmp_path / "small" / "landing").glob("*.segment")))
    content = harmed.read_bytes()
    harmed.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    held, said = opened(tmp_path)
    assert {row[:-1] for row in held} <= {row[:-1] for row in expected(batches)}
    assert "made again from landing/" in said[0]
    assert any(harmed.stem in sentence for sentence in said)


def test_a_harmed_delivery_costs_only_itself(tmp_path: Path) -> None:
    batches: list[Rows] = [[case(number)] for number in range(5)]
    crashed(tmp_path, batches, 0)
    [segment] = (tmp_path / "small" / "landing").glob("*.segment")
    content = bytearray(segment.read_bytes())
    content[content.find(b"yiF\x01", len(content) // 2) + 40] ^= 1
    segment.write_bytes(content)
    held, said = opened(tmp_path)
    assert len(held) == 4
    assert said[0].startswith("A part of landing/")
    assert opened(tmp_path)[0] == held


def test_damage_met_by_a_question_is_remembered_and_mended_by_the_next_start(tmp_path: Path) -> None:
    batches = deliveries(3)
    crashed(tmp_path, batches, len(batches))
    folder = tmp_path / "small"
    error = duckdb.IOException("IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2")
    with CityContext.open(folder) as city, pytest.raises(StoreDamaged, match="restart"), city.store.cursor():
        raise error
    with pytest.raises(StoreDamaged, match="damaged"):
        CityContext.open(folder)
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert "set aside as store.duckdb.broken-1" in said[0]
    assert opened(tmp_path) == (held, ())


def test_a_store_of_another_version_is_made_again(tmp_path: Path) -> None:
    batches = deliveries(4)
    crashed(tmp_path, batches, len(batches))
    with CityContext.open(tmp_path / "small") as city, city.store.write() as cursor:
        cursor.execute("UPDATE city.settings SET value = 'older' WHERE key = 'schema'")
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert "another version of yiping" in said[0]


def test_a_store_that_lacks_tables_alone_gets_them_and_keeps_the_others(tmp_path: Path) -> None:
    batches = deliveries(4)
    crashed(tmp_path, batches, len(batches))
    with CityContext.open(tmp_path / "small") as city, city.store.write() as cursor:
        cursor.execute("DROP TABLE city.readings")
        cursor.execute(
            "UPDATE city.settings SET value = $older WHERE key = 'schema'", {"older": min(LACK_TABLES_ALONE)}
        )
    held, said = opened(tmp_path)
    assert (held, said) == (expected(batches), ())
    with CityContext.open(tmp_path / "small") as city:
        assert rows_of(city, "SELECT count(*) FROM city.readings") == [(0,)]


def test_a_manifest_that_cannot_be_read_is_named_and_its_file_is_not_called_missing(tmp_path: Path) -> None:
    batches = deliveries(1)
    crashed(tmp_path, batches, len(batches))
    manifest = min((tmp_path / "small" / "landing").glob("*.accepted"))
    manifest.write_text("{", encoding="utf-8")
    sentence = f"The manifest landing/{manifest.name} cannot be read; take it from a backup."
    city, said = open_recovered(tmp_path / "small")
    with city:
        assert said == (sentence,)
        assert reconcile(city.store) == (sentence,)
        assert versions(city) == expected(batches)


def test_lost_rows_are_found_again(tmp_path: Path) -> None:
    batches = deliveries(5)
    crashed(tmp_path, batches, len(batches))
    with CityContext.open(tmp_path / "small") as city, city.store.write() as cursor:
        cursor.execute("DELETE FROM city.events WHERE source_id < '5'")
    held, said = opened(tmp_path)
    assert held == expected(batches)
    assert "The store holds" in said[0]


def test_reading_the_rest_ends_when_the_city_is_closed(tmp_path: Path) -> None:
    crashed(tmp_path, deliveries(1), applied_until=6)
    with mock.patch("queries.recovery.recovery.SMALL", 0):
        city, _ = open_recovered(tmp_path / "small")
    assert city.unread == "all"
    looked: list[str] = []

    def close_at_the_first(folder: Path, landed: Landed) -> None:
        looked.append(landed.batch)
        city.close()

    with mock.patch("queries.recovery.recovery.verify", close_at_the_first):
        read_the_rest(city)
    assert len(list(all_landed(tmp_path / "small", []))) > 1
    assert len(looked) == 1
