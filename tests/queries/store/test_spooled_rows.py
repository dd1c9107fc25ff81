"""Rows between the store and a slow reader: of many exports nothing lies in memory but what is worked on."""

import weakref
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from dashboard.cases.csv_list import csv_lines
from queries.store.spooled_rows import ROWS_AT_ONCE, SpooledRows

TABLES = 3
Held = weakref.WeakValueDictionary[int, pa.Table]


def counted(held: Held, rows: int = 2 * ROWS_AT_ONCE) -> Iterator[pa.Table]:
    """Tables; when one is asked for, none of those before may be held any more."""

    def made(number: int) -> pa.Table:
        assert not held
        held[number] = table = pa.table({"number": [number] * rows})
        return table

    return map(made, range(TABLES))


def test_a_table_is_let_go_before_the_next_is_made(tmp_path: Path) -> None:
    spooled = SpooledRows(tmp_path, counted(weakref.WeakValueDictionary()))
    assert [piece.num_rows for piece in spooled] == [ROWS_AT_ONCE] * (2 * TABLES)


def test_no_piece_is_held_once_it_is_used(tmp_path: Path) -> None:
    pieces = iter(SpooledRows(tmp_path, counted(weakref.WeakValueDictionary())))
    first = next(pieces)
    held = weakref.ref(first)
    del first
    next(pieces)
    assert held() is None


def test_no_row_is_held_while_its_text_is_sent() -> None:
    held: Held = weakref.WeakValueDictionary()
    lines = csv_lines(counted(held, rows=ROWS_AT_ONCE), ZoneInfo("Asia/Shanghai"))
    next(lines)
    for _ in range(TABLES):
        next(lines)
        assert not held
