"""Personal data in the text of refused rows, made unreadable.

A row that is a JSON object loses what stands under a personal name; in every text, numbers that look like those of
telephones and identity cards, and addresses of mail, lose their middle.
"""

from __future__ import annotations

import json
import re
from typing import Any

from queries.privacy.personal_columns import is_personal

MASK = "***"
NUMBERS = re.compile(
    r"(?<![\d.])(?:"
    r"\d{6}(?:18|19|20)\d{9}[\dXx]"  # identity card
    r"|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile telephone
    r"|0\d{2,3}[- ]?\d{7,8}"  # telephone
    r"|\(?\d{3}\)?[- ]\d{3}[- ]\d{4}"  # telephone, American
    r")(?!\d)"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def masked(text: str | None) -> str | None:
    """The text without personal data."""
    if text is None:
        return None
    if text.lstrip().startswith("{"):
        text = _of_object(text)
    return MAIL.sub(MASK, NUMBERS.sub(_ends, text))


def _of_object(text: str) -> str:
    try:
        row = json.loads(text)
    except ValueError:
        return _cut_object(text)
    return json.dumps(_without_persons(row), ensure_ascii=False) if isinstance(row, dict) else text


def _without_persons(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: MASK if is_personal(str(name)) and held not in (None, "") else _without_persons(held)
            for name, held in value.items()
        }
    return [_without_persons(one) for one in value] if isinstance(value, list) else value


def _cut_object(text: str) -> str:
    """An object that was cut or is broken: what follows a personal name, up to the next comma, is left out."""
    return PAIR.sub(lambda pair: f"{pair[1]}{MASK}" if is_personal(pair[2]) else pair[0], text)


PAIR = re.compile(r'("([^"\\]{1,40})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^,{}\[\]]*)')


def _ends(number: re.Match[str]) -> str:
    return f"{number[0][:3]}{MASK}{number[0][-2:]}"
