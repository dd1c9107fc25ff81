"""DuckDB has little memory for questions, more for what needs it; prepared tables are compressed."""

from pathlib import Path

import duckdb
import pytest

from queries.budget.memory_budget import STORE_FILE, MemoryBudget
from queries.city import City
from queries.errors import NoPlace
from queries.recovery import rebuild
from queries.scope import WHOLE_CITY, answering
from queries.store.erased.compaction import note_compaction
from queries.store.memory_limit import OF_CHECKPOINT, OF_LARGE_BLOCKS, OF_LARGE_FILE
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store
from tests.cities.builder import build_city

UNITS = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
BUDGET = MemoryBudget(200_000_000)


def limit(store: Store) -> float:
    """Bytes, as DuckDB says them."""
    with store.cursor() as cursor:
        [(text,)] = cursor.execute("SELECT current_setting('memory_limit')").fetchall()
    number, unit = text.split()
    return float(number) * UNITS[unit]


def test_work_beside_questions_has_more_memory_and_gives_it_back(tmp_path: Path) -> None:
    with Store.open(tmp_path, memory=BUDGET) as store:
        usual = limit(store)
        assert abs(usual - BUDGET.share("store")) < UNITS["MiB"]
        with store.write_beside():
            assert abs(limit(store) - usual - OF_LARGE_FILE) < UNITS["MiB"]
            with store.memory_limit.raised(OF_CHECKPOINT):
                assert limit(store) > usual + OF_LARGE_FILE
            assert abs(limit(store) - usual - OF_LARGE_FILE) < UNITS["MiB"]
        store.checkpoint()
        assert limit(store) == usual


def test_a_statement_without_room_is_put_again_with_more(tmp_path: Path) -> None:
    """A month of hops of the demo, asked by one person alone, was refused as if too many asked."""
    with Store.open(tmp_path, memory=MemoryBudget(100_000_000)) as store, answering(WHOLE_CITY):
        usual = limit(store)
        _, rows = StatementRunner(store).rows("SELECT len(list(i)) FROM range(9_000_000) AS numbers(i)", {})
        assert rows == ((9_000_000,),)
        assert limit(store) == usual
        with pytest.raises(NoPlace):
            StatementRunner(store).rows("SELECT len(list(i)) FROM range(90_000_000) AS numbers(i)", {})
        assert limit(store) == usual


def of_database(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])


def test_the_tables_of_cases_take_little_after_the_first_row_that_follows_a_checkpoint(tmp_path: Path) -> None:
    """Each column took a block of 256 KiB, and another for its gaps: 95 MB of a limit of 221."""
    with build_city(tmp_path / "tiny") as city:
        store = city._context.store
        store.checkpoint()
        with store.write() as cursor:
            cursor.execute("INSERT INTO city.events SELECT * REPLACE ('another' AS source_id) FROM city.events LIMIT 1")
        with store.cursor() as cursor:
            taken = of_database(cursor, "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'")
        assert taken < 20_000_000


def test_an_older_file_with_large_blocks_has_the_memory_that_it_needs(tmp_path: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{tmp_path / STORE_FILE}' AS older (BLOCK_SIZE 262144)")
        connection.execute("CHECKPOINT older")
    with Store.open(tmp_path, memory=BUDGET) as store:
        assert abs(limit(store) - BUDGET.share("store") - OF_LARGE_BLOCKS) < UNITS["MiB"]
        with store.memory_limit.raised(OF_CHECKPOINT):
            assert abs(limit(store) - BUDGET.share("store") - OF_LARGE_BLOCKS - OF_CHECKPOINT) < UNITS["MiB"]
    note_compaction(tmp_path)
    with Store.open(tmp_path, memory=BUDGET) as store:
        assert abs(limit(store) - BUDGET.share("store")) < UNITS["MiB"]


def test_a_rebuild_in_a_server_has_what_a_command_has(tmp_path: Path) -> None:
    """It failed in the memory of questions, so that a new version of the tables ended a city."""
    with build_city(tmp_path / "tiny"):
        pass
    seen = []
    with City.open(tmp_path / "tiny", memory=BUDGET) as city:
        store = city._context.store
        usual = limit(store)
        rebuild.rebuild(city._context, lambda _step, _share: seen.append(limit(store)))
        assert seen[0] > 2 * BUDGET.total
        assert limit(store) == usual


def test_what_is_prepared_is_compressed(tmp_path: Path) -> None:
    """When it is made, and by a checkpoint what came afterwards."""
    with build_city(tmp_path / "tiny") as city:
        store = city._context.store
        store.prepare_unclosed(city._context.recording_moment().replace(tzinfo=None))
        assert compressions(store) > {"Uncompressed"}
        with store.cursor() as cursor:
            cursor.execute(f"INSERT INTO {UNCLOSED_CASES} SELECT * FROM {UNCLOSED_CASES}")  # noqa: S608
        loose = segments(store, "Uncompressed")
        store.checkpoint()
        assert segments(store, "Uncompressed") < loose


def segments(store: Store, compression: str) -> int:
    statement = f"SELECT count(*) FROM pragma_storage_info('{UNCLOSED_CASES}') WHERE compression = $kind"  # noqa: S608
    with store.cursor() as cursor:
        [(found,)] = cursor.execute(statement, {"kind": compression}).fetchall()
    return int(found)


def compressions(store: Store) -> set[str]:
    statement = f"SELECT DISTINCT compression FROM pragma_storage_info('{UNCLOSED_CASES}')"  # noqa: S608
    with store.cursor() as cursor:
        return {name for (name,) in cursor.execute(statement).fetchall()}
