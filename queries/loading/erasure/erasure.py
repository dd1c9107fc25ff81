"""An erasure as it is delivered: who wanted it and why, and of each case what is known again where it comes back.

Of an erased text a mark stays: a keyed hash (HMAC-SHA-256, cut to 64 bits) with the case and the column in it. The mark
takes the place of the text in landing/ and in the hash of the row, so that equal rows stay equal and other rows others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ERASURES = "erasures"
SOURCE = "erasures of cases"
"""Under this name erasures lie in landing/; a source of a city has none of blanks."""
TEXTS = ("title", "text", "address")
"""Columns of a case in which people write."""
PERSON_REF = "person_ref"
MARK = "erased-"
_DIGITS = 16


@dataclass(frozen=True)
class ErasedCase:
    """One case of an erasure. person: what stands for its person, empty where the person stays; marks: of its texts;
    salt: of these marks; has_texts: whether its texts are erased."""

    source: str
    source_id: str
    person: str = ""
    salt: int = 0
    marks: tuple[int, ...] = ()
    has_texts: bool = False


@dataclass(frozen=True)
class Erasure:
    """Cases that are erased together; who, origin: of whoever asked for it; happened_at: ISO 8601."""

    who: str
    origin: str
    happened_at: str
    reason: str
    cases: Sequence[ErasedCase]

    def rows(self) -> list[dict[str, str]]:
        """As they are delivered."""
        about = {name: getattr(self, name) for name in ("who", "origin", "happened_at", "reason")}
        return [about | _row_of(case) for case in self.cases]


def _row_of(case: ErasedCase) -> dict[str, str]:
    return {
        "source": case.source,
        "source_id": case.source_id,
        "person": case.person,
        "salt": str(case.salt),
        "marks": " ".join(map(_hexadecimal, case.marks)),
        "has_texts": "yes" if case.has_texts else "",
    }


def case_of(row: Mapping[str, Any]) -> ErasedCase:
    """The case of a row of texts."""
    said = {name: row.get(name) or "" for name in ("source", "source_id", "person", "salt", "marks", "has_texts")}
    marks = tuple(int(mark, 16) for mark in said["marks"].split())
    salt, has_texts = int(said["salt"] or 0), bool(said["has_texts"])
    return ErasedCase(said["source"], said["source_id"], said["person"], salt, marks, has_texts)


def new_person() -> str:
    """What stands for a person who is erased: by chance, so that nobody can be found by it."""
    return MARK + secrets.token_hex(16)


def is_erased_person(reference: str | None) -> bool:
    """Whether a reference to a person is one of these."""
    return bool(reference) and str(reference).startswith(MARK)


def mark_of(key: bytes, case: tuple[str, str], column: str, value: str, salt: int) -> int:
    """The mark of a text of a case (source, number). key: of the city's references to persons."""
    content = "\x00".join((*case, column, str(salt), value)).encode("utf-8", "surrogatepass")
    return int(hmac.new(key, content, hashlib.sha256).hexdigest()[:_DIGITS], 16)


def cell_of(mark: int) -> str:
    """A mark as it stands in the place of a text."""
    return MARK + _hexadecimal(mark)


def mark_in(cell: str) -> int | None:
    """The mark that a text is, if it is one."""
    digits = cell.removeprefix(MARK)
    if len(digits) != _DIGITS or len(cell) != len(MARK) + _DIGITS:
        return None
    try:
        return int(digits, 16)
    except ValueError:
        return None


def _hexadecimal(mark: int) -> str:
    return f"{mark:0{_DIGITS}x}"
