"""A JSON document of any length, walked through a window of its text: what is held is one object at a time."""

from __future__ import annotations

import codecs
import json
import mmap
from collections.abc import Iterator
from typing import Any, NoReturn

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE

Path = tuple[str, ...]
_BLANK = " \t\r\n"
_DEEPEST = 8
_NEAR_THE_END = 16
"""Characters before the end of a window where an error may mean only that the text goes on."""
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class JsonWalk:
    """Objects of the lists of a document, and the objects around those lists. Raises FileRefused where the text is not
    JSON, and for one object longer than `longest` characters. crs: that member of the whole, once it was passed."""

    def __init__(self, text: mmap.mmap, name: str, longest: int) -> None:
        self._text, self._name, self._longest = text, name, longest
        self._read = 3 if text[:3] == codecs.BOM_UTF8 else 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._window, self._at, self._lines = "", 0, 1
        self.crs: Any = None

    def objects(self) -> Iterator[tuple[Path, dict[str, Any], str]]:
        """(path, object, its text) of every object in a list of objects; path: the keys that lead to the list, "[]"
        behind them. An object that is no member of a list comes with its path and the keys of values that are no lists
        of objects, without text, when it has been walked through."""
        while self._peek():
            yield from self._walk(())

    def values(self) -> Iterator[tuple[Any, str]]:
        """The values at the top of the document, one after the other, with their text."""
        while self._peek():
            yield self._value()

    def entries_of(self, path: Path) -> Iterator[tuple[str, Any, str]]:
        """(key, value, its text) of every entry of the object at a path of keys."""
        while self._peek():
            yield from self._entries_at((), path)

    def _entries_at(self, place: Path, path: Path) -> Iterator[tuple[str, Any, str]]:
        if self._peek() != "{":
            self._value()
            return
        for key in self._keys():
            if place == path:
                yield key, *self._value()
            elif path[: len(place) + 1] == (*place, key):
                yield from self._entries_at((*place, key), path)
            else:
                self._value()

    def _keys(self) -> Iterator[str]:
        """The keys of the object that begins here; whoever asks for the next one has passed the value."""
        self._at += 1
        while self._peek() != "}":
            key, _ = self._value()
            if not isinstance(key, str) or self._peek() != ":":
                self._refuse()
            self._at += 1
            yield key
            self._next_or("}")
        self._at += 1

    def _walk(self, path: Path) -> Iterator[tuple[Path, dict[str, Any], str]]:
        first = self._peek()
        if first == "[":
            yield from self._members(path)
        elif first == "{" and len(path) < _DEEPEST:
            yield from self._entries(path)
        else:
            self._value()

    def _members(self, path: Path) -> Iterator[tuple[Path, dict[str, Any], str]]:
        self._at += 1
        while self._peek() != "]":
            found, raw = self._value()
            yield (*path, "[]"), found if isinstance(found, dict) else {}, raw
            self._next_or("]")
        self._at += 1

    def _entries(self, path: Path) -> Iterator[tuple[Path, dict[str, Any], str]]:
        keys: dict[str, Any] = {}
        for key in self._keys():
            keys[key] = None
            if key == "crs" and not path and self._peek() == "{":
                self.crs, _ = self._value()
            else:
                yield from self._walk((*path, key))
        yield path, keys, ""

    def _next_or(self, end: str) -> None:
        following = self._peek()
        if following == ",":
            self._at += 1
            if self._peek() == end:
                self._refuse()
        elif following != end:
            self._refuse()

    def _peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            while self._at < len(self._window) and self._window[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._more():
                return ""

    def _value(self) -> tuple[Any, str]:
        self._peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._window, self._at)
            except RecursionError:
                self._refuse_deep()
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self._window) - _NEAR_THE_END
                if not cut or not self._more():
                    self._refuse(error.pos)
            else:
                if end < len(self._window) or not self._more():
                    raw = self._window[self._at : end]
                    self._at = end
                    return found, raw

    def _more(self) -> bool:
        """Read on; the window grows by as much as it still holds, so that a long object is not tried too often."""
        self._lines += self._window.count("\n", 0, self._at)
        rest = self._window[self._at :]
        if len(rest) > self._longest:
            text = f"{self._name}: the object at line {self._lines} is longer than the limit; export the cases as CSV."
            raise FileRefused(Sentence("json_long", text, file=self._name, line=self._lines))
        block = self._text[self._read : self._read + max(MEGABYTE, len(rest))]
        self._read += len(block)
        self._window, self._at = rest + self._decoder.decode(block, final=not block), 0
        return bool(block)

    def _line(self, position: int | None = None) -> int:
        return self._lines + self._window.count("\n", 0, self._at if position is None else position)

    def _refuse(self, position: int | None = None) -> None:
        line = self._line(position)
        text = f"{self._name}: the JSON text is broken or cut off at line {line}; have it exported again."
        raise FileRefused(Sentence("json_broken", text, file=self._name, line=line))

    def _refuse_deep(self) -> NoReturn:
        line = self._line()
        text = f"{self._name}: line {line} is nested too deep; export the cases as CSV."
        raise FileRefused(Sentence("json_deep", text, file=self._name, line=line)) from None
