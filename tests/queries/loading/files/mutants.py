"""Files of every format with bytes flipped, cut out, doubled and overwritten, read by a process with a limit of memory.

python -m tests.queries.loading.files.mutants SEED COUNT [load] writes a line for each file before it is read and one
after it, so that a process that dies names what ended it, and at the end its figures. With `load` the files are loaded
into a city; without, only their readers are tried, those of Excel and Parquet in this process.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.excel_rows import excel_rows
from queries.reading.formats import opened_file
from queries.reading.parquet.parquet_rows import parquet_rows
from tests.cities.builder import build_city
from tests.queries.loading.files.workbooks import workbook, workbook_with

MEMORY = 3 << 30
LIMITS = Limits(unpacked_bytes=64 * MEGABYTE, line_bytes=4 * MEGABYTE)
ROWS = [
    {"source_id": str(n), "reported_at": f"2024-06-01 {n % 24:02d}:00", "title": f"路灯不亮 {n}"} for n in range(40)
]
Reader = Callable[[Path], int]
"""Reads a file and gives the number of its rows, or raises FileRefused."""


def zipped(**members: bytes) -> bytes:
    """An archive of these files; `_` in a name stands for a dot."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_", "."), content)
    return archive.getvalue()


def parquet(table: pa.Table, **options: str) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def whole_files() -> dict[str, bytes]:
    """One good file of each format, by its name."""
    lines = [",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)]
    text = "\n".join(lines).encode()
    table = pa.Table.from_pylist(ROWS)
    words = table.append_column("category1", table.column("title").dictionary_encode())
    json_lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    shared = "".join("<row>" + "<c t='s'><v>0</v></c>" * 3 + "</row>" for _ in range(40))
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [1, 2]}} for row in ROWS
    ]
    xml = "".join(f"<case><id>{row['source_id']}</id><title>{row['title']}</title></case>" for row in ROWS)
    return {
        "cases.csv": text,
        "bom.csv": b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"),
        "utf16.csv": text.decode().encode("utf-16"),
        "quoted.csv": b'source_id,reported_at,title\n1,2024-06-01,"two\nlines, and ""quotes"""\n' * 20,
        "gb18030.csv": text.decode().encode("gb18030"),
        "wide.csv": ",".join(["source_id", "reported_at", *(f"c{n}" for n in range(400))]).encode()
        + ("\n1,2024-06-01" + "," * 400).encode() * 5,
        "cases.csv.gz": gzip.compress(text, mtime=0),
        "cases.zip": zipped(cases_csv=text),
        "nested.zip": zipped(cases_zip=zipped(cases_csv=text)),
        "cases.jsonl": json_lines,
        "deep.jsonl": b'{"source_id":"1","title":' + b"[" * 300 + b"]" * 300 + b"}\n" + json_lines,
        "cases.json.gz": gzip.compress(json_lines, mtime=0),
        "cases.xml": f'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY e "x">]><cases>{xml}&e;</cases>'.encode(),
        "array.json": json.dumps(ROWS, indent=1).encode(),
        "wrapped.json": json.dumps({"meta": {"n": 40}, "cases": ROWS}).encode(),
        "events.geojson": json.dumps({"type": "FeatureCollection", "features": features}).encode(),
        "requests.xml": f'<?xml version="1.0"?><cases>{xml}</cases>'.encode(),
        "latin.csv": "\n".join(lines).replace("路灯不亮", "Müll").encode("latin-1"),
        "titled.csv": b"Cases of June\n\n" + text + b"\nTotal,40,\n",
        "cases.xlsx": workbook([list(ROWS[0]), *([*row.values()] for row in ROWS)]),
        "shared.xlsx": workbook_with(shared, shared_text="路灯不亮"),
        "cases.parquet": parquet(table),
        "zstd.parquet": parquet(words, compression="zstd"),
    }  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to eight changes."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 64)
        change = chance.randrange(6)
        if change == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif change == 1:
            del data[at : at + length]
        elif change == 2:
            data[at:at] = data[at : at + length] * chance.randint(1, 40)
        elif change == 3:
            data[at : at + length] = chance.randbytes(length)
        elif change == 4:
            data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\0\0\0\x80"))
        else:
            del data[at:]
    return bytes(data)


@contextmanager
def readers() -> Iterator[Reader]:
    """What reads a file with its reader, in this process."""
    with duckdb.connect(config={"threads": 1}) as cursor:

        def read(path: Path) -> int:
            for magic, rows_of in ((b"PAR1", parquet_rows), (b"PK\x03\x04", excel_rows)):
                if path.suffix in (".xlsx", ".parquet") and path.read_bytes()[:4] == magic:
                    return sum(batch.num_rows for batch in rows_of(path, path.name, LIMITS, None)[1])
            with opened_file(path, path.name, LIMITS, cursor) as opened:
                return sum(chunk.table.num_rows for chunk in opened.read(list(opened.names)))

        yield read


@contextmanager
def loaders(folder: Path) -> Iterator[Reader]:
    """What loads a file into a city."""
    with build_city(folder / "city", "six_cases", cases=()) as city:
        yield lambda path: city.acts.load(path).read


def main(seed: int, count: int, *, load: bool = False) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance, files = random.Random(seed), whole_files()  # noqa: S311
    longest, refused = 0.0, 0
    with tempfile.TemporaryDirectory() as place, loaders(Path(place)) if load else readers() as read:
        for number in range(count):
            name = chance.choice(list(files))
            path = Path(place) / name
            path.write_bytes(mutated(files[name], chance))
            print("reading", seed, number, name, flush=True)  # noqa: T201
            began = time.process_time()
            try:
                outcome = f"{read(path)} rows"
            except FileRefused:
                outcome, refused = "refused", refused + 1
            longest = max(longest, time.process_time() - began)
            print("done", round(time.process_time() - began, 3), outcome, flush=True)  # noqa: T201
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(json.dumps({"files": count, "refused": refused, "longest_s": round(longest, 2), "most_mb": most}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), load=sys.argv[3:] == ["load"])
