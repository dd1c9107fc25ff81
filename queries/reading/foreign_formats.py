"""Files of other programs that are not read, told by their first bytes so that the refusal can name them."""

from __future__ import annotations

import zipfile

from geodata.sentence import Sentence
from queries.errors import FileRefused

_DOCUMENTS = {
    b"SQLite format 3": "SQLite",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"ARROW1": "Arrow/Feather",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x89HDF": "HDF5",
}
_ARCHIVES = {
    b"7z\xbc\xaf": "7-Zip",
    b"\xfd7zXZ": "xz",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"Rar!": "RAR",
}
_MEMBERS = {"content.xml": "OpenDocument", "word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
LONGEST = 16
"""Bytes that are looked at."""


def refuse_foreign(start: bytes, name: str) -> None:
    """Raise FileRefused for the first bytes of a file that another program reads."""
    for begin, kind in _ARCHIVES.items():
        if start.startswith(begin):
            text = (
                f"{name} is packed by {kind}, which is not read; unpack it and load the file inside, or pack it as zip."
            )
            raise FileRefused(Sentence("foreign_archive", text, file=name, kind=kind))
    for begin, kind in _DOCUMENTS.items():
        if start.startswith(begin):
            raise _document(name, kind)


def refuse_foreign_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Raise FileRefused for a document of an office that lies packed as a zip archive."""
    for member in archive.namelist():
        if member in _MEMBERS:
            raise _document(name, _MEMBERS[member])


def _document(name: str, kind: str) -> FileRefused:
    text = f"{name} is a file of the kind {kind}, which is not read; save its table as .xlsx or CSV."
    return FileRefused(Sentence("foreign_document", text, file=name, kind=kind))
