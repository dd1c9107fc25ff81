"""DuckDB has little memory for questions, more for what needs it; prepared tables are compressed."""

from pathlib import Path

from queries.budget.memory_budget import MemoryBudget
from queries.city import City
from queries.recovery import rebuild
from queries.store.memory_limit import OF_CHECKPOINT, OF_LARGE_FILE
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES
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


def test_a_checkpoint_compresses_what_is_prepared(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny") as city:
        store = city._context.store
        store.prepare_unclosed(city._context.recording_moment().replace(tzinfo=None))
        statement = f"SELECT DISTINCT compression FROM pragma_storage_info('{UNCLOSED_CASES}')"  # noqa: S608
        with store.cursor() as cursor:
            before = {name for (name,) in cursor.execute(statement).fetchall()}
        store.checkpoint()
        with store.cursor() as cursor:
            after = {name for (name,) in cursor.execute(statement).fetchall()}
    assert before <= {"Uncompressed"} < after
