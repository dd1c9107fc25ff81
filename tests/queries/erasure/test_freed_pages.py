"""What was erased is in no byte of the store's file: most at once, all once the file was written anew."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from queries.city_context import CityContext
from queries.erasure.erasing import Erasing
from queries.erasure.freed_pages import overwrite_freed_pages
from queries.erasure.redaction import redact_landing, unredacted
from queries.store.erased.compaction import compact_if_due, is_compaction_due, note_compaction
from tests.cities.stored_bytes import found_in
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import LANDED, SmallCity, open_small_city

CANARY = "canary-8f14e45fceea167a"
LATER = LANDED + timedelta(days=1)
FORM = "SELECT tags FROM duckdb_databases() WHERE database_name = 'city'"


def test_no_byte_of_the_folder_holds_it(tmp_path: Path) -> None:
    city = open_small_city(tmp_path)
    rows = [f"{number},2024-03-01,other text {number * 7919}" for number in range(200)]
    city.load_text("\n".join(["id,open_dt,text", f"K,2024-03-01,{CANARY}", *rows]))
    city.store.checkpoint()
    store = city.store.folder / "store.duckdb"
    assert CANARY.encode() in store.read_bytes()
    forgotten(city, "K")
    assert is_compaction_due(city.store.folder)
    redact_landing(city.context)
    city.store.checkpoint()
    assert CANARY.encode() in store.read_bytes()
    assert overwrite_freed_pages(city.store) > 0
    assert city.rows("SELECT table_name FROM duckdb_tables() WHERE table_name = 'freed_pages'") == []
    held = city.versions()
    form = city.rows(FORM)
    city.store.close()
    with CityContext.open(city.store.folder) as context:
        again = SmallCity(tmp_path, context)
        assert (again.versions(), again.rows(FORM)) == (held, form)
        assert not is_compaction_due(context.folder)
        again.load_text("id,open_dt,text\nK,2024-03-02,more", recorded_at=LATER)
        with pytest.raises(duckdb.ConstraintException):
            again.rows("INSERT INTO city.events (source) VALUES ('x')")
    assert found_in(city.store.folder, [CANARY]) == []


def test_a_store_that_cannot_be_written_anew_is_opened_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = open_small_city(tmp_path)
    city.load_text("id,open_dt\n1,2024-03-01")
    city.store.close()
    note_compaction(city.store.folder)
    monkeypatch.setattr(Path, "replace", _full)
    with CityContext.open(city.store.folder) as context:
        assert SmallCity(tmp_path, context).count() == 1
        assert is_compaction_due(context.folder)
        assert not list(context.folder.glob("*.part"))


def test_who_opens_a_store_that_is_written_anew_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = open_small_city(tmp_path)
    city.load_text("id,open_dt\n1,2024-03-01")
    city.store.close()
    folder, replace = city.store.folder, Path.replace
    note_compaction(folder)

    def opened_meanwhile(path: Path, target: Path) -> Path:
        opening.append(others.submit(CityContext.open, folder))
        with suppress(TimeoutError):
            opening[0].result(timeout=0.3)
        return replace(path, target)

    opening = list[Future[CityContext]]()
    with ThreadPoolExecutor(1) as others:
        with monkeypatch.context() as watched:
            watched.setattr(Path, "replace", opened_meanwhile)
            compact_if_due(folder)
        [found] = opening
        with found.result(timeout=20) as context:
            SmallCity(tmp_path, context).load_text("id,open_dt\n2,2024-03-01", "more.csv", recorded_at=LATER)
    with CityContext.open(folder) as context:
        assert SmallCity(tmp_path, context).count() == 2


def test_a_later_delivery_of_an_erased_case_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    city = open_small_city(tmp_path)
    city.load_text("id,open_dt,text\n1,2024-03-01,said")
    forgotten(city, "1")
    city.store.close()
    with CityContext.open(city.store.folder) as context:
        SmallCity(tmp_path, context).load_text("id,open_dt,text\n1,2024-03-02,said", "a.csv", recorded_at=LATER)
        assert len(unredacted(context)) == 2
        assert Erasing(context).finish().rewritten == 2
        assert not is_compaction_due(context.folder)


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
