"""The dictionary of a city: its own KPIs are put to the store once at opening, so that no question finds a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

from queries.errors import DictionaryError
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY

OWN_DICTIONARY = "metrics.toml"


def refuse_unreadable(answers: Answering, keys: Iterable[str], file: Path, now: datetime) -> None:
    """Raise DictionaryError for the first of some KPIs of a file, or of their alternatives, that the store cannot
    read."""
    today = now.astimezone(answers.profile.time_zone).date()
    for key in keys:
        for denominator in (None, *answers.dictionary[key].denominators):
            root = answers.tree.root.code
            question = Question(key, root, today, today, now, denominator=denominator, scope=WHOLE_CITY)
            try:
                answers.runner.refuse_unreadable(*answers.statement(answers.resolve(question), None))
            except duckdb.Error as error:
                place = key if denominator is None else f"{key}.denominators.{denominator}"
                raise DictionaryError(file, place, _told(error)) from error


def _told(error: duckdb.Error) -> str:
    """What DuckDB says, in one line without its picture of the statement."""
    return " ".join(str(error).split("\n\nLINE ")[0].split()).rstrip(".")
