"""What `yiping open` asks where no name of a column tells the time of the report, and values look like it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from dashboard.cli.messages import say
from dashboard.errors import NotAllowed

_TIME = "reported_at"
_KEPT = "mapping.toml"
"""In the city's folder: the mapping with which its file is opened again."""


@contextmanager
def mapping_to_open_with(file: Path, given: Path | None, folder: Path) -> Iterator[Path | None]:
    """The mapping with which a file is opened: the given one, that of the last time, or one that a person agrees to;
    None where names of columns tell enough. folder: that of the city. Raises NotAllowed where nobody agrees."""
    if given is not None or (folder / _KEPT).is_file():
        yield given or folder / _KEPT
        return
    text = None if folder.is_dir() else _guessed(file)
    if text is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as scratch:
        agreed = Path(scratch, _KEPT)
        agreed.write_text(text, encoding="utf-8")
        yield agreed


def keep(mapping: Path | None, given: Path | None, folder: Path) -> None:
    """Keep a mapping that was agreed to beside the city that was made with it."""
    if mapping is not None and given is None:
        (folder / _KEPT).write_text(mapping.read_text("utf-8"), encoding="utf-8")


def _guessed(file: Path) -> str | None:
    from queries.values import GUESSED, mapping_text, review_columns  # noqa: PLC0415

    review = review_columns(file)
    names = [column.name for column in review.columns if column.means == _TIME and column.certainty == GUESSED]
    if not names or "accepted_at" in review.mapping.columns:
        return None
    named = " and ".join(map(repr, names))
    advice = (
        f"{file.name}: no name of a column tells the time of the report; {named} may be it. "
        f"`yiping columns {file} --write mapping.toml` writes that, `yiping open {file} --map mapping.toml` opens it."
    )
    if not sys.stdin.isatty():
        raise NotAllowed(advice)
    text = mapping_text(review)
    say(text)
    if not typer.confirm(f"No name tells the time of the report. Is it {named}, as above?", default=True, err=True):
        raise NotAllowed(advice)
    return text
