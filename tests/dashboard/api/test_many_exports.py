"""However many exports are sent at once, few pieces of them are in the making."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pyarrow as pa

from dashboard.cases.csv_list import csv_lines

EXPORTS, PIECES = 12, 5


def test_two_pieces_are_made_at_a_time_and_every_export_is_whole() -> None:
    making, most, lock = 0, 0, threading.Lock()

    def tables() -> Iterator[pa.Table]:
        nonlocal making, most
        for number in range(PIECES):
            with lock:
                making += 1
                most = max(most, making)
            time.sleep(0.002)
            with lock:
                making -= 1
            yield pa.table({"number": [number]})

    def export(_: int) -> str:
        return "".join(csv_lines(tables(), ZoneInfo("Asia/Shanghai")))

    with ThreadPoolExecutor(EXPORTS) as pool:
        texts = list(pool.map(export, range(EXPORTS)))
    assert set(texts) == {"number\n" + "".join(f"{number}\n" for number in range(PIECES))}
    assert 1 <= most <= 2


def test_an_export_that_nobody_reads_on_holds_nobody_up() -> None:
    unread = [csv_lines([pa.table({"number": [1]})], ZoneInfo("Asia/Shanghai")) for _ in range(4)]
    assert [next(one) for one in unread] == ["number\n"] * 4
