"""Damage is known by the type of an error: no word in a case, a category or a file name can mark a store as damaged."""

import random
from pathlib import Path

import duckdb
import pytest

from queries.budget.memory_budget import STORE_FILE
from queries.errors import StoreDamaged
from queries.store.damage import damage_noted, is_damage
from queries.store.store import Store

WORDS = "IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2"
MANY = "INSERT INTO city.settings SELECT i::VARCHAR, repeat((i * 7919)::VARCHAR, 20) FROM range(40000) numbers(i)"
READ = "SELECT sum(length(key)), sum(length(value)) FROM city.settings"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT CAST($words AS INTEGER)",
        "SELECT CAST($words AS TIMESTAMP)",
        "SELECT error($words)",
        "SELECT json_extract($words, '$.a')",
        "SELECT * FROM read_csv($words)",
        "SELECT * FROM read_parquet('/nowhere/' || $words)",
    ],
)
def test_the_words_of_damage_in_a_value_do_not_mark_the_store(tmp_path: Path, statement: str) -> None:
    with Store.open(tmp_path) as store:
        with pytest.raises(duckdb.Error), store.cursor() as cursor:
            cursor.execute(statement, {"words": WORDS}).fetchall()
        assert damage_noted(tmp_path) is None
    Store.open(tmp_path).close()


def test_the_words_of_damage_in_another_error_are_no_damage() -> None:
    assert not is_damage(ValueError(WORDS))
    assert not is_damage(duckdb.ConversionException(WORDS))
    assert not is_damage(duckdb.IOException(f'IO Error: Cannot open file "{WORDS}": No such file or directory'))


@pytest.mark.parametrize("seed", range(6))
def test_a_page_that_was_altered_on_the_disk_is_damage(tmp_path: Path, seed: int) -> None:
    with Store.open(tmp_path) as store:
        with store.write() as writer:
            writer.execute(MANY)
        store.checkpoint()
    file = tmp_path / STORE_FILE
    content = bytearray(file.read_bytes())
    chance = random.Random(seed)  # noqa: S311
    for start in range(16_384, len(content), 65_536):  # every block of the file, behind its headers
        content[start + chance.randrange(1000)] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(StoreDamaged), Store.open(tmp_path) as store, store.cursor() as cursor:
        cursor.execute(READ).fetchall()
