"""Files of a briefing: what stands in PDF, PNG and workbook is what was composed, and is read from them again."""

from __future__ import annotations

import io
import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pypdf import PdfReader

from dashboard.briefings.briefing_files import briefing_file, briefing_pages, document_of, sheet_of
from dashboard.briefings.composing.again import numbers_of
from dashboard.briefings.typesetting.typesetting import without_drawings
from dashboard.errors import NotFound

DIGITS = 12
"""A workbook holds sixteen digits of a number."""
ORIGIN = "http://127.0.0.1:8050"


@pytest.fixture(scope="module")
def pdf(weekly: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(briefing_file(weekly, "pdf", sheet_of("pdf", "a4", 1, ORIGIN))))


def packed(text: str) -> str:
    """Without spaces and breaks of lines, compatible forms of a character as one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def texts(document: Mapping[str, Any]) -> Iterator[str]:
    """What a reader must find on paper."""
    yield from (document["title"], document["headline"])
    for place in (document, *document["areas"]):
        for one in place["figures"]:
            yield from (one["name"], one["text"])
        yield from (one["text"] for one in place["sentences"])
        for table in place["tables"]:
            yield table["title"]
            for row in table["rows"]:
                yield from (cell["text"] for cell in row)


def test_the_text_of_the_pdf_holds_all_that_was_composed(pdf: PdfReader, weekly: dict[str, Any]) -> None:
    found = packed("".join(page.extract_text() for page in pdf.pages))
    missing = [text for text in texts(weekly) if packed(text) not in found]
    assert not missing, missing[:5]


def test_each_page_says_what_it_rests_on(pdf: PdfReader, weekly: dict[str, Any]) -> None:
    stamp, pages = weekly["stamp"], len(pdf.pages)
    assert pages > 3
    for number, page in enumerate(pdf.pages, 1):
        text = packed(page.extract_text())
        wanted = (stamp["place"], stamp["period"], stamp["as_of_text"], stamp["recorded_text"], stamp["dictionary"])
        for one in (*wanted, stamp["made_by"], f"第{number}/{pages}页"):
            assert packed(one) in text, (number, one)


def test_the_pdf_is_tagged_named_and_draws_every_character(pdf: PdfReader, weekly: dict[str, Any]) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith("zh")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    about = root["/Metadata"].get_data().decode()
    assert "pdfuaid" in about
    assert "pdfaid" in about
    assert pdf.metadata is not None
    assert weekly["title"] in str(pdf.metadata.title)
    assert len(pdf.outline) >= len(weekly["tables"])
    for page in pdf.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            [drawn] = font.get_object()["/DescendantFonts"]
            file = drawn.get_object()["/FontDescriptor"]
            assert "/FontFile2" in file or "/FontFile3" in file, "not embedded"
        assert "\ufffd" not in page.extract_text()
        assert "□" not in page.extract_text()


def test_links_lead_to_the_cards_of_the_numbers(pdf: PdfReader, weekly: dict[str, Any]) -> None:
    links = {one.get_object()["/A"]["/URI"] for page in pdf.pages for one in page.get("/Annots", [])}
    wanted = {ORIGIN + one["address"] for one in weekly["figures"]}
    assert wanted <= links
    assert ORIGIN + weekly["stamp"]["address"] in links


def test_the_workbook_holds_the_numbers_themselves(weekly: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(briefing_file(weekly, "xlsx", sheet_of("xlsx", "a4", 1, ""))))
    cells = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    numbers = {round(value, DIGITS) for value in cells if isinstance(value, int | float)}
    figures = [one["value"] for place in (weekly, *weekly["areas"]) for one in place["figures"]]
    rows = [cell["value"] for table in weekly["tables"] for row in table["rows"] for cell in row]
    assert {round(value, DIGITS) for value in (*figures, *rows) if value is not None} <= numbers
    assert not [value for value in cells if isinstance(value, str) and value.startswith(("=", "+", "@"))]
    assert "'=cmd()" in cells, "a department of this city"


def test_the_workbook_is_ready_to_be_read_and_printed(weekly: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(briefing_file(weekly, "xlsx", sheet_of("xlsx", "a4", 1, ""))))
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        assert "&P" in str(sheet.oddFooter.right.text)
    for table in weekly["tables"]:
        sheet = book[table["title"]]
        head = 2 + bool(table["note"])
        assert sheet.freeze_panes == f"B{head + 1}"
        assert sheet.print_title_rows == f"$1:${head}"
        for at, column in enumerate(table["columns"], 1):
            letter = get_column_letter(at)
            longest = max([len(column["name"]), *(len(row[at - 1]["text"]) for row in table["rows"])])
            assert sheet.column_dimensions[letter].width >= min(longest, 48)
            shown = {sheet.cell(head + 1 + line, at).number_format for line in range(len(table["rows"]))}
            assert column["unit"] != "ratio" or "0.0%" in shown
    told = {str(cell.value) for row in seen[-1].iter_rows() for cell in row if cell.value}
    assert {one["title"] for one in weekly["stamp"]["sources"]} | set(weekly["stamp"]["rules"]) <= told


def test_a_picture_has_the_pixels_that_were_asked_for(weekly: dict[str, Any]) -> None:
    for paper, scale, size in (("a4", 1.0, (794, 1123)), ("slide", 2.0, (2560, 1440))):
        first = briefing_pages(weekly, sheet_of("png", paper, scale, ""))[0]
        assert all(abs(a - b) <= 1 for a, b in zip(struct.unpack_from(">II", first, 16), size, strict=True))


def test_the_document_is_read_from_every_file(weekly: dict[str, Any], tmp_path: Path) -> None:
    wanted = json.loads(json.dumps(without_drawings(weekly)))
    for form in ("pdf", "png", "xlsx"):
        file = tmp_path / f"a.{form}"
        file.write_bytes(briefing_file(weekly, form, sheet_of(form, "a4", 1, ORIGIN)))
        assert document_of(file) == wanted, form
    assert dict(numbers_of(document_of(file))) == dict(numbers_of(weekly))


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.xlsx", "a.txt"])
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01iTXtyiping\x00", b"PK\x03\x04"]
)
def test_a_strangers_file_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(NotFound, match="no briefing of yiping"):
        document_of(file)


def test_there_is_no_page_behind_the_last(weekly: dict[str, Any]) -> None:
    with pytest.raises(NotFound, match="There is no page 900"):
        briefing_file(weekly, "png", sheet_of("png", "a4", 1, ""), 900)
