"""CSV text: what was written well is read back exactly, in pieces of any size; what was not is refused line by line."""

import csv
import io
import mmap
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries.reading.chunk import Chunk, Limits
from queries.reading.csv_file import open_csv

NAMES = ("first", "second", "third")
cells = st.text(st.sampled_from('ab ",\n;中'), max_size=6)
records = st.lists(st.tuples(cells, cells, cells.map(lambda cell: cell + "z")), max_size=12)
wild_text = st.text(st.sampled_from('ab",\r\n\0'), max_size=80)


@contextmanager
def mapped(text: str) -> Iterator[mmap.mmap]:
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            yield whole


def read(text: str, piece_bytes: int) -> list[Chunk]:
    limits = Limits(line_bytes=1_000, piece_bytes=piece_bytes)
    with mapped(text) as whole:
        return list(open_csv(whole, "test.csv", limits).read(list(NAMES)))


@settings(max_examples=80, deadline=None)
@given(records, st.integers(1, 300), st.sampled_from(["\n", "\r\n"]))
def test_well_written_records_are_read_back(rows: list[tuple[str, str, str]], piece_bytes: int, ending: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(NAMES)
    writer.writerows(rows)
    chunks = read(out.getvalue(), piece_bytes)
    assert [refused for chunk in chunks for refused in chunk.refused] == []
    found = [tuple(cell or "" for cell in row.values()) for chunk in chunks for row in chunk.table.to_pylist()]
    assert found == rows
    lines = [line for chunk in chunks for line in chunk.lines.tolist()]
    above = [out.getvalue()[: out.getvalue().index(ending) + len(ending)]]
    for row in rows[:-1]:
        one = io.StringIO()
        csv.writer(one, lineterminator=ending).writerow(row)
        above.append(above[-1] + one.getvalue())
    assert lines == [text.count("\n") + 1 for text in above[: len(rows)]]


@settings(max_examples=80, deadline=None)
@given(wild_text, st.integers(1, 100))
@example(',,\r"', 1)
def test_any_text_is_read_or_refused_and_never_lost(text: str, piece_bytes: int) -> None:
    chunks = read(",".join(NAMES) + "\n" + text, piece_bytes)
    assert all(chunk.table.num_rows == len(chunk.lines) for chunk in chunks)
    lines = [line for chunk in chunks for line in chunk.lines.tolist()]
    lines += [refused.line for chunk in chunks for refused in chunk.refused]
    assert len(lines) == len(set(lines))
    whole = read(",".join(NAMES) + "\n" + text, 10_000)
    assert sorted(lines) == sorted(
        [line for chunk in whole for line in chunk.lines.tolist()] + [r.line for chunk in whole for r in chunk.refused]
    )
