"""A large file and the deliveries that come while it is loaded."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import duckdb
import pytest

from queries.city_context import CityContext
from queries.intake import reception as receiving
from queries.intake.reception import Reception
from queries.loading.load import load_file
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered
from queries.store.store import Store
from tests.queries.intake.conftest import PATIENCE_S, applied, case, everything, landing, new_city, rows_of, versions

CASES = "SELECT source, source_id FROM city.events ORDER BY ALL"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LARGE_FILE", 0)


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["id,open_dt,closed_dt,title", *rows, ""]))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four cases, an older version of one of them, a row that is there twice, and one that cannot be taken."""
    rows = ("1,2026-06-01,,new", "2,2026-06-02,,new", "2,2026-06-02,2026-06-03,", "3,soon,,", "4,2026-06-04,,")
    return written(tmp_path / "cases.csv", *rows, "4,2026-06-04,,")


@pytest.fixture
def known(city: CityContext, tmp_path: Path) -> CityContext:
    """A city that knows a case of the file, and one more, already."""
    load_file(city, written(tmp_path / "before.csv", "1,2026-06-01,,old", "9,2026-06-09,,"), source="posted")
    return city


def wait_for(city: CityContext, statement: str, expected: object) -> None:
    until = time.monotonic() + PATIENCE_S
    while rows_of(city, statement) != expected:
        assert time.monotonic() < until, rows_of(city, statement)
        time.sleep(0.002)


def test_deliveries_of_other_sources_are_applied_while_a_file_is_loaded(
    known: CityContext, reception: Reception, file: Path
) -> None:
    seen = []

    def meanwhile(_step: str, _share: float) -> None:
        reception.accept("other", "events", [case(7)])
        wait_for(known, "SELECT count(*) FROM city.events WHERE source = 'other'", [(1,)])
        seen.extend(rows_of(known, "SELECT source_id, title FROM city.events WHERE source = 'posted' ORDER BY ALL"))

    summary = reception.land_file(file, "posted", progress=meanwhile)
    assert seen == [("1", "old"), ("9", None)]  # nothing of the file before all of it
    assert (summary.read, summary.loaded, summary.superseded, summary.duplicate, summary.refused) == (6, 3, 1, 1, 1)
    assert rows_of(known, CASES) == [("other", "7"), *(("posted", number) for number in "1249")]
    assert reconcile(known.store) == ()


def test_what_is_recorded_as_of_a_moment_stays_what_it_was(
    known: CityContext, reception: Reception, file: Path
) -> None:
    def meanwhile(_step: str, _share: float) -> None:
        reception.accept("other", "events", [case(7)])
        applied(reception)

    before = landing(known)
    reception.land_file(file, "posted", progress=meanwhile)
    moments = dict(rows_of(known, "SELECT source, max(recorded_at) FROM city.events GROUP BY source"))
    assert moments["posted"] > moments["other"]
    tables = ("events", "event_history", "quarantine", "batches")
    dates = [f"SELECT recorded_at FROM city.{name} WHERE batch LIKE '%' || $1" for name in tables]  # noqa: S608
    dates.append("SELECT superseded_at FROM city.event_history WHERE source = 'posted' AND length($1) > 0")
    batch = next(name for name in landing(known) if name.endswith(".csv") and name not in before)[-12:-4]
    with known.store.cursor() as cursor:
        found = {moment for text in dates for (moment,) in cursor.execute(text, [batch]).fetchall()}
    assert found == {moments["posted"]}


def test_a_rebuild_makes_the_same_again(known: CityContext, reception: Reception, file: Path) -> None:
    reception.land_file(file, "posted", progress=lambda _step, _share: reception.accept("other", "events", [case(7)]))
    applied(reception)
    before = everything(known)
    reception.between(lambda: rebuild(known))
    assert everything(known) == before


def test_a_delivery_of_the_same_source_waits_for_the_file(known: CityContext, reception: Reception, file: Path) -> None:
    waiting = []

    def meanwhile(_step: str, _share: float) -> None:
        reception.accept("posted", "events", [case(1, title="newer")])
        reception.accept("other", "events", [case(7)])
        wait_for(known, "SELECT count(*) FROM city.events WHERE source = 'other'", [(1,)])
        waiting.append(reception.backlog_of("posted"))

    reception.land_file(file, "posted", progress=meanwhile)
    assert waiting == [1]
    wait_for(known, "SELECT title FROM city.events WHERE source_id = '1'", [("newer",)])
    assert reconcile(known.store) == ()


