"""What a person chose about a file before it is loaded, and the mapping that says it."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from dashboard.commands.source_register import NAME
from dashboard.display.column_roles import ROLES
from dashboard.errors import wrong_parameter
from dashboard.uploads.word_choices import checked_words
from queries.values import PERSON, TIMES, WITHHELD, FileReview

MOST_COLUMNS, MOST_WORDS = 4096, 1000
SEVERAL = frozenset({"area_name", PERSON})
"""What more than one column may say together."""
DAY_AND_CLOCK = 2
"""Columns of a time: its day, and behind it its time of day."""
Text = Annotated[str, Field(max_length=200)]


class FileChoices(BaseModel):
    """source, zone, crs, encoding, delimiter, sheet, header_row: as the options of `yiping load`, empty where nothing
    is chosen; day_order: of dates in figures; columns: place of a column in the file → the canonical column that it
    means, "" for none, where it is not as guessed; words: status, channel or close_type → word of the file → code."""

    source: Text = ""
    zone: Text = ""
    crs: Text = ""
    encoding: Text = ""
    delimiter: Text = ""
    sheet: Text = ""
    header_row: Text = ""
    day_order: Literal["", "day", "month"] = ""
    columns: Annotated[dict[Text, Text], Field(max_length=MOST_COLUMNS)] = {}
    words: Annotated[dict[Text, Annotated[dict[Text, Text], Field(max_length=MOST_WORDS)]], Field(max_length=3)] = {}

    def source_named(self, default: str) -> str:
        """The name of the source. Raises BadParameter."""
        name = self.source.strip() or default
        if not NAME.fullmatch(name):
            raise wrong_parameter("source", "source_name")
        return name

    def form(self) -> dict[str, Any]:
        """How the file is to be read, as keys of a mapping. Raises BadParameter."""
        said = {"crs": self.crs, "encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet}
        form: dict[str, Any] = {name: text.strip() or text for name, text in said.items() if text}
        if form.get("sheet", "").isdecimal():
            form["sheet"] = int(form["sheet"])
        if self.header_row:
            if not (self.header_row.isascii() and self.header_row.isdecimal() and 0 < len(self.header_row) < 8):
                raise wrong_parameter("header_row", "header_row")
            form["header_row"] = int(self.header_row)
        if self.day_order:
            form["day_first"] = self.day_order == "day"
        return form

    def mapping(self, guess: FileReview) -> dict[str, Any]:
        """Everything that is chosen or was guessed, as an override of what names of columns say: canonical column →
        column or columns, "" for none. Raises BadParameter."""
        means = self._means(guess)
        named: defaultdict[str, list[str]] = defaultdict(list)
        for column, canonical in zip(guess.columns, means, strict=True):
            if canonical:
                named[canonical].append(column.name)
        changed = {one.name for one, canonical in zip(guess.columns, means, strict=True) if one.means != canonical}
        # A column of yes and no may say two things, of which only one is shown.
        mapping: dict[str, Any] = {
            canonical: "" if changed & set(names) else list(names) for canonical, names in guess.mapping.columns.items()
        }
        for canonical, names in named.items():
            guessed = guess.mapping.columns.get(canonical, ())
            as_guessed = set(names) <= set(guessed)
            most = len(names) if as_guessed or canonical in SEVERAL else DAY_AND_CLOCK if canonical in TIMES else 1
            if len(names) > most:
                raise wrong_parameter("columns", "column_twice", meaning=canonical)
            in_order = [name for name in guessed if name in names] if as_guessed else names
            mapping[canonical] = in_order[0] if len(names) == 1 else in_order
        return mapping | self._words(guess) | self.form()

    def _words(self, guess: FileReview) -> dict[str, Any]:
        """The words with a meaning of their own: those of the source, and what was chosen. Raises BadParameter."""
        chosen = checked_words(self.words)
        if not chosen:
            return {}
        own = guess.mapping.words
        return {"words": {kind: own.get(kind, {}) | chosen.get(kind, {}) for kind in {*own, *chosen}}}

    def _means(self, guess: FileReview) -> list[str]:
        """The canonical column of each column. Raises BadParameter."""
        means = [column.means for column in guess.columns]
        for place, canonical in self.columns.items():
            if not (place.isascii() and place.isdecimal() and len(place) < 6 and int(place) < len(means)):
                raise wrong_parameter("columns", "no_column")
            if canonical and canonical not in ROLES:
                raise wrong_parameter("columns", "no_meaning", given=repr(canonical[:40]))
            if guess.columns[int(place)].certainty != WITHHELD or canonical in ("", PERSON):
                means[int(place)] = canonical
        return means
