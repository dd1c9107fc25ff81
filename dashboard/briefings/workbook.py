"""A composed briefing as an Excel workbook: its first page, areas, tables, and what all of it rests on."""

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
LEAST_WIDE, MOST_WIDE = 9.0, 48.0
"""Of a column, in letters of Latin; what is longer takes several lines."""
CHINESE, FIRST_CHINESE = 2.0, "\u2e80"
FIRST_COLUMNS = (26, *(20,) * 5)
"""Of sheets that are no table."""
A4 = 9
LONGEST_FOOT = 100
"""Excel takes 255 letters, of which some are doubled."""
LINE = 15.0
"""Height of a line of text, in points."""
FORMATS = {"ratio": "0.0%", "case": "#,##0", "day": "0.00", "hour": "0.0", "minute": "0.0"}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(document: Mapping[str, Any]) -> bytes:
    """The bytes of the workbook. Numbers are numbers in full precision; no text can be a formula."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (few ask for one)

    out = io.BytesIO()
    with Workbook(out, {**OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        book.set_properties({"title": document["title"], "author": neutral(document["stamp"]["made_by"])})
        writing = _Writing(book, document)
        writing.first_page()
        for area in document["areas"]:
            writing.area(area)
        for table in document["tables"]:
            writing.table(table)
        writing.rests_on()
        writing.again()
    return out.getvalue()


def _wide(text: str) -> float:
    """About how wide a text is, in letters of Latin."""
    return sum(1.0 if letter < FIRST_CHINESE else CHINESE for letter in text)


class _Writing:
    """The sheets of one workbook."""

    def __init__(self, book: Any, document: Mapping[str, Any]) -> None:
        self._book, self._names = book, {STAMP_SHEET, *RESERVED}
        self._document = document
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = {unit: book.add_format({"num_format": form, "valign": "top"}) for unit, form in FORMATS.items()}

    def first_page(self) -> None:
        document, stamp, words = self._document, self._document["stamp"], self._document["words"]
        sheet = self._sheet(document["title"])
        sheet.write_string(0, 0, neutral(document["title"]), self._title)
        lines = [
            (stamp["simulated"],),
            (words["period"], f"{stamp['place']} · {stamp['period']}"),
            (words["as_of"], stamp["as_of_text"]),
            (words["recorded"], stamp["recorded_text"]),
        ]
        for line, texts in enumerate(lines, 1):
            self._texts(sheet, line, texts)
        self._sentence(sheet, len(lines) + 2, document["headline"], self._bold)
        line = self._figures(sheet, len(lines) + 4, document["figures"], words)
        for one in (*document["sentences"], *document["caveats"]):
            line += 1
            self._sentence(sheet, line, one["text"], self._wrapped)
        for one in document["watched"]:
            line += 1
            told = " · ".join(filter(None, (one["place"], one["reason"], one["owner"])))
            self._sentence(sheet, line, told, self._wrapped)

    def rests_on(self) -> None:
        """What the numbers rest on: the moments, the rules, and how each source stands."""
        stamp, words = self._document["stamp"], self._document["words"]
        sheet = self._sheet(words["stamp"])
        lines = [
            (words["period"], f"{stamp['city']} · {stamp['place']}", stamp["period"]),
            (words["as_of"], stamp["as_of_text"], stamp["as_of"]),
            (words["recorded"], stamp["recorded_text"], stamp["recorded_as_of"]),
            (words["made"], stamp["made_by"], stamp["made_at"], f"yiping {stamp['release']}", stamp["simulated"]),
            ("", stamp["address"]),
            *((words["sources"], one["title"], one["status_text"], one["newest"]) for one in stamp["sources"]),
            (words["rules"], stamp["dictionary"]),
            *((words["rules"], rule) for rule in stamp["rules"]),
        ]
        for line, texts in enumerate(lines):
            self._texts(sheet, line, texts)

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
        self._sentence(sheet, 0, area["headline"], self._bold)
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
            texts = (column["name"], *(row[at]["text"] for row in table["rows"]))
            sheet.set_column(at, at, min(MOST_WIDE, max(LEAST_WIDE, *map(_wide, texts)) + 2))
        head = 2 if table["note"] else 1
        self._rows(sheet, 0, table)
        sheet.repeat_rows(0, head)
        sheet.freeze_panes(head + 1, 1)

    def _rows(self, sheet: Any, line: int, table: Mapping[str, Any]) -> int:
        """The line below the last one."""
        sheet.write_string(line, 0, neutral(table["title"]), self._title)
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

    def again(self) -> None:
        """The document itself, from which the same is composed again."""
        sheet = self._book.add_worksheet(STAMP_SHEET)
        text = json.dumps(without_drawings(self._document), ensure_ascii=True)
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
        sheet = self._book.add_worksheet(name)
        for at, wide in enumerate(FIRST_COLUMNS):
            sheet.set_column(at, at, wide)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        stamp, words = self._document["stamp"], self._document["words"]
        known = f"{stamp['place']} · {stamp['period']} · {words['as_of']} {stamp['as_of_text']} {stamp['simulated']}"
        sheet.set_footer("&L" + known.strip()[:LONGEST_FOOT].replace("&", "&&") + "&R&P / &N")
        return sheet

    def _sentence(self, sheet: Any, line: int, text: str, form: Any) -> None:
        """A text over all columns, in as many lines as it takes."""
        sheet.merge_range(line, 0, line, len(FIRST_COLUMNS) - 1, "", form)
        sheet.write_string(line, 0, neutral(text), form)
        sheet.set_row(line, LINE * (1 + int(_wide(text) * 1.1 / sum(FIRST_COLUMNS))))

    def _texts(self, sheet: Any, line: int, texts: Iterable[str], first: int = 0) -> None:
        for at, text in enumerate(texts, first):
            if text:
                sheet.write_string(line, at, neutral(text))

    def _number(self, sheet: Any, place: tuple[int, int], shown: Mapping[str, Any], unit: str) -> None:
        """What a figure or a cell shows, as a number where it is one. place: line and column."""
        value, text = shown["value"], shown["text"]
        if value is None:
            sheet.write_string(*place, neutral(text), self._wrapped)
        else:
            sheet.write_number(*place, value, self._formats.get(unit))
