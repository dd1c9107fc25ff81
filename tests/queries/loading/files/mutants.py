"""Files of every format with bytes flipped, cut out, doubled and overwritten, read by a process with a limit of memory.

python -m tests.queries.loading.files.mutants SEED COUNT writes a line for each file before it is read and one after
it, so that a process that dies names what ended it.
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
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.formats import opened_file
from tests.queries.loading.files.workbooks import workbook

MEMORY = 3 << 30
LIMITS = Limits(unpacked_bytes=64 * MEGABYTE, line_bytes=4 * MEGABYTE)
ROWS = [{"id": str(n), "reported": f"2024-06-01 {n % 24:02d}:00", "title": f"路灯不亮 {n}"} for n in range(40)]


def whole_files() -> dict[str, bytes]:
    """One good file of each format, by its name."""
    lines = [",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)]
    text = "\n".join(lines).encode()
    archive, parquet = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("cases.csv", text)
    pq.write_table(pa.Table.from_pylist(ROWS), parquet)
    return {
        "cases.csv": text,
        "quoted.csv": b'id,reported,title\n1,2024-06-01,"two\nlines, and ""quotes"""\n' * 20,
        "gb18030.csv": text.decode().encode("gb18030"),
        "cases.csv.gz": gzip.compress(text, mtime=0),
        "cases.zip": archive.getvalue(),
        "cases.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
        "cases.xlsx": workbook([list(ROWS[0]), *([*row.values()] for row in ROWS)]),
        "cases.parquet": parquet.getvalue(),
    }


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


def read(path: Path, cursor: duckdb.DuckDBPyConnection) -> str:
    """What became of a file. Raises whatever is no refusal."""
    try:
        with opened_file(path, path.name, LIMITS, cursor) as opened:
            rows = sum(chunk.table.num_rows for chunk in opened.read(list(opened.names)))
    except FileRefused:
        return "refused"
    return f"{rows} rows"


def main(seed: int, count: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance, files = random.Random(seed), whole_files()  # noqa: S311
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as cursor:
        for number in range(count):
            name = chance.choice(list(files))
            path = Path(folder) / name
            path.write_bytes(mutated(files[name], chance))
            print("reading", seed, number, name, flush=True)  # noqa: T201
            began = time.perf_counter()
            outcome = read(path, cursor)
            print("done", round(time.perf_counter() - began, 3), outcome, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
