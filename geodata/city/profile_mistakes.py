"""A sentence for every mistake in a profile: which key, and what to write there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KEYS_OF_TABLES = {
    "levels": ("key", "zh", "en", "code_column", "name_column", "parent_column"),
    "sources": ("kind", "title_zh", "title_en", "crs", "zone", "steps", "cadence_s", "mapping"),
    "working_time": ("holidays", "days", "hours"),
    "retention": ("texts", "persons"),
    "targets": ("at_least", "at_most", "denominator", "areas"),
    "breaks": ("day", "kind", "zh", "en", "kpis", "sources", "areas"),
    "lines_of_business": ("zh", "en", "categories", "channels", "sensitive", "season"),
    "tiles": ("url", "crs", "attribution", "max_zoom"),
}
_WHAT_TO_WRITE = {
    "name": 'write a short name of lower-case letters, digits, - and _, such as "boston"',
    "accent": 'write a colour such as "#4cc3ff"',
    "key": 'write a word of lower-case letters, digits and _, such as "district"',
    "url": 'write an address such as "https://tiles.example.org/{z}/{x}/{y}.png"',
    "levels": "write at least one [[levels]] table with key, zh and en, the whole city first",
    "simulated": "write true or false",
    "minimum_cases": "write a whole number, 0 or more",
    "smallest_count": "write a whole number, 0 to 1000",
    "cadence_s": "write a whole number of seconds, 1 or more",
    "at_least": "write a number, a share as 0.95",
    "at_most": "write a number, a share as 0.05",
    "day": "write a day such as 2026-01-01",
    "kpis": 'write a list of keys such as ["closed_on_time"]',
    "categories": 'write a list of categories such as ["heating"]',
    "channels": 'write a list of channels such as ["hotline_12345"]',
    "sensitive": "write true or false",
    "season": 'write its first and last day, such as ["11-15", "03-15"]',
    "texts": 'write a length of time such as "3 years"',
    "persons": 'write a length of time such as "1 year"',
    "max_zoom": "write a whole number from 1 to 22",
}


def sentence_for(mistake: ErrorDetails, profile: type[BaseModel]) -> tuple[str, str]:
    """(dotted key, sentence) of one pydantic error of a profile."""
    place = mistake["loc"]
    key = ".".join(str(part) for part in place)
    last = next((part for part in reversed(place) if isinstance(part, str)), "")
    kind = mistake["type"]
    if kind == "extra_forbidden":
        known = _KEYS_OF_TABLES.get(str(place[0]), ()) if len(place) > 1 else tuple(profile.model_fields)
        near = get_close_matches(last, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}."
        return key, f"this key is not known; {hint}"
    if kind == "missing":
        return key, f"this key is missing; {_WHAT_TO_WRITE.get(last, f'write {last} = …')}."
    if kind == "value_error":
        sentence = str(mistake["msg"]).removeprefix("Value error, ")
        if not key and ": " in sentence:
            key, sentence = sentence.split(": ", 1)
        return key, sentence + "."
    if kind == "literal_error":
        return key, f"{mistake['input']!r} is not known; write {mistake['ctx']['expected']}."
    advice = _WHAT_TO_WRITE.get(last, str(mistake["msg"])[:1].lower() + str(mistake["msg"])[1:])
    return key, f"{mistake['input']!r} will not do; {advice}."
