"""A composed briefing as a file, and the document read from such a file again."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dashboard.briefings.typesetting.typesetting import Form, Sheet, typeset, without_drawings
from dashboard.briefings.workbook import STAMP_SHEET, workbook
from dashboard.errors import NotFound

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMS = tuple(MEDIA_TYPES)
ATTACHED = "briefing.json"
MOST_READ = 100_000_000
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
TEXT_CHUNK, KEYWORD = b"iTXt", b"yiping"


def briefing_file(document: Mapping[str, Any], form: str, sheet: Sheet, page: int = 1) -> bytes:
    """The bytes of a file of one of FORMS; of PNG those of one page (1 is the first). Raises NotFound for a page that
    there is not, and as `typeset`."""
    if form == "xlsx":
        return workbook(document)
    pages = typeset(document, sheet)
    if form == "pdf":
        return pages[0]
    return with_document(_page(pages, page), document)


def briefing_pages(document: Mapping[str, Any], sheet: Sheet) -> list[bytes]:
    """All pages of a PNG, each with the document in it. Raises as `typeset`."""
    return [with_document(page, document) for page in typeset(document, sheet)]


def _page(pages: list[bytes], page: int) -> bytes:
    if not 1 <= page <= len(pages):
        raise NotFound(f"There is no page {page}; the briefing has {len(pages)}.")
    return pages[page - 1]


def with_document(png: bytes, document: Mapping[str, Any]) -> bytes:
    """A PNG that holds the document as a text chunk (PNG specification, 11.3.3.4, compressed), before its end."""
    text = json.dumps(without_drawings(document), ensure_ascii=False).encode()
    content = KEYWORD + b"\0\1\0\0\0" + zlib.compress(text)
    check = zlib.crc32(TEXT_CHUNK + content)
    chunk = struct.pack(">I", len(content)) + TEXT_CHUNK + content + struct.pack(">I", check)
    end = png.rindex(b"IEND") - 4
    return png[:end] + chunk + png[end:]


def document_of(file: Path) -> dict[str, Any]:
    """The document from which a file (PDF, PNG or XLSX) was made. Raises NotFound for a file that is none."""
    reader = _READERS.get(file.suffix.lower())
    try:
        if reader and file.stat().st_size <= MOST_READ and (found := reader(file.read_bytes())) is not None:
            return dict(json.loads(found))
    except OSError:
        raise
    except Exception as error:  # of a stranger's file anything can be wrong
        raise _no_briefing(file) from error
    raise _no_briefing(file)


def _no_briefing(file: Path) -> NotFound:
    return NotFound(f"{file} is no briefing of yiping, or what it was made of was taken out of it.")


def _of_pdf(content: bytes) -> str | bytes | None:
    from pypdf import PdfReader  # noqa: PLC0415  (few ask for it)

    attached = PdfReader(io.BytesIO(content)).attachments
    return attached[ATTACHED][0] if ATTACHED in attached else None


def _of_png(content: bytes) -> str | bytes | None:
    at = len(PNG_HEAD)
    while content.startswith(PNG_HEAD) and at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        told = content[at + 8 : at + 8 + size]
        if kind == TEXT_CHUNK and told.startswith(KEYWORD + b"\0"):
            return zlib.decompressobj().decompress(told[len(KEYWORD) + 5 :], MOST_READ)
        at += size + 12
    return None


def _of_xlsx(content: bytes) -> str | bytes | None:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  (few ask for it)

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if STAMP_SHEET not in book.sheet_names:
        return None
    return "".join(str(row[0]) for row in book.get_sheet_by_name(STAMP_SHEET).to_python())


_READERS: Mapping[str, Callable[[bytes], str | bytes | None]] = {".pdf": _of_pdf, ".png": _of_png, ".xlsx": _of_xlsx}


def sheet_of(form: str, paper: str, scale: float, origin: str) -> Sheet:
    """How a file of one of FORMS is typeset."""
    typeset_as: Form = "png" if form == "png" else "pdf"
    return Sheet(typeset_as, paper, scale, origin)
