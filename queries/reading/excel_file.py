"""Excel workbooks, read by a process of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import Chunk, Limits, Opened
from queries.reading.csv_file import header_names
from queries.reading.excel_rows import FILLED, SHEET, SHEETS
from queries.reading.file_form import AS_FOUND, FileForm
from queries.reading.headers.header_rows import (
    LOOKED_AT,
    FoundHeader,
    found_header,
    header_at,
    no_header,
    remarks_about,
)
from queries.reading.headers.total_rows import without_totals
from queries.reading.reader_process import ReaderProcess, reader_process

_MOST_SHEETS = 12
"""Sheets that are opened to find the one with the cases."""
_FITS = 2


class _Sheet:
    """A sheet whose first rows are known."""

    def __init__(self, process: ReaderProcess, name: str, form: FileForm) -> None:
        about = {key.decode(): value.decode() for key, value in (process.schema.metadata or {}).items()}
        self.name, self.sheets, self.filled = about[SHEET], json.loads(about[SHEETS]), int(about[FILLED])
        self._batches = process.batches()
        self._first: list[pa.RecordBatch] = []
        self._skipped = 0 if form.header_row is None else form.header_row - 1
        head: list[tuple[int, list[str]]] = []
        while len(head) < LOOKED_AT and (batch := next(self._batches, None)) is not None:
            self._first.append(batch)
            rows = batch.slice(0, LOOKED_AT + self._skipped).to_pydict().values()
            *columns, numbers = rows
            cells = zip(*columns, strict=True)
            head += [
                (number, [cell or "" for cell in row])
                for number, row in zip(numbers, cells, strict=True)
                if number > self._skipped
            ][: LOOKED_AT - len(head)]
        if not head:
            raise no_header(name, "row", form.header_row)
        look = found_header if form.header_row is None else header_at
        self.header: FoundHeader = look([row for _, row in head], form.header_test)
        self.numbers = [number for number, _ in head]
        self.names = header_names(self.header.cells)

    def read(self, wanted: list[str]) -> Iterator[Chunk]:
        """The rows behind the header."""
        last = self.numbers[self.header.last]
        for batch in chain(self._first, self._batches):
            *columns, numbers = batch.columns
            lines = numbers.to_numpy()
            table = pa.table(dict(zip(self.names, columns, strict=True)))
            behind = np.flatnonzero(lines > last)
            if len(behind) < len(lines):
                table, lines = table.take(pa.array(behind)), lines[behind]
            yield without_totals(Chunk(table, lines, done=0.5), self.names[0]).only(wanted)


@contextmanager
def opened_excel(path: Path, name: str, limits: Limits, form: FileForm = AS_FOUND) -> Iterator[Opened]:
    """Header and rows of a workbook; every value is text. Of several sheets, where none is named, the first whose
    header fits best, else the first with cells. Raises FileRefused for a damaged or oversized one."""
    workbook = _Workbook(path, name, limits, form)
    with ExitStack() as opened:
        sheet = workbook.sheet(opened, form.sheet)
        if form.sheet is None and sheet.header.fit < _FITS:
            sheet = workbook.fitting_sheet(opened, sheet)
        others = [one for one in sheet.sheets if one != sheet.name]
        remarks = remarks_about(sheet.header, sheet.numbers, "row")
        if form.sheet is None and (sheet.filled > 1 or sheet.name != sheet.sheets[0]) and others:
            named = ", ".join(others[:5])
            text = f"Of its sheets, {sheet.name} was read; others are {named} (--sheet names another)."
            remarks = (Sentence("sheet_guessed", text, sheet=sheet.name, others=named), *remarks)
        yield Opened(sheet.names, sheet.read, remarks, is_part=bool(others))


@dataclass(frozen=True)
class _Workbook:
    path: Path
    name: str
    limits: Limits
    form: FileForm

    def sheet(self, opened: ExitStack, sheet: str | int | None) -> _Sheet:
        """A sheet, open for as long as `opened` lasts."""
        process = reader_process("excel", self.path, self.name, self.limits, sheet)
        return _Sheet(opened.enter_context(process), self.name, self.form)

    def fitting_sheet(self, opened: ExitStack, first: _Sheet) -> _Sheet:
        """The first other sheet whose header fits, else the one whose header fits best, this one before others."""
        best, best_opened = first, ExitStack()
        for other in first.sheets[:_MOST_SHEETS]:
            if other == first.name:
                continue
            with ExitStack() as tried:
                try:
                    sheet = self.sheet(tried, other)
                except FileRefused:
                    continue
                if sheet.header.fit > best.header.fit:
                    best_opened.close()
                    best, best_opened = sheet, tried.pop_all()
            if best.header.fit == _FITS:
                break
        opened.enter_context(best_opened)
        return best
