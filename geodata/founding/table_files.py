"""Tables of areas, CSV or Excel, as rows of words."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import BoundariesRefused
from geodata.founding.attribute_encoding import encoding_named, guessed_encoding
from geodata.founding.boundary_formats import ReadingOptions

TEXTS, SHEETS = (".csv", ".tsv", ".txt"), (".xlsx", ".xls")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t|"
_MOST_CELLS = 20_000_000
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def read_table(file: Path, options: ReadingOptions) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of a table under its header, and what was guessed. Raises BoundariesRefused."""
    if not file.is_file():
        raise BoundariesRefused(f"There is no file {file}; look for its folder and its name.")
    found, notes = (_sheet(file, options), ()) if file.suffix.lower() in SHEETS else _text(file, options)
    found = found.dropna(how="all").reset_index(drop=True)
    found.columns = [str(column).strip() for column in found.columns]
    if not len(found):
        raise BoundariesRefused(
            f"{file.name} holds no areas: there is no row under its header; export it again with one row an area."
        )
    return found, notes


def _text(file: Path, options: ReadingOptions) -> tuple[pd.DataFrame, tuple[str, ...]]:
    data = file.read_bytes()
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    notes: tuple[str, ...] = ()
    if options.encoding:
        name = encoding_named(options.encoding)
    elif marked:
        name = marked
    else:
        words = [word.strip() for word in re.split(rb"[,;\t|\r\n\"]+", data) if not word.isascii()]
        guess = guessed_encoding(words, options.zone, f"{file.name} is not UTF-8")
        name, notes = guess.name, (guess.guess,) if guess.guess else ()
    try:
        text = data.decode(name).removeprefix("\ufeff")
        header = text.lstrip().split("\n", 1)[0]
        delimiter = max(_DELIMITERS, key=header.count)
        return pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, na_values=[""]), notes
    except (UnicodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BoundariesRefused(
            f"{file.name} cannot be read as a table of areas; save it as CSV in UTF-8 with one header row."
        ) from error


def _sheet(file: Path, options: ReadingOptions) -> Any:
    try:
        _refuse_far_cells(file)
        sheets = pd.read_excel(file, engine="calamine", dtype=object, sheet_name=None)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise BoundariesRefused(f"{file.name} cannot be read as a workbook; save it again as .xlsx or CSV.") from error
    filled = {name: rows for name, rows in sheets.items() if len(rows)}
    if options.layer is not None and options.layer not in filled:
        raise BoundariesRefused(
            f"{file.name} has no sheet {options.layer!r} with rows; name another with --layer: {', '.join(filled)}."
        )
    if options.layer is None and len(filled) > 1:
        raise BoundariesRefused(f"{file.name} has several sheets ({', '.join(filled)}); say which with --layer.")
    return filled[options.layer] if options.layer else next(iter(filled.values()), pd.DataFrame())


def _refuse_far_cells(file: Path) -> None:
    """Raise BoundariesRefused for a workbook with a cell so far away that the sheet between would fill the memory."""
    if file.suffix.lower() != ".xlsx":
        return
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            wide = high = 0
            with archive.open(name) as sheet:
                rest = b""
                while piece := sheet.read(1 << 20):
                    for letters, row in _CELL.findall(rest + piece):
                        wide = max(wide, _column(letters))
                        high = max(high, int(row))
                    rest = piece[-200:]
            if wide * high > _MOST_CELLS:
                raise BoundariesRefused(f"{file.name} has a value in a cell far from its table; delete it, save again.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
