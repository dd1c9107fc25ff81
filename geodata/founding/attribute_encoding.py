"""The encoding of a Shapefile's or a table's words: as stated, else as the bytes themselves make likely."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geodata.errors import BoundariesRefused

_ANSI = 0x57
"""What a .dbf says of "the code page of the machine that wrote it": nothing that another machine could know."""
_OF_LANGUAGE_DRIVER = (
    dict.fromkeys((0x03, 0x58, 0x59), "cp1252")
    | dict.fromkeys((0x4D, 0x7A), "gb18030")
    | dict.fromkeys((0x4F, 0x78), "big5hkscs")
    | dict.fromkeys((0x13, 0x7B), "cp932")
    | dict.fromkeys((0x4E, 0x79), "cp949")
    | {0x01: "cp437", 0x02: "cp850", 0x08: "cp865", 0x64: "cp852", 0x65: "cp866", 0x66: "cp865", 0x67: "cp861"}
    | {0x6A: "cp737", 0x6B: "cp857", 0x7C: "cp874", 0x50: "cp874", 0x7D: "cp1255", 0x7E: "cp1256"}
    | {0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257"}
)
"""dBASE language driver (byte 29 of a .dbf) to code page, as in the table of the Shapefile Technical FAQ."""
_OF_ZONE = {
    "gb18030": ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"),
    "big5hkscs": ("Asia/Taipei", "Asia/Hong_Kong", "Asia/Macau", "ROC", "Hongkong"),
    "cp932": ("Asia/Tokyo", "Japan"),
    "cp949": ("Asia/Seoul", "ROK"),
    "cp1251": ("Europe/Moscow", "Europe/Kyiv", "Europe/Minsk", "Europe/Sofia"),
}
_STATED_NUMBER = re.compile(r"(?:ansi|oem|windows|cp|ibm)?[\s_-]*(\d{3,5})")
_HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name`: a codec of Python; `guess`: a sentence where nothing states it and it was judged by the bytes."""

    name: str
    guess: str | None = None


def encoding_named(text: str) -> str:
    """The codec that a .cpg file or an option names: UTF-8, 65001, 1252, ANSI 936, 88591. Raises BoundariesRefused."""
    word = text.strip().strip("\ufeff").lower()
    number = _STATED_NUMBER.fullmatch(word)
    digits = number[1] if number else ""
    latin = re.fullmatch(r"8859(\d{1,2})", digits)
    for name in ({"65001": "utf-8", "936": "gb18030"}.get(digits), f"iso8859-{latin[1]}" if latin else None,
                 f"cp{digits}" if digits else None, word):  # fmt: skip
        try:
            found = codecs.lookup(name).name if name else None
        except LookupError:
            continue
        if found:
            return {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252"}.get(found, found)
    raise BoundariesRefused(f"{text!r} is no encoding known here; write one such as UTF-8, GB18030, Big5 or cp1252.")


def encoding_of_shapefile(file: Path, member: str | None, zone: str | None) -> Encoding:
    """What a .cpg beside the .shp states, else the language driver of the .dbf, else a guess from its words.

    `member`: which .shp of a zip."""
    stated, dbf = _beside(file) if member is None else _zipped(file, member)
    if stated and stated.strip():
        return Encoding(encoding_named(stated))
    driver = dbf[29] if len(dbf) > 32 else 0
    words = words_of_dbf(dbf)
    known = _OF_LANGUAGE_DRIVER.get(driver)
    if known and _decodes(words, known):
        return Encoding(known)
    return guessed_encoding(words, zone, f"{file.name} does not state the encoding of its words")


def words_of_dbf(dbf: bytes) -> list[bytes]:
    """The values of all text columns of a .dbf that are not plain ASCII, without the blanks that fill them."""
    if len(dbf) < 33:
        return []
    start, width = int.from_bytes(dbf[8:10], "little"), int.from_bytes(dbf[10:12], "little")
    columns, at, offset = [], 32, 1
    while at + 32 <= start and dbf[at] != 0x0D:
        kind, length = dbf[at + 11 : at + 12], dbf[at + 16]
        if kind == b"C":
            columns.append((offset, length))
        offset, at = offset + length, at + 32
    rows = range(start, len(dbf) - max(width, 1) + 1, max(width, 1))
    values = (dbf[row + first : row + first + length].strip(b" \0") for row in rows for first, length in columns)
    return [value for value in values if not value.isascii()]


def guessed_encoding(words: list[bytes], zone: str | None, because: str) -> Encoding:
    """The encoding in which words that are not ASCII read best; UTF-8 without a guess where they are valid in it."""
    if _decodes(words, "utf-8"):
        return Encoding("utf-8")
    usual = next((name for name, zones in _OF_ZONE.items() if zone in zones), None)
    if usual is None:
        usual = "gb18030" if _reads_as_pairs(words) else "cp1252"
    name = next(name for name in (usual, "gb18030", "cp1252", "latin-1") if _decodes(words, name))
    if name in ("gb18030", "big5hkscs", "cp932", "cp949") and not _reads_as_pairs(words) and _reads_as_latin(words):
        name = "cp1252"
    example = min((word.decode(name).strip() for word in words), key=lambda word: (len(word) > 40, -len(word)))
    return Encoding(
        name, f"{because}; they were read as {name.upper()}, so that one is {example!r}: if not, give --encoding"
    )


def _beside(file: Path) -> tuple[str | None, bytes]:
    """The text of the .cpg (None without one) and the bytes of the .dbf beside a .shp."""
    parts = {other.suffix.lower(): other for other in file.parent.glob(f"{_escaped(file.stem)}.*")}
    stated = parts[".cpg"].read_bytes() if ".cpg" in parts else None
    return _text(stated), parts[".dbf"].read_bytes() if ".dbf" in parts else b""


def _zipped(file: Path, member: str) -> tuple[str | None, bytes]:
    with zipfile.ZipFile(file) as archive:
        stem = str(PurePosixPath(member).with_suffix(""))
        parts = {name[len(stem) :].lower(): name for name in archive.namelist() if name.startswith(f"{stem}.")}
        stated = archive.read(parts[".cpg"]) if ".cpg" in parts else None
        return _text(stated), archive.read(parts[".dbf"]) if ".dbf" in parts else b""


def _escaped(stem: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", stem)


def _text(stated: bytes | None) -> str | None:
    return None if stated is None else stated.decode("ascii", "ignore")


def _decodes(words: list[bytes], name: str) -> bool:
    try:
        for word in words:
            word.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_pairs(words: list[bytes]) -> bool:
    """Bytes above ASCII stand in pairs that are common Chinese characters (GB 2312), in nearly all words."""
    common = sum(all(len(run) % 2 == 0 for run in _HIGH.findall(word)) and _decodes([word], "gb2312") for word in words)
    return common >= 0.9 * len(words)


def _reads_as_latin(words: list[bytes]) -> bool:
    """Nearly all characters above ASCII are letters beside letters, as in Mühle, when read as Windows-1252."""
    texts = [word.decode("cp1252", "replace") for word in words]
    letters = [unicodedata.category(letter).startswith("L") for text in texts for letter in text if letter > "\x7f"]
    return sum(letters) >= 0.9 * len(letters)
