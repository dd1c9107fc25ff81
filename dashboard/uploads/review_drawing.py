"""What a look at a file found, as drawn for a person to correct: each column with three values and what is read."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.display.page_sentences import translated
from dashboard.uploads.word_choices import GROUPS_OF_TERMS, Chosen, Shown, word_choices
from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import whole
from queries.values import BOOLEANS, GUESSED, LIKELY, SURE, UNUSED, WITHHELD, ColumnReview, FileReview

MOST_COLUMNS = 300
MOST_WORDS = 8
CERTAINTY = {SURE: "sure", LIKELY: "likely", GUESSED: "guessed", UNUSED: "unused", WITHHELD: "withheld"}
UNKNOWN_STATUS = ("status", "unknown")
YES_OR_NO = {"True": "yes", "False": "no"}
COLUMNS = ("column", "means", "values", "certainty")
NO_WORDS: Chosen = {}


def review_drawing(review: FileReview, words: Catalogue, shown: Shown, chosen: Chosen = NO_WORDS) -> Component:
    """The table of columns with what is missing and what would be refused. shown: masks a short text of the file;
    chosen: what its words were said to mean."""
    head = html.Thead(html.Tr([html.Th(words(f"load.{name}"), scope="col") for name in COLUMNS]))
    columns = list(enumerate(review.columns))[:MOST_COLUMNS]
    body = html.Tbody([_row(place, column, words, shown) for place, column in columns])
    left = len(review.columns) - len(columns)
    parts = [
        html.P(words("load.looked_at", rows=whole(review.rows), columns=whole(len(review.columns)))),
        *(html.P(words(f"load.missing.{name}"), className="load-missing") for name in review.missing),
        html.Div(html.Table([head, body], className="definitions load-columns"), className="load-scroll"),
        *([html.P(words("load.more_columns", count=whole(left)), className="panel-note")] if left else []),
        *_notes(review, words, shown),
        *word_choices(review, chosen, words, shown),
    ]
    return html.Div(parts, className="load-review")


def _row(place: int, column: ColumnReview, words: Catalogue, shown: Shown) -> Component:
    name, certainty = shown(column.name), CERTAINTY[column.certainty]
    about = {"data-column": str(place), "data-role": column.means, "aria-label": words("load.means_of", column=name)}
    chosen = html.Select([], className="load-role", **about)
    means: Component | str = words("load.never_in_clear") if certainty == "withheld" else chosen
    signs = [html.Span(words(f"load.certainty_of.{certainty}"), className=f"certainty {certainty}")]
    if column.unread:
        signs.append(html.Span(words("load.unread", count=whole(column.unread)), className="load-unread"))
    cells = [html.Th(name, scope="row"), html.Td(means), html.Td(_examples(column, words)), html.Td(signs)]
    return html.Tr(cells, key=f"{place} {name}", **{"data-of-column": str(place)})


def _examples(column: ColumnReview, words: Catalogue) -> Component | str:
    if column.certainty == WITHHELD:
        return words("load.not_shown")
    if not column.examples:
        return words("load.no_value")
    return html.Ul([html.Li(_example(raw, read, column, words)) for raw, read in column.examples])


def _example(raw: str, read: str | None, column: ColumnReview, words: Catalogue) -> list[Component]:
    written = [html.Span(raw, className="load-raw")]
    shown = read and _in_words(read, column, words)
    if not column.means or shown == raw or (read is None and not column.unread):
        return written
    is_read = read is not None and (column.means, read) != UNKNOWN_STATUS
    return [
        *written,
        html.Span(" → "),
        html.Span(shown or words("load.nothing"), className="load-read" if is_read else "load-unread"),
    ]


def _in_words(read: str, column: ColumnReview, words: Catalogue) -> str:
    """A code as people call it."""
    if (column.means, read) == UNKNOWN_STATUS:
        return words("load.unknown_status")
    if column.means in BOOLEANS and read in YES_OR_NO:
        return words(f"card.{YES_OR_NO[read]}")
    group = GROUPS_OF_TERMS.get(column.means)
    return words.term(group, read) if group else read


def _notes(review: FileReview, words: Catalogue, shown: Shown) -> Iterator[Component]:
    """How the file was read, what would be refused, and the words that are not known."""
    lines = [translated(note, words) for note in review.notes]
    if review.refused:
        count, reason = sum(review.refused.values()), next(iter(review.refused))
        lines.append(words("load.would_be_refused", count=whole(count), reason=shown(translated(reason, words))))
    for kind, found in (review.unknown_words or {}).items():
        commonest = sorted(found, key=lambda word: -found[word])[:MOST_WORDS]
        listed = words("load.comma").join(f"{shown(word)} ({whole(found[word])})" for word in commonest)
        column = words(f"role.{kind}")
        lines.append(
            words("load.unknown_words", column=column, words=listed, fate=words(f"load.fate_of_words.{_fate(kind)}"))
        )
    if lines:
        yield html.Ul([html.Li(line) for line in lines], className="load-notes")


def _fate(kind: str) -> str:
    """What becomes of words of this column that are not known."""
    return "status" if kind == "status" else "kept" if kind in GROUPS_OF_TERMS else "empty"
