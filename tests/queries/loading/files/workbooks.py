"""Small .xlsx workbooks, with cells wherever a test wants them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet with rows of text from A1 on."""
    letters = "ABCDEFGHIJ"
    return workbook_of(
        {
            f"{letter}{row}": text
            for row, cells in enumerate(rows, 1)
            for letter, text in zip(letters, cells, strict=False)
        }
    )


def workbook_of(cells: Mapping[str, str | None]) -> bytes:
    """A workbook of one sheet with cells by their names, in the order of rows; None: a cell that only has a format."""
    lines: dict[str, list[str]] = {}
    for name, text in cells.items():
        row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        filled = f' t="inlineStr"><is><t>{escape(text or "")}</t></is></c>'
        lines.setdefault(row, []).append(f'<c r="{name}"' + (' s="1"/>' if text is None else filled))
    return workbook_with("".join(f'<row r="{row}">{"".join(inner)}</row>' for row, inner in lines.items()))


def workbook_with(data: str, shared_text: str | None = None) -> bytes:
    """A workbook of one sheet with this text of rows; shared_text: the one that a cell of type s names by 0."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>',
    }
    if shared_text is not None:
        strings = f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        related = "xl/_rels/workbook.xml.rels"
        parts[related] = parts[related].replace("</Relationships>", strings)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}"><si><t>{escape(shared_text)}</t></si></sst>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()
