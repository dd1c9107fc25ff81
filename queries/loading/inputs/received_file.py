"""A file that is to be loaded: its columns are looked at before any of it lies in landing/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from queries.city_context import CityContext
from queries.conversion.canonical import PERSON
from queries.conversion.column_names import recognise, require_identity, with_number
from queries.device_reports.file_columns import withheld_columns
from queries.landing.fatal_inputs import read_again
from queries.landing.folder import EVENTS, ROWS, Landed, complete_file, unfinished_file
from queries.landing.private_copy import private_copy
from queries.landing.row_file import PERSON_KEPT, RowsAbout, write_rows
from queries.loading.inputs.opened_inputs import opened_landed
from queries.loading.inputs.personal_part import PersonalPart
from queries.privacy.person_references import person_key
from queries.privacy.personal_columns import declared_personal
from queries.privacy.sealing import seal_of
from queries.reading.chunk import Limits, Opened
from queries.reading.text_file import without_example


@dataclass(frozen=True)
class ReceivedFile:
    """copied: what is kept of a file, complete in landing/ and not accepted yet; opened: its rows."""

    copied: Landed
    opened: Opened


@contextmanager
def received_file(  # noqa: PLR0913  (the file, how it is read, and an option by name)
    city: CityContext, path: Path, about: Landed, limits: Limits, computing: duckdb.DuckDBPyConnection, *, again: bool
) -> Iterator[ReceivedFile]:
    """The file at `path`, kept as it came where it holds nothing but columns that may stay, else its rows without the
    columns of personal data. about: what its manifest says of it; `computing` only computes. What is not accepted
    until the end is removed. Raises FileRefused, MappingRefused, InputSetAside unless it is to be read `again`."""
    folder = city.folder
    with private_copy(folder, path) as copy:
        landed = replace(about, sha256=copy.sha256)
        if again:
            read_again(folder, landed)
        with opened_landed(city, landed, limits, computing, copy.path) as opened:
            withheld = withheld_of(city, landed, opened)
            if not withheld and not opened.is_part:
                with _removed_unless_accepted(copy.kept(folder)) as unfinished:
                    yield ReceivedFile(complete_file(folder, unfinished, landed), opened)
                return
            unfinished = unfinished_file(folder)
            with _removed_if_it_fails(unfinished):
                _write_rows(unfinished, city, landed, opened, withheld)
    with _removed_unless_accepted(unfinished):
        rows = complete_file(folder, unfinished, replace(about, kind=ROWS))
        with opened_landed(city, rows, limits, computing) as kept:
            yield ReceivedFile(rows, kept)


def withheld_of(city: CityContext, landed: Landed, opened: Opened) -> tuple[str, ...]:
    """The columns of an opened file that are personal. Raises FileRefused where it gives no cases, MappingRefused."""
    own = city.profile.source(landed.source).overrides | landed.mapping
    if landed.delivers != EVENTS:
        return withheld_columns(landed.delivers, opened.names, own)
    mapping = recognise(opened.names, own)
    require_identity(mapping, opened.names, landed.file)
    return mapping.withheld


def _write_rows(path: Path, city: CityContext, landed: Landed, opened: Opened, withheld: tuple[str, ...]) -> None:
    """Write the rows of an opened file without these columns, with references to the persons that they tell."""
    own = city.profile.source(landed.source).overrides | landed.mapping
    people: Sequence[str] = ()
    needed: Sequence[str] = ()
    texts: frozenset[str] = frozenset()
    if landed.delivers == EVENTS:
        mapping = with_number(recognise(opened.names, own), opened.whole_names)
        people, needed, texts = mapping.columns.get(PERSON, ()), mapping.wanted(), mapping.free_texts()
    out = {*withheld, *(opened.nested - {*needed})}
    kept = [name for name in opened.names if name not in out]
    is_sealed = city.profile.personal_columns == "sealed"
    seal = seal_of(city.folder, city.profile.key_file) if is_sealed else None
    sealable = [name for name in withheld if name not in opened.nested]
    parts = PersonalPart(kept, sealable, people, person_key(city.folder), seal, declared_personal(own), texts)
    notes = [without_example(note) for note in opened.notes] if withheld else opened.notes
    said = [note.as_json() for note in notes]
    about = RowsAbout(opened.names, [*kept, PERSON_KEPT] if people else kept, said, sorted(opened.inner))
    wanted = list(dict.fromkeys([*kept, *people, *(sealable if is_sealed or texts else ())]))
    write_rows(path, about, (parts.out_of(piece) for piece in opened.read(wanted)))


@contextmanager
def _removed_unless_accepted(unfinished: Path) -> Iterator[Path]:
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)  # what is accepted has another name


@contextmanager
def _removed_if_it_fails(unfinished: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
