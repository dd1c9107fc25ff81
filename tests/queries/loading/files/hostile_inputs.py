"""Small files that ask for much: bombs of every format and layer, each loaded into a city by a process of its own.

python -m tests.queries.loading.files.hostile_inputs [NAME …] prints a line of figures for each, and what it died of.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pyarrow as pa

from queries.errors import FileRefused
from tests.cities.builder import build_city
from tests.queries.loading.files.mutants import parquet, zipped
from tests.queries.loading.files.workbooks import workbook_with

MEMORY = 8 << 30
PROCESSOR_S = 300
HEADER = b"source_id,reported_at,title\n"
ROW = b"1,2024-06-01 08:00,x\n"
START = HEADER + b"1,2024-06-01 08:00,"
CELLS = b"".join([b"source_id,reported_at", *(b",c%d" % n for n in range(4_000)), b"\n"])


class Figures(TypedDict, total=False):
    """What became of a file. seconds: of processor, the reader's own process included; memory_mb: at most, beyond an
    opened city; died: the exit code."""

    name: str
    bytes: int
    outcome: str
    seconds: float
    memory_mb: int
    died: int


def _repeated(value: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()).fill_null(0), pa.array([value]))


def _cells(rows: int, columns: int) -> bytes:
    return workbook_with(("<row>" + "<c><v>1</v></c>" * columns + "</row>") * rows)


FILES: dict[str, Callable[[], bytes]] = {
    "commas.csv": lambda: b"," * 1_000_000 + b"\n" + ROW,
    "same_names.csv": lambda: b"a," * 500_000 + b"\n" + ROW,
    "short_rows.csv": lambda: b"source_id,reported_at\n" + b",\n" * 8_000_000,
    "short_rows.csv.gz": lambda: gzip.compress(b"source_id,reported_at\n" + b",\n" * 8_000_000),
    "empty_cells.csv": lambda: CELLS + (b"," * 4_001 + b"\n") * 5_000,
    "long_title.csv": lambda: START + b"x1 " * 5_000_000 + b"\n",
    "digits.csv": lambda: START + b"138001380001" * 1_000_000 + b"\n",
    "gigantic_numbers.csv": lambda: b"source_id,reported_at,lon,lat\n1,2024-06-01" + (b"," + b"9" * 10**6) * 2,
    "long_time.csv": lambda: b"source_id,reported_at\n1," + b"1" * 8_000_000 + b"\n",
    "long_number.csv": lambda: b"source_id,reported_at\n" + b"1" * 8_000_000 + b",2024-06-01 08:00\n",
    "quotes.csv": lambda: HEADER + b'"""\n' * 2_000_000,
    "nuls.csv": lambda: HEADER + b"\0" * 20_000_000,
    "returns.csv": lambda: b"source_id,reported_at\r" + b"1,2024-06-01 08:00\r" * 400_000,
    "utf16.csv": lambda: (HEADER + ROW * 500_000).decode().encode("utf-16"),
    "utf32.csv": lambda: (HEADER + ROW).decode().encode("utf-32"),
    "shared_text.xlsx": lambda: workbook_with("<row><c t='s'><v>0</v></c></row>" * 40_000, shared_text="a" * 6_000_000),
    "full_sheet.xlsx": lambda: _cells(10_000, 100),
    "deep.xlsx": lambda: workbook_with("<a>" * 1_000_000),
    "far_row.xlsx": lambda: workbook_with("<row r='99999999999999999999'><c r='A1'><v>1</v></c></row>"),
    "shared_text.parquet": lambda: parquet(pa.table({"source_id": _repeated("x" * 1_000_000, 200_000)})),
    "no_values.parquet": lambda: parquet(pa.table({"source_id": pa.nulls(20_000_000, pa.string()),
                                                   "reported_at": pa.nulls(20_000_000, pa.string())})),
    "one_value.parquet": lambda: parquet(pa.table({"source_id": _repeated("1", 3_000_000),
                                                   "reported_at": _repeated("2024-06-01", 3_000_000)})),
    "deep_array.jsonl": lambda: b'{"source_id":"1","title":' + b"[" * 2_000_000 + b"]" * 2_000_000 + b"}\n",
    "deep_object.jsonl": lambda: b'{"a":' * 2_000_000 + b"1" + b"}" * 2_000_000 + b"\n",
    "keys.jsonl": lambda: b"".join(b'{"k%d":1}\n' % n for n in range(1_000_000)),
    "empty_objects.jsonl": lambda: b"{}\n" * 5_000_000,
    "no_objects.jsonl": lambda: b"{\n" * 8_000_000,
    "deep_array.json": lambda: b"[" * 5_000_000,
    "deep.xml": lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'x'>]>" + b"<a>" * 2_000_000,
    "garbage_behind.csv.gz": lambda: gzip.compress(HEADER + ROW) + b"garbage" * 100,
    "many_members.csv.gz": lambda: gzip.compress(HEADER + ROW) + gzip.compress(b"") * 500_000,
    "archive_in_archive.zip": lambda: zipped(a_zip=zipped(b_csv=HEADER + ROW)),
    "bomb.zip": lambda: zipped(cases_csv=b"\0" * 300_000_000),
    "many_files.zip": lambda: zipped(**{f"{n}_csv": b"" for n in range(60_000)}),
}  # fmt: skip


def tried(name: str) -> Figures:
    """The figures of one file, loaded by a process of its own."""
    command = [sys.executable, "-m", "tests.queries.loading.files.hostile_inputs", "one", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20 * PROCESSOR_S)
    if done.returncode:
        return {"name": name, "died": done.returncode, "outcome": done.stderr[-300:]}
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _load(name: str) -> Figures:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / name
        file.write_bytes(FILES[name]())
        with build_city(Path(place) / "city", "six_cases", cases=()) as city:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most that it held is what it holds
            before, began = _megabytes("VmRSS"), _processor_seconds()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
            try:
                done = city.acts.load(file)
                outcome = f"{done.read:,} rows, {done.refused:,} refused"
            except FileRefused as error:
                outcome = str(error)[:200]
            figures: Figures = {"name": name, "bytes": file.stat().st_size, "outcome": outcome}
            return figures | {
                "seconds": round(_processor_seconds() - began, 1),
                "memory_mb": max(0, _megabytes("VmHWM") - before),
            }


def _megabytes(what: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) // 1024


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main(names: list[str]) -> None:
    if names[:1] == ["one"]:
        print(json.dumps(_load(names[1]), ensure_ascii=False))  # noqa: T201
        return
    for name in names or FILES:
        print(tried(name), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
