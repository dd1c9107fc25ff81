"""Sentences of the lower floors in the words of a page: what to do there, in the language of its reader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from dashboard.display.column_roles import ROLES, role_name
from dashboard.words.catalogue import Catalogue
from geodata.sentence import Sentence

NAMES_OF_ROLES = ("column", "start")
"""Values of sentences that are canonical columns; a page writes the names of these."""


@cache
def page_sentences() -> dict[str, dict[str, str]]:
    """Key of a `Sentence` → `zh`, and `en` where the words of the command line do not fit a page."""
    return tomllib.loads(files("dashboard.words").joinpath("sentences.toml").read_text(encoding="utf-8"))


def translated(sentence: str, words: Catalogue) -> str:
    """The sentence as a page says it; the text itself where it is not known which one it is."""
    if not isinstance(sentence, Sentence):
        return sentence
    found = page_sentences().get(sentence.key, {}).get("en" if words.is_english else "zh")
    if found is None:
        return str(sentence)
    return found.format(**{name: _shown(name, value, words) for name, value in sentence.values.items()})


def _shown(name: str, value: object, words: Catalogue) -> object:
    if isinstance(value, Sentence):
        return translated(value, words)
    if isinstance(value, tuple):
        return words("load.comma").join(str(_shown(name, one, words)) for one in value)
    if name == "kind":
        return words.term("source_kind", str(value))
    return role_name(str(value), words) if name in NAMES_OF_ROLES and value in ROLES else value
