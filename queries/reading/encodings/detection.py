"""Which encoding a text is in that is not UTF-8, from its lines beyond ASCII."""

from __future__ import annotations

import re
from collections import Counter
from typing import IO

import charset_normalizer

from queries.reading.chunk import MEGABYTE
from queries.reading.encodings.plausibility import JUDGES, plausibility

_SAMPLE = 65_536
_LONGEST_LINE = 4_096
_BLOCK = 4 * MEGABYTE
_BEYOND_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_PLAUSIBLE, _CLEARLY = 0.6, 0.02
_ENOUGH = 10
"""Characters after which a text of nothing but Korean syllables is Korean, though each is a Chinese character too."""
_ALPHABETS = ("cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "cp1255", "cp1256")
_LONGEST_EXAMPLE = 24
_WIDE_HEAD = 4_096
_MANY_NULS = 0.25


def beyond_ascii(plain: IO[bytes]) -> bytes:
    """The first lines of a file that hold bytes beyond ASCII, some 64 kB of them."""
    plain.seek(0)
    found, size = [], 0
    while size < _SAMPLE and (block := plain.read(_BLOCK)):
        for match in _BEYOND_ASCII.finditer(block):
            line = match.group()[:_LONGEST_LINE]
            found.append(line)
            size += len(line)
            if size >= _SAMPLE:
                break
    return b"\n".join(found)


def is_broken_utf8(sample: bytes) -> bool:
    """Whether most of what is beyond ASCII is UTF-8 all the same."""
    read = sample.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    return sum(not character.isascii() for character in read) - broken > broken


def detected(sample: bytes) -> str | None:
    """The encoding, as Python names it; None when no reading is plausible."""
    readings = {encoding: sample.decode(encoding, "replace") for encoding in JUDGES}
    found = {encoding: plausibility(text, encoding) for encoding, text in readings.items()}
    best = max(found, key=lambda encoding: found[encoding])
    if found[best] < _PLAUSIBLE:
        return _by_library(sample)
    likely = next(encoding for encoding in JUDGES if found[encoding] > found[best] - _CLEARLY)
    if likely == "gb18030" and found["cp949"] > found[best] - _CLEARLY and len(readings["cp949"]) > _ENOUGH:
        return "cp949" if sum(map(str.isalpha, readings["cp949"])) >= _ENOUGH else likely
    return _alphabet(sample, likely) if likely in _ALPHABETS else likely


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII characters is NUL. head: the beginning of a file."""
    head = head[: _WIDE_HEAD // 2 * 2]
    head = head[: len(head) // 2 * 2]
    nuls = [head[start::2].count(0) for start in (0, 1)]
    for encoding, of_high, of_low in (("utf-16-be", nuls[0], nuls[1]), ("utf-16-le", nuls[1], nuls[0])):
        if not of_high or of_low:
            continue
        text = head.decode(encoding, "replace")
        if "\ufffd" not in text[:-1] and ("\n" in text or "\r" in text or of_high > len(head) // 2 * _MANY_NULS):
            return encoding
    return None


def example(text: str) -> str:
    """The commonest word of a text that is not ASCII."""
    words = Counter(match.group() for match in _WORD.finditer(text))
    return words.most_common(1)[0][0][:_LONGEST_EXAMPLE] if words else ""


def _alphabet(sample: bytes, likely: str) -> str:
    """Of the encodings of other alphabets, in all of which every byte is a letter, the one that charset-normalizer
    finds to be a language; else the likely one."""
    best = charset_normalizer.from_bytes(sample, cp_isolation=list(_ALPHABETS)).best()
    another = best is not None and best.coherence and best.encoding not in JUDGES
    return str(best.encoding) if best is not None and another else likely


def _by_library(sample: bytes) -> str | None:
    """What charset-normalizer says: Greek, Hebrew, Arabic, Thai and others that are not weighed here."""
    best = charset_normalizer.from_bytes(sample, cp_exclusion=["utf_8", "utf_16", "utf_32"]).best()
    if best is None or best.encoding in JUDGES or not best.coherence:
        return None
    return str(best.encoding)
