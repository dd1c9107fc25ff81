"""English sentences that know which one they are, so that a page can say the same in its own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Self


class Sentence(str):
    """A sentence as the command line prints it. `key`: which one it is; `values`: what stands in it, by name, other
    sentences and lists (tuples) of them among them. A page writes dashboard/words/sentences.toml[key] with these values
    instead."""

    key: str
    values: Mapping[str, object]
    __slots__ = ("key", "values")

    def __new__(cls, key: str, text: str, /, **values: object) -> Self:
        """key: "" for a sentence of which nothing is known but its text."""
        sentence = super().__new__(cls, text)
        sentence.key, sentence.values = key, values
        return sentence

    def rewritten(self, rewrite: Callable[[str], str]) -> Sentence:
        """The same sentence with `rewrite` applied to its text and to every text in it."""
        return Sentence(self.key, rewrite(str(self)), **{name: _of(one, rewrite) for name, one in self.values.items()})

    def as_json(self) -> dict[str, Any]:
        """The sentence as JSON can hold it: {key, text, values}."""
        values = {name: _as_json(one) for name, one in self.values.items()}
        return {"key": self.key, "text": str(self), "values": values}

    def __reduce__(self) -> tuple[object, ...]:
        return sentence_of_json, (self.as_json(),)


def sentence_of_json(data: Any) -> Sentence:
    """What `as_json` gave; of a text alone a sentence without key."""
    if not isinstance(data, dict):
        return Sentence("", str(data))
    values = {name: _of_json(one) for name, one in data["values"].items()}
    return Sentence(data["key"], data["text"], **values)


def dumped(sentence: Sentence) -> str:
    """The sentence as a line of JSON."""
    return json.dumps(sentence.as_json(), ensure_ascii=False)


def _of(value: object, rewrite: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.rewritten(rewrite)
    if isinstance(value, tuple):
        return tuple(_of(one, rewrite) for one in value)
    return rewrite(value) if isinstance(value, str) else value


def _as_json(value: object) -> object:
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    return value.as_json() if isinstance(value, Sentence) else value


def _of_json(value: object) -> object:
    if isinstance(value, list):
        return tuple(_of_json(one) for one in value)
    return sentence_of_json(value) if isinstance(value, dict) else value
