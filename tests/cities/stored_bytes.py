"""Everything that a city's folder holds, byte for byte and unpacked, to look for what must not be there."""

import gzip
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from queries.landing.frames import scan

TEXT_ENCODINGS = ("utf-8", "gb18030", "utf-16-le")


def found_in(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(file, word) of each word that a file below the folder holds, as text in some encoding or packed."""
    sought = [(word, word.encode(encoding)) for word in words for encoding in TEXT_ENCODINGS]
    found: dict[tuple[str, str], None] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for content in unpacked(path):
                found |= {(str(path.relative_to(folder)), word): None for word, code in sought if code in content}
    return list(found)


def unpacked(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what stands in it when it is read by the program for such files."""
    content = path.read_bytes()
    if content[8:12] == b"DUCK":
        yield from _of_database(path)
    yield from _of_bytes(content)


def _of_bytes(content: bytes) -> Iterator[bytes]:
    yield content
    if content[:2] == b"\x1f\x8b":
        yield from _of_bytes(gzip.decompress(content))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _of_bytes(archive.read(name))
    elif content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content))
        yield repr(table.schema.metadata).encode()
        yield _text_of(table)
    else:
        for frame in scan(content).frames:
            if frame.rows:
                table = pa.ipc.open_stream(pa.py_buffer(frame.payload)).read_all()
                yield b"".join((table.schema.metadata or {}).values())
                yield _text_of(table)


def _of_database(path: Path) -> Iterator[bytes]:
    """All tables of a store, of a copy, since it may be open."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (path, path.with_name(path.name + ".wal")):
            if file.exists():
                shutil.copy(file, folder)
        with duckdb.connect(str(Path(folder) / path.name)) as database:
            for schema, table in database.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
                yield _text_of(database.table(f"{schema}.{table}").to_arrow_table())


def _text_of(table: pa.Table) -> bytes:
    return "\n".join(str(cell) for column in table.columns for cell in column.to_pylist()).encode()
