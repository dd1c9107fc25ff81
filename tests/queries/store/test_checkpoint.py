"""The write-ahead log goes into the store's file while somebody reads, and nothing is lost."""

from pathlib import Path

from queries.store.store import STORE_FILE, Store


def test_a_checkpoint_empties_the_log_beside_an_open_reader(tmp_path: Path) -> None:
    log = tmp_path / f"{STORE_FILE}.wal"
    with Store.open(tmp_path) as store:
        with store.write() as writer:
            writer.execute("CREATE TABLE city.numbers AS SELECT range AS n FROM range(100000)")
        with store.write() as writer:
            writer.execute("UPDATE city.numbers SET n = n + 1 WHERE n % 7 = 0")
        with store.cursor() as reader:
            reader.execute("BEGIN TRANSACTION")
            [(before,)] = reader.execute("SELECT sum(n) FROM city.numbers").fetchall()
            assert log.stat().st_size > 10_000
            store.checkpoint()
            assert not log.exists() or log.stat().st_size < 1_000
            assert reader.execute("SELECT sum(n) FROM city.numbers").fetchall() == [(before,)]
            reader.execute("ROLLBACK")
    with Store.open(tmp_path, read_only=True) as store:
        store.checkpoint()
        with store.cursor() as reader:
            assert reader.execute("SELECT sum(n) FROM city.numbers").fetchall() == [(before,)]
