"""What was accepted is kept, and the store can be made again from it."""

import stat
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pytest

from queries.errors import LandingDamaged, MappingRefused, StoreDamaged
from queries.landing.folder import FILE, Landed, accept_file, complete_file, unfinished_file
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from queries.store.damage import set_aside
from queries.store.store import Store
from tests.queries.loading.conftest import LANDED, SmallCity

HEADER = "id,open_dt,closed_dt,lon,lat\n"
TABLES = ("events", "event_history", "quarantine", "sources", "default_points")


@pytest.fixture
def loaded(city: SmallCity) -> SmallCity:
    shared = "".join(f"{n},2011-07-01,,1.25,10.25\n" for n in range(10, 40))
    city.load_text(HEADER + "1,2011-07-01,,0.5,10.5\nbroken\n" + shared, "a.csv")
    city.load_text(
        HEADER + "1,2011-07-01,2011-07-02,0.5,10.5\n",
        "b.csv",
        mapping={"closed_at": "closed_dt"},
        recorded_at=LANDED + timedelta(hours=1),
    )
    city.load_table(
        pa.table({"source_id": ["t"], "reported_at": pa.array([10**15], pa.timestamp("us"))}), source="table"
    )
    return city


def everything(city: SmallCity) -> dict[str, list[tuple[object, ...]]]:
    with city.store.cursor() as cursor:
        return {name: sorted(cursor.table(f"city.{name}").fetchall(), key=str) for name in TABLES}


def built_again(city: SmallCity) -> int:
    return len(rebuild(city.context))


def test_a_rebuild_makes_the_same_tables_and_counts_on(loaded: SmallCity) -> None:
    before, version = everything(loaded), loaded.store.data_version
    assert reconcile(loaded.store) == ()
    assert built_again(loaded) == 3
    assert everything(loaded) == before
    assert loaded.store.data_version > version
    assert reconcile(loaded.store) == ()


def test_a_damaged_store_is_rebuilt_from_landing(loaded: SmallCity) -> None:
    before = everything(loaded)
    loaded.store.close()
    (loaded.store.folder / "store.duckdb").write_bytes(b"damaged" * 4096)
    with pytest.raises(StoreDamaged):
        Store.open(loaded.store.folder)
    set_aside(loaded.store.folder)
    loaded.context.store = Store.open(loaded.store.folder)
    assert reconcile(loaded.store)[0].startswith("3 accepted files are not in the store")
    built_again(loaded)
    assert everything(loaded) == before


def test_a_start_after_lost_rows_says_what_is_missing(loaded: SmallCity) -> None:
    with loaded.store.write() as cursor:
        cursor.execute("DELETE FROM city.events WHERE source_id = '1'")
        cursor.execute("DELETE FROM city.quarantine")
    sentences = reconcile(loaded.store)
    assert sentences == (
        "The store holds 32 versions of cases, 33 were accepted; run `yiping rebuild`.",
        "The store keeps 0 refused rows, 1 were refused; run `yiping rebuild`.",
    )
    built_again(loaded)
    assert reconcile(loaded.store) == ()


def test_an_accepted_file_that_is_gone_or_changed_stops_the_rebuild_and_nothing_is_lost(loaded: SmallCity) -> None:
    before = everything(loaded)
    file = next(path for path in (loaded.store.folder / "landing").iterdir() if path.suffix == ".csv")
    content = file.read_bytes()
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    file.write_bytes(content + b"9,2011-07-01,,,\n")
    with pytest.raises(LandingDamaged, match="has changed since"):
        built_again(loaded)
    file.unlink()
    with pytest.raises(LandingDamaged, match="is missing"):
        built_again(loaded)
    assert reconcile(loaded.store) == (f"1 files are missing in landing/, first {file.name}; take them from a backup.",)
    assert everything(loaded) == before


def test_an_unreadable_manifest_is_named(loaded: SmallCity) -> None:
    manifest = next((loaded.store.folder / "landing").glob("*.accepted"))
    manifest.write_text("{")
    with pytest.raises(LandingDamaged, match="manifest"):
        built_again(loaded)
    assert reconcile(loaded.store) == (f"The manifest landing/{manifest.name} cannot be read; take it from a backup.",)


def test_a_file_landed_before_a_crash_is_applied_by_the_rebuild_and_a_refused_one_forgotten(loaded: SmallCity) -> None:
    folder = loaded.store.folder
    unfinished = unfinished_file(folder)
    unfinished.write_text("a,b\n1,2\n")
    about = Landed("", "", FILE, "cases", "strange.csv", "", LANDED, {})
    accept_file(folder, complete_file(folder, unfinished, about), LANDED)
    assert len(reconcile(loaded.store)) == 1
    assert built_again(loaded) == 3
    assert reconcile(loaded.store) == ()


def test_a_load_that_fails_in_the_middle_leaves_store_and_landing_as_they_were(loaded: SmallCity) -> None:
    before, landing = everything(loaded), loaded.landing()
    with (
        mock.patch("queries.loading.case_load.record_memberships", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        loaded.load_text(HEADER + "77,2011-07-01,,0.5,10.5\n", "c.csv")
    assert everything(loaded) == before
    assert loaded.landing() == landing
    assert loaded.load_text(HEADER + "77,2011-07-01,,0.5,10.5\n", "c.csv").loaded == 1


def test_what_brings_nothing_new_is_not_kept(loaded: SmallCity) -> None:
    landing = loaded.landing()
    assert loaded.load_text(HEADER, "header.csv").read == 0
    assert loaded.load_text(HEADER + "1,2011-07-01,2011-07-02,0.5,10.5\n", "again.csv").duplicate == 1
    assert loaded.landing() == landing
    assert loaded.rows("SELECT count(*) FROM city.batches WHERE landed_as IS NULL") == [(2,)]


def test_the_moment_of_knowing_needs_a_zone(city: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match="time zone"):
        city.load_text(HEADER, recorded_at=LANDED.replace(tzinfo=None))
    assert city.landing() == []
