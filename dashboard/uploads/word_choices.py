"""What single words of a file mean: those that are not known, and those that a person gave a meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.errors import wrong_parameter
from dashboard.words.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue
from dashboard.words.numbers import whole
from queries.values import FileReview

GROUPS_OF_TERMS = {"status": "case_status", "channel": "channel", "close_type": "close_type"}
"""Canonical columns of codes, and the group of their words in the catalogue."""
MOST_WORDS = 50
Shown = Callable[[str], str]
Chosen = Mapping[str, Mapping[str, str]]
"""Canonical column → word of the file → code, "" for none."""


def checked_words(chosen: Chosen) -> dict[str, dict[str, str]]:
    """The words that were given a code. Raises BadParameter."""
    known = catalogue(DEFAULT_LANGUAGE)
    for kind, codes in chosen.items():
        if kind not in GROUPS_OF_TERMS:
            raise wrong_parameter("words", "no_words", given=repr(kind[:40]))
        if wrong := next((code for code in codes.values() if code and code not in _codes(kind, known)), None):
            raise wrong_parameter("words", "no_word", given=repr(wrong[:40]))
    given = {kind: {word: code for word, code in codes.items() if code} for kind, codes in chosen.items()}
    return {kind: codes for kind, codes in given.items() if codes}


def word_choices(review: FileReview, chosen: Chosen, words: Catalogue, shown: Shown) -> list[Component]:
    """A list of words with a choice beside each; of a word that is masked none."""
    lines = []
    for kind in GROUPS_OF_TERMS:
        found = (review.unknown_words or {}).get(kind, {})
        unknown = sorted((word for word in found if shown(word) == word), key=lambda word: -found[word])[:MOST_WORDS]
        codes = {word: code for word, code in chosen.get(kind, {}).items() if code}
        for word in [*codes, *(word for word in unknown if word not in codes)]:
            count = f" ({whole(found[word])})" if word in found else ""
            lines.append(_line(kind, word, count, codes.get(word, ""), words))
    if not lines:
        return []
    return [html.P(words("load.words_title")), html.Ul(lines, className="load-words")]


def _line(kind: str, word: str, count: str, code: str, words: Catalogue) -> Component:
    unchosen = "load.unknown_status" if kind == "status" else "load.kept_word"
    offered = [html.Option(words(unchosen), value="")]
    offered += [html.Option(words.term(GROUPS_OF_TERMS[kind], one), value=one) for one in _codes(kind, words)]
    column = words(f"role.{kind}")
    about = {"data-kind": kind, "data-word": word, "data-code": code}
    about["aria-label"] = words("load.means_of_word", word=word, column=column)
    field = html.Select(offered, className="load-word", **about)
    return html.Li([html.Span(f"{column}: {word}{count}"), field], key=f"{kind} {word}")


def _codes(kind: str, words: Catalogue) -> list[str]:
    group = f"{GROUPS_OF_TERMS[kind]}."
    return [key.removeprefix(group) for key in words.sentences if key.startswith(group)]
