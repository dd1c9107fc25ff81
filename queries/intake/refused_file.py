"""A dropped file of which nothing was loaded: kept for its sender, sealed where it may hold personal data."""

from __future__ import annotations

from pathlib import Path

from queries.city_context import CityContext
from queries.conversion.column_names import recognise
from queries.device_reports.file_columns import withheld_columns
from queries.errors import FileRefused, MappingRefused
from queries.landing.folder import EVENTS, FILE, Landed
from queries.landing.private_copy import sha256_of
from queries.loading.inputs.opened_inputs import opened_landed
from queries.privacy.masking import masked_value
from queries.privacy.sealing import SEALED, seal_of
from queries.reading.chunk import Limits


def keep_refused(city: CityContext, path: Path, target: Path, source: str) -> Path:
    """Move a file to `target`: as it is where its columns are known and none is personal, else sealed, its name with
    the ending SEALED. Where it is now. Raises SealRefused and OSError; the file is where it was then."""
    if not _may_be_personal(city, path, source):
        return path.replace(target)
    sealed = target.with_name(target.name + SEALED)
    seal_of(city.folder, city.profile.key_file).seal_file(path, sealed)
    path.unlink()
    return sealed


def _may_be_personal(city: CityContext, path: Path, source: str) -> bool:
    about = city.profile.source(source)
    landed = Landed("", "", FILE, source, path.name, sha256_of(path), city.recording_moment(), {}, about.kind)
    try:
        with city.store.cursor() as computing, opened_landed(city, landed, Limits(), computing, path) as opened:
            names, is_part = opened.names, opened.is_part
        if about.kind == EVENTS:
            withheld = recognise(names, about.mapping).withheld
        else:
            withheld = withheld_columns(about.kind, names, about.mapping)
    except (FileRefused, MappingRefused):
        return True
    is_no_header = any(masked_value(name) != name for name in names)
    return bool(withheld) or is_part or is_no_header
