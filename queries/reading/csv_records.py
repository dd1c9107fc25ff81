"""Cutting CSV text into records with the lines they start on: whole regions at once while they are clean, line by line
where they are not, so that a broken row costs itself and not its neighbours.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.reading.chunk import MEGABYTE, RAW_KEPT, Limits, RefusedLine

NEWLINE, RETURN, QUOTE = 10, 13, 34
BROKEN_QUOTE = Sentence("row_quote", "a quote is not closed, or not followed by a delimiter")


@dataclass(frozen=True)
class RecordPiece:
    """Records of equal width as one text, the line each starts on, the longest (bytes), and refused rows.

    `end` is the offset just behind the piece.
    """

    text: bytes
    lines: NDArray[np.int64]
    longest: int
    end: int
    refused: list[RefusedLine] = field(default_factory=list)


@dataclass(frozen=True)
class Records:
    """The records of `text` from offset `start` (line `first_line`) on, each `width` fields wide."""

    text: mmap.mmap
    start: int
    first_line: int
    width: int
    delimiter: int
    limits: Limits

    def pieces(self) -> Iterator[RecordPiece]:
        """All records, in pieces of about `limits.piece_bytes`, smaller ones where they hold many short rows."""
        start, line = self.start, self.first_line
        while start < len(self.text):
            stop = end_of_piece(self.text, start, self.limits, self.delimiter)
            piece = self._clean(start, stop, line) or self._record_by_record(start, stop, line)
            yield piece
            line += self.text[start : piece.end].count(b"\n")
            start = piece.end

    def _clean(self, start: int, stop: int, line: int) -> RecordPiece | None:
        """The region cut behind its last record, or None when anything in it is not as it should be."""
        text = self.text[start:stop]
        if stop == len(self.text) and not text.endswith(b"\n"):
            text += b"\n"
        data = np.frombuffer(text, np.uint8)
        quotes = np.flatnonzero(data == QUOTE)
        newlines = np.flatnonzero(data == NEWLINE)
        ends = newlines[_outside(quotes, newlines)]
        if not len(ends):
            return None
        last = int(ends[-1]) + 1
        if stop == len(self.text) and last < len(data):
            return None
        data, quotes = data[:last], quotes[: np.searchsorted(quotes, last)]
        starts = np.concatenate([[0], ends[:-1] + 1])
        lengths = ends - starts
        blank = (lengths == 0) | ((lengths == 1) & (data[starts] == RETURN))
        if not self._is_clean(data, quotes, ends, lengths, blank):
            return None
        lines = line + np.searchsorted(newlines, starts[~blank])
        longest = int(lengths.max(initial=0))
        return RecordPiece(text[:last], lines, longest, min(start + last, len(self.text)))

    def _is_clean(
        self,
        data: NDArray[np.uint8],
        quotes: NDArray[np.int64],
        ends: NDArray[np.int64],
        lengths: NDArray[np.int64],
        blank: NDArray[np.bool_],
    ) -> bool:
        if (lengths > self.limits.line_bytes).any() or not data.all():
            return False
        delimiters = np.flatnonzero(data == self.delimiter)
        delimiters = delimiters[_outside(quotes, delimiters)]
        width = np.diff(np.searchsorted(delimiters, ends), prepend=0) + 1
        if (width[~blank] != self.width).any():
            return False
        returns = np.flatnonzero(data == RETURN)
        stray = returns[data[returns + 1] != NEWLINE]
        return not _outside(quotes, stray).any() and self._well_quoted(data, quotes)

    def _well_quoted(self, data: NDArray[np.uint8], quotes: NDArray[np.int64]) -> bool:
        """Every opening quote starts a field (or doubles a quote), every closing one ends it (or is doubled)."""
        if len(quotes) % 2:
            return False
        before = data[quotes[::2] - 1]
        before[quotes[::2] == 0] = NEWLINE
        after = data[quotes[1::2] + 1]
        return bool(
            np.isin(before, (self.delimiter, NEWLINE, QUOTE)).all()
            and np.isin(after, (self.delimiter, NEWLINE, RETURN, QUOTE)).all()
        )

    def _record_by_record(self, start: int, stop: int, line: int) -> RecordPiece:
        """The region record by record: a bad record refuses its first line only, reading goes on with the next line."""
        good: list[bytes] = []
        lines: list[int] = []
        refused: list[RefusedLine] = []
        position = start
        while position < stop:
            line_end = self.text.find(b"\n", position)
            line_end = len(self.text) if line_end < 0 else line_end
            end, reason = self._record(position, line_end)
            if reason:
                raw = self.text[position : min(line_end, position + RAW_KEPT)].decode("utf-8", "replace")
                refused.append(RefusedLine(line, reason, raw))
                end = line_end
            elif self.text[position:end].strip(b"\r\n"):
                good.append(self.text[position:end].rstrip(b"\r"))
                lines.append(line)
            line += 1 + (self.text[position:end].count(b"\n") if end > line_end else 0)
            position = end + 1
        text = b"\n".join([*good, b""])
        longest = max(map(len, good), default=0)
        return RecordPiece(text, np.array(lines, dtype=np.int64), longest, min(position, len(self.text)), refused)

    def _record(self, start: int, line_end: int) -> tuple[int, str]:
        """End of the record that starts at `start`, and why it must be refused ("" when it is good)."""
        if line_end - start > self.limits.line_bytes:
            size = _size(self.limits.line_bytes)
            return line_end, Sentence("row_long", f"the line is longer than {size}, which is the limit", size=size)
        row = self.text[start:line_end].rstrip(b"\r")
        if b"\0" in row:
            return line_end, Sentence("row_nul", "the line holds a NUL byte")
        end, width = line_end, row.count(self.delimiter) + 1
        if b'"' in row:
            end, width = self._quoted(start, line_end)
            if not width:
                return line_end, BROKEN_QUOTE
        elif b"\r" in row:
            return line_end, Sentence("row_return", "a carriage return stands in the middle of the line")
        if row and width != self.width:
            text = f"the row has {width} columns where the header has {self.width}"
            return line_end, Sentence("row_width", text, width=width, header=self.width)
        return end, ""

    def _quoted(self, start: int, line_end: int) -> tuple[int, int]:
        """End and width of a record with quotes, which may go on over line ends; width 0 when its quotes are broken."""
        position, width = start, 1
        bound = min(start + self.limits.line_bytes, len(self.text))
        while True:
            if position < bound and self.text[position] == QUOTE:
                position = self._closing(position + 1, bound) + 1
                if not position:
                    return line_end, 0
                if position >= line_end:
                    line_end = self.text.find(b"\n", position)
                    line_end = len(self.text) if line_end < 0 else line_end
                rest = self.text[position : position + 2]
                if rest[:1] == b"\n" or rest == b"\r\n" or not rest:
                    return line_end, width
                if rest[0] != self.delimiter:
                    return line_end, 0
            else:
                field_end = self.text.find(bytes([self.delimiter]), position, line_end)
                stray = self.text.find(b"\r", position, line_end if field_end < 0 else field_end)
                if 0 <= stray < line_end - 1:
                    return line_end, 0
                if field_end < 0:
                    return line_end, width
                position = field_end
            position, width = position + 1, width + 1

    def _closing(self, position: int, bound: int) -> int:
        """Offset of the quote that closes a field, skipping doubled ones; -1 when there is none before `bound`."""
        while True:
            position = self.text.find(b'"', position, bound)
            if position < 0 or self.text[position + 1 : position + 2] != b'"':
                return position
            position += 2


def end_of_piece(text: mmap.mmap, start: int, limits: Limits, delimiter: int) -> int:
    """Where a piece of lines from `start` on should end, so that memory is enough for what it is cut into."""
    rows, separators = 2 * limits.piece_rows, limits.piece_separators
    stop = min(start + limits.piece_bytes, len(text))
    while True:
        piece = text[start:stop]
        lines = piece.count(b"\n")
        excess = max(lines / rows, (lines + piece.count(delimiter)) / separators)
        if excess <= 1 or len(piece) <= rows:
            return stop
        stop = start + max(rows, int(len(piece) / excess))


def _outside(quotes: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for the positions that lie outside quotes."""
    outside: NDArray[np.bool_] = np.searchsorted(quotes, positions) % 2 == 0
    return outside


def _size(count: int) -> str:
    return f"{count // MEGABYTE} MB" if count >= MEGABYTE else f"{count:,} bytes"