def test_a_file_that_brings_nothing_new_is_not_kept(known: CityContext, reception: Reception, file: Path) -> None:
    reception.land_file(file, "posted")
    before = landing(known), versions(known), known.store.data_version
    again = reception.land_file(file, "posted")
    assert (again.loaded, again.superseded, again.duplicate, again.refused) == (0, 0, 5, 1)
    assert (landing(known), versions(known), known.store.data_version) == before
    assert reconcile(known.store) == ()


def test_of_a_file_that_fails_nothing_stays(known: CityContext, reception: Reception, file: Path) -> None:
    before = landing(known), everything(known)

    def broken(_step: str, _share: float) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        reception.land_file(file, "posted", progress=broken)
    assert (landing(known), everything(known)) == before
    reception.accept("posted", "events", [case(5)])
    applied(reception)
    assert reception.land_file(file, "posted").loaded == 3
    assert reconcile(known.store) == ()


def test_a_file_that_contradicts_what_was_written_meanwhile_is_loaded_alone(
    known: CityContext, reception: Reception, file: Path
) -> None:
    with mock.patch.object(Store, "commit_beside", side_effect=duckdb.TransactionException("conflict")):
        assert reception.land_file(file, "posted").loaded == 3
    assert rows_of(known, CASES) == [("posted", number) for number in "1249"]
    assert reconcile(known.store) == ()


def test_a_large_file_is_not_begun_while_the_city_is_rebuilt(
    known: CityContext, reception: Reception, file: Path
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(PATIENCE_S)
        rebuild(known)

    rebuilding = threading.Thread(target=lambda: reception.between(work))
    rebuilding.start()
    begun.wait(PATIENCE_S)
    loading = threading.Thread(target=lambda: reception.land_file(file, "posted"))
    loading.start()
    may_end.set()
    for thread in (rebuilding, loading):
        thread.join(PATIENCE_S)
    assert rows_of(known, CASES) == [("posted", number) for number in "1249"]
    assert reconcile(known.store) == ()


KILLED = """
import os, sys
from queries.city_context import CityContext
from queries.intake import reception as receiving
from queries.landing import folder
receiving.LARGE_FILE = 0
city = CityContext.open(sys.argv[1])
reception = receiving.Reception(city)
reception.start()
if sys.argv[3] == "accepted":
    city.store.commit_beside = lambda *_: os._exit(9)
reception.land_file(sys.argv[2], "posted", progress=lambda *_: os._exit(9) if sys.argv[3] == "written" else None)
"""


@pytest.fixture
def killed(tmp_path: Path, file: Path, request: pytest.FixtureRequest) -> Iterator[CityContext]:
    """A city that was killed while it loaded the file, opened again."""
    city = new_city(tmp_path / "killed")
    load_file(city, written(tmp_path / "old.csv", "1,2026-06-01,,old"), source="posted")
    city.close()
    command = [sys.executable, "-c", KILLED, str(city.folder), str(file), request.param]
    assert subprocess.run(command, check=False, timeout=PATIENCE_S).returncode == 9
    again, sentences = open_recovered(city.folder)
    assert sentences == ()
    yield again
    again.close()


@pytest.mark.parametrize(("killed", "loaded_before"), [("written", 0), ("accepted", 3)], indirect=["killed"])
def test_a_kill_in_the_middle_loses_nothing(killed: CityContext, file: Path, loaded_before: int) -> None:
    [(rows,)] = rows_of(killed, "SELECT coalesce(sum(loaded), 0) FROM city.batches WHERE file = 'cases.csv'")
    assert rows == loaded_before
    reception = Reception(killed)
    reception.start()
    assert reception.land_file(file, "posted").loaded == 3 - loaded_before
    reception.stop()
    assert rows_of(killed, CASES) == [("posted", number) for number in "124"]
    assert reconcile(killed.store) == ()
