"""A mapping file to start from: what each column of a file means, how sure that is, and values as they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Item

from queries.conversion.review.column_review import LIKELY, UNUSED, WITHHELD, ColumnReview, FileReview, review_columns

_NEEDED = {"source_id": "the number of the case", "reported_at": "the time of the report"}
_MOST_WORDS = 12


def suggest_mapping(path: Path | str, form: dict[str, Any] | None = None) -> str:
    """TOML text that maps canonical columns to the columns of the file at `path`. form: what is said about its form
    (encoding, delimiter, sheet, header_row); the mapping repeats it. Raises FileRefused, MappingRefused."""
    return mapping_text(review_columns(path, form), form)


def mapping_text(review: FileReview, form: dict[str, Any] | None = None) -> str:
    """A look at a file as a commented mapping file. form: what is said about the file's form."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment(f"{review.file}: {review.rows:,} rows looked at. Canonical column = column of the file.")
    )
    document.add(tomlkit.comment("Change what is wrong; times are shown as they stand in the file."))
    for note in review.notes:
        document.add(tomlkit.comment(note))
    for name, value in (form or {}).items():
        document.add(name, tomlkit.item(value))
    by_name = {column.name: column for column in review.columns}
    for canonical, names in review.mapping.columns.items():
        item: Item = tomlkit.item(names[0] if len(names) == 1 else list(names))
        item.comment("; ".join(_described(by_name[name]) for name in names))
        document.add(canonical, item)
    for canonical in review.missing:
        document.add(tomlkit.comment(f'{canonical} = "…"  # needed: {_NEEDED[canonical]}'))
    if review.mapping.day_first is None:
        document.add(tomlkit.comment("day_first = true  # when 03/04/2024 is the 3rd of April"))
    for line in (*_unused(review), *_refused(review.refused or {}), *_unknown_words(review.unknown_words or {})):
        document.add(tomlkit.comment(line))
    return tomlkit.dumps(document)


def _described(column: ColumnReview) -> str:
    """`sure: "Closed" → closed · "Open" → open`."""
    if column.certainty == WITHHELD:
        return "personal data, only as a keyed reference"
    shown = " · ".join(
        f'"{raw}"' if read in (None, raw) and not column.unread else f'"{raw}" → {read or "nothing"}'
        for raw, read in column.examples
    )
    doubt = f" ({column.unread:,} not read)" if column.certainty == LIKELY and column.unread else ""
    return f"{column.certainty}{doubt}: {shown or 'no value'}"


def _unused(review: FileReview) -> Iterator[str]:
    unused = [column for column in review.columns if column.certainty == UNUSED]
    if unused:
        yield "Not recognised:"
    for column in unused:
        yield f"  {_one_line(column.name)}: {' · '.join(repr(raw) for raw, _ in column.examples) or 'no value'}"
    withheld = [column.name for column in review.columns if column.certainty == WITHHELD]
    if withheld:
        yield f"Personal data, withheld: {', '.join(map(_one_line, withheld))}"
        yield "  by what they are called; one that holds no person is kept by a line such as"
        yield f"  department = {json.dumps(withheld[-1], ensure_ascii=False)}"


def _refused(refused: Mapping[str, int]) -> Iterator[str]:
    if refused:
        yield f"{sum(refused.values()):,} of these rows would be refused, for example: {_one_line(next(iter(refused)))}"


def _unknown_words(unknown: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Tables to complete with the words that are not known, the commonest first."""
    for kind, found in unknown.items():
        yield f"[words.{kind}]  # not known yet: give each its code"
        for word in sorted(found, key=lambda word: -found[word])[:_MOST_WORDS]:
            yield f'{tomlkit.item(word).as_string()} = "…"  # {found[word]:,}'


def _one_line(text: str) -> str:
    return " ".join(text.split())
