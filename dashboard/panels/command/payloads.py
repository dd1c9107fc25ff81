"""What the browser gets of the command screen as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict


class RollCallWords(TypedDict):
    """Words of the forms: {n} centres in `answer`."""

    why: str
    call: str
    remark: str
    answer: str
    clear: str
    saved: str
    failed: str


class RollCallChoice(TypedDict):
    """A level whose centres can be called."""

    key: str
    name: str


class RollCallForm(TypedDict):
    """What a roll-call is made and answered by. area: whose centres are called; longest: characters of a text."""

    area: str
    levels: list[RollCallChoice]
    longest: int
    words: RollCallWords


class ModeWords(TypedDict):
    """Words of the form that switches; sure: with {do}."""

    why: str
    until: str
    to_emergency: str
    to_normal: str
    change: str
    sure: str
    saved: str
    failed: str
    no_reason: str


class ModeForm(TypedDict):
    """What the mode of operation is switched by. is_emergency: the area is in an emergency of its own; longest:
    characters of a text."""

    area: str
    is_emergency: bool
    longest: int
    words: ModeWords
