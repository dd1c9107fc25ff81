"""The case list as CSV: safe to open in a spreadsheet, instants with the city's offset."""

import csv
import gzip
import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from flask.testing import FlaskClient

from dashboard.cases.csv_list import csv_lines, neutral

EXPORTS, PIECES = 12, 5
"""Exports side by side, and pieces of each."""


def rows(table: pa.Table, zone: str = "Asia/Shanghai") -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(csv_lines([table], ZoneInfo(zone))))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\ufeff=1"])
def test_formulas_are_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["绿地停车", "3-5 号楼", "<script>alert(1)</script>", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_numbers_are_not_texts() -> None:
    assert rows(pa.table({"lon": [-71.0587], "n": [-3]}))[1] == ["-71.0587", "-3"]


def test_instants_carry_the_offset_of_the_city_in_summer_and_winter() -> None:
    utc = pa.array([1_309_492_800, 1_322_715_600, None], pa.timestamp("s"))
    table = pa.table({"reported_at": utc})
    assert [row[0] for row in rows(table, "America/New_York")[1:]] == [
        "2011-07-01T00:00:00-04:00",
        "2011-12-01T00:00:00-05:00",
        "",
    ]


def test_text_with_quotes_and_lines_comes_back_whole() -> None:
    text = 'a "b", c\nd'
    assert rows(pa.table({"text": [text, None]}))[1:] == [[text], [""]]


def test_a_header_comes_even_without_cases() -> None:
    assert rows(pa.table({"source": pa.array([], pa.string()), "n": pa.array([], pa.int64())})) == [["source", "n"]]


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


def test_an_export_is_compressed_by_what_holds_little_while_it_is_sent(client: FlaskClient) -> None:
    answer = client.get("/api/v1/cases?key=reported", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == client.get("/api/v1/cases?key=reported").data


def test_a_list_without_data_says_why_in_a_header(client: FlaskClient) -> None:
    unknown = client.get("/api/v1/cases?key=reported&from=2001-01-01&to=2001-12-31")
    assert unknown.headers["Yiping-No-Data"] == "No data: the data begin on 2011-07-01."
    assert len(unknown.text.splitlines()) == 1
    assert "Yiping-No-Data" not in client.get("/api/v1/cases?key=reported").headers
