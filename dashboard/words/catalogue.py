"""The words of the screens: one TOML file per language, the same keys in each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

DEFAULT_LANGUAGE = "zh-CN"
LANGUAGES = (DEFAULT_LANGUAGE, "en")


@dataclass(frozen=True)
class Catalogue:
    """Sentences of one language by dotted key; `magnitudes` are (size, mark) pairs, largest first."""

    language: str
    sentences: Mapping[str, str] = field(repr=False)
    magnitudes: tuple[tuple[int, str], ...]

    @property
    def is_english(self) -> bool:
        """True for the English catalogue: which of an area's, KPI's or level's two names to take."""
        return self.language == "en"

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under `key` with `{names}` filled in. Raises KeyError for a key that no catalogue has."""
        return self.sentences[key].format(**values)

    def unit(self, unit: str, *, one: bool = False) -> str:
        """The unit as written behind a number (behind exactly `one`); a unit the catalogue does not know stands for
        itself.
        """
        single = self.sentences.get(f"unit_one.{unit}") if one else None
        return single or self.sentences.get(f"unit.{unit}", unit)

    def term(self, group: str, code: str, name: str = "") -> str:
        """The word for a code of the data (`channel.app`, `status.closed`); `name` or the code itself when there is
        none.
        """
        return self.sentences.get(f"{group}.{code}") or name or code

    def either(self, zh: str, en: str) -> str:
        """The one of two given names that belongs to this language."""
        return en if self.is_english else zh


def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; one that is none of LANGUAGES gets the Chinese one."""
    return _read(language if language in LANGUAGES else DEFAULT_LANGUAGE)


@cache
def _read(language: str) -> Catalogue:
    content = tomllib.loads((files("dashboard.words") / f"{language}.toml").read_text(encoding="utf-8"))
    sizes = sorted(((int(size), mark) for size, mark in content.pop("magnitudes").items()), reverse=True)
    return Catalogue(language, MappingProxyType(dict(_flat(content))), tuple(sizes))


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return found
