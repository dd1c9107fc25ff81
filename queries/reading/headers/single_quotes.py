"""CSV with single quotes around its cells, rewritten with double ones."""

from __future__ import annotations

import csv
import io
import mmap
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE
from queries.reading.text_file import mapped

_CELL = rb"'(?:[^'\r\n]|'')*'"
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?" + _CELL + rb"(?:([,;\t|])" + _CELL + rb")(?:\1" + _CELL + rb")*\s*")
_LONGEST = MEGABYTE


@contextmanager
def double_quoted(text: mmap.mmap, name: str, scratch: Path) -> Iterator[tuple[mmap.mmap, tuple[Sentence, ...]]]:
    """The text with double quotes where its first line has single ones around every cell, else as it is; a remark."""
    found = _FIRST_LINE.fullmatch(text[: max(text.find(b"\n", 0, _LONGEST), 0)])
    if found is None:
        yield text, ()
        return
    text.seek(0)
    lines = (line.decode("utf-8-sig" if first == 0 else "utf-8") for first, line in enumerate(iter(text.readline, b"")))
    with tempfile.TemporaryFile(dir=scratch) as out:
        written = io.TextIOWrapper(out, "utf-8", newline="")
        try:
            csv.writer(written, delimiter=found[1].decode(), lineterminator="\n").writerows(
                csv.reader(lines, delimiter=found[1].decode(), quotechar="'")
            )
        except csv.Error as error:
            said = f"{name}: its single quotes cannot be read; save it with double quotes."
            raise FileRefused(Sentence("single_quotes_unreadable", said, file=name)) from error
        written.flush()
        with mapped(out, name) as rewritten:
            yield rewritten, (Sentence("single_quotes", "Single quotes stand around its cells."),)
        written.detach()
