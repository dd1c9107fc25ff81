"""Loading: accept (landing/), convert, stage, apply in one transaction, and say what was done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from geodata.city.profile import Profile
from geodata.sentence import Sentence
from queries.city_context import CityContext
from queries.conversion.canonical import CANONICAL, PERSON
from queries.conversion.column_names import read_mapping
from queries.conversion.typed_columns import as_text
from queries.errors import FileRefused, MappingRefused, no_file
from queries.landing import folder
from queries.loading.apply import apply_landed
from queries.loading.case_load import Progress
from queries.loading.inputs.received_file import ReceivedFile, received_file
from queries.loading.summary import LoadSummary
from queries.privacy.person_references import person_key, person_references
from queries.reading.chunk import Limits, Opened
from queries.reading.file_form import file_form


def load_file(  # noqa: PLR0913  (the city, the file, and options by name)
    city: CityContext,
    path: Path | str,
    *,
    source: str | None = None,
    mapping: dict[str, Any] | Path | None = None,
    recorded_at: datetime | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
    again: bool = False,
    form: dict[str, Any] | None = None,
) -> LoadSummary:
    """Load a file of cases, or of steps of cases: CSV, Excel, JSON, GeoJSON, GeoReport XML or Parquet, also .gz
    or .zip.

    `source` is the name under which its cases are known (default: the only source of the profile, else the
    city's name); case numbers are unique within it. `mapping` (a table or a TOML file) overrides what profile and names
    of the columns say; `form` says the same of the file's form: encoding, delimiter, sheet, header_row.
    `recorded_at` (aware; default now) is when this became known. `again`: also where the
    file is set aside, because reading it has ended the program before. Loading is all or nothing.

    Raises FileRefused when the file as a whole cannot be loaded, MappingRefused for a mapping that names nothing.
    """
    with receiving(
        city, path, source=source, mapping=mapping, recorded_at=recorded_at, again=again, form=form, limits=limits
    ) as received:
        landed = folder.accept_file(city.folder, received.copied, received.copied.recorded_at)
        return _applied(city, landed, progress, limits or Limits(), received.opened)


@contextmanager
def receiving(  # noqa: PLR0913  (as load_file)
    city: CityContext,
    path: Path | str,
    *,
    source: str | None = None,
    mapping: dict[str, Any] | Path | None = None,
    recorded_at: datetime | None = None,
    again: bool = False,
    form: dict[str, Any] | None = None,
    limits: Limits | None = None,
) -> Iterator[ReceivedFile]:
    """A file to be loaded, opened, and what is kept of it complete in landing/, not accepted yet; options and errors as
    in `load_file`."""
    path = Path(path)
    if not path.is_file():
        raise no_file(path)
    source = source or source_name(city.profile)
    own = read_mapping(mapping) if isinstance(mapping, Path) else dict(mapping or {})
    own |= form or {}
    file_form(own)
    kind = city.profile.source(source).kind
    if kind not in (folder.EVENTS, folder.STEPS):
        text = (
            f"{path.name}: {source} delivers {kind}, which are not loaded from files like this; put the file into "
            f"drop/{source}, or name another source (--source)."
        )
        raise FileRefused(Sentence("not_cases", text, file=path.name, source=source, kind=kind))
    about = folder.Landed("", "", folder.FILE, source, path.name, "", recorded_at or datetime.now(UTC), own, kind)
    with (
        city.store.cursor() as computing,
        received_file(city, path, about, limits or Limits(), computing, again=again) as received,
    ):
        yield received


def load_table(
    city: CityContext,
    table: pa.Table,
    *,
    source: str,
    recorded_at: datetime | None = None,
    progress: Progress | None = None,
) -> LoadSummary:
    """Load a table whose columns are named as in `canonical.py` (all optional but source_id and reported_at).

    Naive timestamps are UTC. A column `person` is hashed before anything is kept. Raises FileRefused for other columns.
    """
    unknown = [name for name in table.column_names if name not in CANONICAL]
    if unknown:
        text = f"The table has columns that no case has: {', '.join(unknown)}; name them as in canonical.py."
        raise FileRefused(Sentence("table_columns", text, columns=", ".join(unknown)))
    if PERSON in table.column_names:
        people = as_text(table.column(PERSON)).combine_chunks()
        hashed = person_references(people, person_key(city.folder))
        table = table.drop_columns([PERSON]).append_column("person_ref", hashed)
    landed = folder.land_table(city.folder, table, source, recorded_at or datetime.now(UTC))
    return _applied(city, landed, progress, Limits())


def source_name(profile: Profile) -> str:
    """The name under which cases are known when nobody gives one: the profile's only source, else the city's name.

    Not the file's name: an export loaded again under another name, or in pieces, must meet its own cases.
    Raises MappingRefused when the profile declares several sources, of which one must be named.
    """
    if len(profile.sources) > 1:
        names = ", ".join(sorted(profile.sources))
        raise MappingRefused(Sentence("which_source", f"Say which source this is (--source): {names}.", names=names))
    return next(iter(profile.sources), profile.name)


def _applied(
    city: CityContext,
    landed: folder.Landed,
    progress: Progress | None,
    limits: Limits,
    opened: Opened | None = None,
) -> LoadSummary:
    started = time.perf_counter()
    if landed.recorded_at.tzinfo is None:
        folder.forget(city.folder, landed)
        text = "The moment at which a load became known must have a time zone."
        raise MappingRefused(Sentence("moment_without_zone", text))
    try:
        summary, kept, _ = apply_landed(city, landed, progress, limits, opened)
    except BaseException:
        folder.forget(city.folder, landed)
        raise
    if not kept:
        folder.forget(city.folder, landed)
    return summary_with_seconds(summary, time.perf_counter() - started)


def summary_with_seconds(summary: LoadSummary, seconds: float) -> LoadSummary:
    """The same summary with its duration."""
    return LoadSummary(**{**vars(summary), "seconds": round(seconds, 3)})
