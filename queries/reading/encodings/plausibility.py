"""How plausible a text is, read in an encoding: 1 where every character beyond ASCII is as people write, 0 where none.

Chinese, Japanese and Korean texts consist of the common characters of their own standard (its first level), those in
Latin letters have single accented letters within words. A text read wrongly has rare characters, or none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SIGNS = frozenset("’‘“”„–—…€°§²³µ·«»ºª©®½¼¾¿¡£™•")
_LATIN = frozenset(chr(code) for code in range(0xC0, 0x180) if chr(code).isalpha())
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐ")
_LETTERS = re.compile(r"[^\W\d_]+")
_REPEATED = re.compile(r"(.)\1+|.*(.)\2\2.*")
_ASCII = 0x80
_HIGH_TRAIL = 0xA1
_RARE, _SECOND_LEVEL, _SIGN, _CAPITALS = 0.1, 0.4, 0.7, 0.9
_LONGEST_RUN = 2
"""Of letters with accents in a row (Größe)."""

Judge = Callable[[str, str], float]


def plausibility(text: str, encoding: str) -> float:
    """Share of the characters beyond ASCII that are plausible; U+FFFD stands for bytes that are none. 0 without any."""
    judge = JUDGES[encoding]
    found = [judge(text, encoding) for text in _words_beyond_ascii(text)]
    weight = sum(map(_beyond_ascii, _words_beyond_ascii(text)))
    return sum(found) / weight if weight else 0.0


def _words_beyond_ascii(text: str) -> list[str]:
    return [word for word in text.split() if not word.isascii()]


def _beyond_ascii(word: str) -> int:
    return sum(ord(character) >= _ASCII for character in word)


def _of_two_bytes(word: str, encoding: str) -> float:
    total = 0.0
    level = _LEVELS[encoding]
    for place, character in enumerate(word):
        if ord(character) < _ASCII:
            continue
        if character == "\ufffd":
            total -= 1
            continue
        beside = word[place - 1 : place] + word[place + 1 : place + 2]
        in_a_word = any(one.isascii() and one.islower() for one in beside)
        total += level(character.encode(encoding, "replace")) * (_SECOND_LEVEL if in_a_word else 1)
    return total


def _gb18030(code: bytes) -> float:
    if len(code) != 2:
        return _SIGN
    lead, trail = code
    if trail < _HIGH_TRAIL:
        return _RARE
    if 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3):
        return 1.0
    return _SECOND_LEVEL if 0xD8 <= lead <= 0xF7 else _RARE


def _big5(code: bytes) -> float:
    lead = code[0]
    if 0xA4 <= lead <= 0xC6:
        return 1.0
    return _SIGN if 0xA1 <= lead <= 0xA3 else _SECOND_LEVEL if 0xC9 <= lead <= 0xF9 else _RARE


def _cp932(code: bytes) -> float:
    lead = code[0]
    if len(code) == 1:
        return _RARE  # half-width katakana
    return 1.0 if 0x81 <= lead <= 0x83 or 0x88 <= lead <= 0x98 else _SECOND_LEVEL if lead <= 0xEA else _RARE


def _euc_jp(code: bytes) -> float:
    lead = code[0]
    return 1.0 if lead in (0xA1, 0xA3, 0xA4, 0xA5) or 0xB0 <= lead <= 0xCF else _SECOND_LEVEL if lead >= 0xD0 else _RARE


def _cp949(code: bytes) -> float:
    lead, trail = code[0], code[-1]
    if trail < _HIGH_TRAIL:
        return _RARE
    return 1.0 if 0xB0 <= lead <= 0xC8 else _SIGN if lead in (0xA1, 0xA3) else _RARE


def _latin(word: str, _encoding: str) -> float:
    """Accented letters beside plain ones, and signs of printing; long runs of either are another alphabet."""
    total, run = 0.0, 0
    for place, character in enumerate(word):
        run = run + 1 if ord(character) >= _ASCII else 0
        if not run:
            continue
        before, after = word[place - 1 : place] if place else "", word[place + 1 : place + 2]
        if character in _LATIN and run <= _LONGEST_RUN:
            total += _letter(character, before, after)
        elif character in _SIGNS and run <= _LONGEST_RUN:
            total += _SIGN if not (before + after).isalpha() or character in "’'·" else _RARE
        else:
            total -= run > _LONGEST_RUN
    return total


def _letter(character: str, before: str, after: str) -> float:
    beside = [one for one in (before, after) if one.isalpha()]
    if not beside:
        return _SIGN if character.islower() else _SECOND_LEVEL
    if not any(one.isascii() for one in beside):
        return _RARE
    out_of_case = character.isupper() and before.islower()
    return _RARE if out_of_case else 1.0


def _cyrillic(word: str, _encoding: str) -> float:
    """Words in small letters, in capitals or with a capital first."""
    total = 0.0
    for part in _LETTERS.findall(word):
        count = _beyond_ascii(part)
        written_so = part.islower() or part.isupper() or part.istitle()
        if not written_so or _REPEATED.fullmatch(part) or not all(character in _CYRILLIC for character in part):
            total += count * _RARE
        else:
            total += count * (_SECOND_LEVEL if len(part) == 1 else _CAPITALS if part.isupper() else 1.0)
    signs = [character for character in word if ord(character) >= _ASCII and not character.isalpha()]
    alone = not any(map(str.isalpha, word))
    return total + sum((_SIGN if alone else _RARE) if character in _SIGNS | {"№"} else -1 for character in signs)


_LEVELS: dict[str, Callable[[bytes], float]] = {
    "gb18030": _gb18030,
    "big5": _big5,
    "cp932": _cp932,
    "euc_jp": _euc_jp,
    "cp949": _cp949,
}
JUDGES: dict[str, Judge] = dict.fromkeys(_LEVELS, _of_two_bytes) | {
    "cp1252": _latin,
    "cp1250": _latin,
    "cp1251": _cyrillic,
    "koi8_r": _cyrillic,
}
"""The encodings that are weighed, the likelier first where two are equally plausible."""
