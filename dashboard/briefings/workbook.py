"""A composed briefing as an Excel workbook: one sheet for its first page, one for each table, and the stamp."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.briefings.typesetting.typesetting import without_drawings
from dashboard.cases.csv_list import neutral
from dashboard.cases.xlsx_list import OPTIONS

STAMP_SHEET = "yiping"
"""Hidden: the document as JSON, from which the briefing is composed again."""
PIECE = 30_000
"""Characters of the document in a cell, which holds 32,767."""
RESERVED = ("history",)
"""Names that Excel keeps for itself."""
LONGEST_NAME = 31
WIDTHS = {"text": 22, "number": 14}
FORMATS = {"ratio": "0.0%", "case": "#,##0", "day": "0.00", "hour": "0.0", "minute": "0.0"}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(document: Mapping[str, Any]) -> bytes:
    """The bytes of the workbook. Numbers are numbers in full precision; no text can be a formula."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (few ask for one)

    out = io.BytesIO()
    with Workbook(out, {**OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        book.set_properties({"title": document["title"], "author": neutral(document["stamp"]["made_by"])})
        writing = _Writing(book)
        writing.first_page(document)
        for area in document["areas"]:
            writing.area(area)
        for table in document["tables"]:
            writing.table(table)
        writing.stamp(document)
    return out.getvalue()


def _standing(source: Mapping[str, str]) -> str:
    return f"{source['title']} {source['status_text']} {source['newest']}".strip()


class _Writing:
    """The sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book, self._names = book, {STAMP_SHEET, *RESERVED}
        self._bold = book.add_format({"bold": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = {unit: book.add_format({"num_format": form}) for unit, form in FORMATS.items()}

    def first_page(self, document: Mapping[str, Any]) -> None:
        sheet, stamp, words = self._sheet(document["title"]), document["stamp"], document["words"]
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 6, 20)
        lines = [
            (document["title"], stamp["simulated"]),
            (words["period"], f"{stamp['place']} · {stamp['period']}"),
            (words["as_of"], stamp["as_of_text"]),
            (words["recorded"], stamp["recorded_text"]),
            (words["rules"], f"{stamp['dictionary']} ({', '.join(stamp['rules'])})"),
            (words["sources"], "; ".join(map(_standing, stamp["sources"]))),
            (words["made"], f"{stamp['made_by']} {stamp['made_at']} yiping {stamp['release']}"),
            ("", document["headline"]),
        ]  # fmt: skip
        for line, pair in enumerate(lines):
            self._texts(sheet, line, pair)
        line = self._figures(sheet, len(lines) + 1, document["figures"], words)
        for one in (*document["sentences"], *document["caveats"]):
            line += 1
            self._texts(sheet, line, [one["text"]])
        for one in document["watched"]:
            line += 1
            self._texts(sheet, line, [one["place"], one["reason"], one["owner"]])

    def _figures(self, sheet: Any, line: int, figures: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> int:
        for one in figures:
            self._texts(sheet, line, [one["name"]])
            self._number(sheet, (line, 1), one, one["unit"])
            band = f"{words['normal']} {one['band']['text']}" if one["band"] else ""
            self._texts(
                sheet, line, [f"{one['change']} {one['against']}".strip(), band, one["target"], one["basis"]], 2
            )
            line += 1
        return line

    def area(self, area: Mapping[str, Any]) -> None:
        sheet = self._sheet(area["name"])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 6, 18)
        self._texts(sheet, 0, [area["headline"]])
        line = 2
        for one in area["figures"]:
            self._texts(sheet, line, [one["name"]])
            self._number(sheet, (line, 1), one, one["unit"])
            self._texts(sheet, line, [f"{one['change']} {one['against']}".strip()], 2)
            line += 1
        for table in area["tables"]:
            line = self._rows(sheet, line + 1, table)

    def table(self, table: Mapping[str, Any]) -> None:
        sheet = self._sheet(table["title"])
        for at, column in enumerate(table["columns"]):
            sheet.set_column(
                at, at, WIDTHS[column["kind"]] * (1 if column["kind"] == "number" else column["share"] / 2 + 0.5)
            )
        self._rows(sheet, 0, table)

    def _rows(self, sheet: Any, line: int, table: Mapping[str, Any]) -> int:
        """The line below the last one."""
        sheet.write_string(line, 0, neutral(table["title"]), self._bold)
        if table["note"]:
            line += 1
            self._texts(sheet, line, [table["note"]])
        line += 1
        for at, column in enumerate(table["columns"]):
            sheet.write_string(line, at, neutral(column["name"]), self._bold)
        for row in table["rows"]:
            line += 1
            for at, cell in enumerate(row):
                self._number(sheet, (line, at), cell, table["columns"][at]["unit"])
        return line + 1

    def stamp(self, document: Mapping[str, Any]) -> None:
        sheet = self._book.add_worksheet(STAMP_SHEET)
        text = json.dumps(without_drawings(document), ensure_ascii=True)
        for line, at in enumerate(range(0, len(text), PIECE)):
            sheet.write_string(line, 0, text[at : at + PIECE])
        sheet.hide()

    def _sheet(self, title: str) -> Any:
        """A sheet under its title, as far as a name of a sheet may be that; each name once."""
        name = _NOT_IN_NAMES.sub(" ", title).strip()[:LONGEST_NAME] or "-"
        number = 2
        while name.lower() in self._names:
            name, number = f"{name[: LONGEST_NAME - 4]} {number}", number + 1
        self._names.add(name.lower())
        return self._book.add_worksheet(name)

    def _texts(self, sheet: Any, line: int, texts: Iterable[str], first: int = 0) -> None:
        for at, text in enumerate(texts, first):
            if text:
                sheet.write_string(line, at, neutral(text))

    def _number(self, sheet: Any, place: tuple[int, int], shown: Mapping[str, Any], unit: str) -> None:
        """What a figure or a cell shows, as a number where it is one. place: line and column."""
        value, text = shown["value"], shown["text"]
        if value is None:
            sheet.write_string(*place, neutral(text))
        else:
            sheet.write_number(*place, value, self._formats.get(unit))
