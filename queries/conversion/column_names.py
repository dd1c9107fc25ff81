"""Which column of a file is which canonical column: by its name, unless a mapping says otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geodata.coordinates.epsg import system_named
from geodata.coordinates.systems import is_declared
from geodata.errors import CoordinatesRefused
from geodata.sentence import Sentence
from queries.conversion.canonical import CANONICAL, LIFE_CYCLE, LIMITS, PERSON, POINT, TIMES, UPDATED, VERSION
from queries.conversion.naming.clock_names import with_clocks
from queries.conversion.naming.inner_names import children_of, columns_by_name, without_objects_of
from queries.conversion.naming.known_names import projected_columns
from queries.conversion.time_settings import time_formats_of, time_zones_of
from queries.conversion.writings.flag_columns import flag_columns
from queries.errors import FileRefused, MappingRefused
from queries.privacy.masking import shown_names
from queries.privacy.personal_columns import (
    PERSONAL,
    declared_personal,
    is_declared_personal,
    is_withheld,
    plain_name,
)
from queries.reading.file_form import OPTIONS

_CATEGORIES = ("category1", "category2", "category3")
_SETTINGS = frozenset(
    {"versions", "crs", "day_first", "time_format", "time_zones", "words", "limits_from", PERSONAL, *OPTIONS}
)
_MOST = dict.fromkeys(TIMES, 2) | dict.fromkeys(("source_id", PERSON, "area_name", "status", "close_type"), 4_096)
"""Columns that a canonical one may be made of, where they are more than one."""
_KNOWN_COLUMNS = 3
"""Of a header without a case number."""
_MISSING = {
    "source_id": "the case number (for example 工单编号, case_enquiry_id, unique_key)",
    "reported_at": "the time of the report (for example 上报时间, open_dt, created_date)",
}


@dataclass(frozen=True)
class Mapping:
    """`columns`: canonical column → columns of the file; `withheld` are personal data, kept out of store and landing/.

    `day_first` decides 03/04/2024 (None: from the file itself, else month first). `words`: kind → raw word → code.
    `limits_from`: limit → the time from which it counts where it is given as a length. `time_formats`: time → the
    formats in which it is written, "" for every time; `time_zones`: abbreviation → zone.
    `instead`: the column of a value within an object → the column of the object, as in `NamedColumns`; `inner`: the
    canonical columns that were found within objects by their names.
    `row_by_row`: what a row means does not depend on the others; `made_numbers`: no column gives case numbers, so they
    are made of those named for it. `crs`: the coordinate system of the points, None where nothing is said of it.
    """

    columns: dict[str, tuple[str, ...]]
    unrecognised: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    day_first: bool | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    limits_from: dict[str, str] = field(default_factory=dict)
    time_formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    time_zones: dict[str, str] = field(default_factory=dict)
    row_by_row: bool = False
    made_numbers: bool = False
    crs: str | None = None
    instead: dict[str, str] = field(default_factory=dict)
    inner: tuple[str, ...] = ()

    def free_texts(self) -> frozenset[str]:
        """The columns of the file in which anybody may have written anything: title, text, and those that no case has.
        Not the address, which is the place of the case, whoever lives there."""
        return frozenset((*self.columns.get("title", ()), *self.columns.get("text", ()), *self.unrecognised))

    def wanted(self) -> list[str]:
        """The columns of the file that are needed at all, each once."""
        return list(
            dict.fromkeys([*(name for names in self.columns.values() for name in names), *self.instead.values()])
        )


def recognise(names: Sequence[str], overrides: dict[str, Any] | None = None) -> Mapping:
    """Mapping of a file with these columns. `overrides`: canonical → column or list of columns, "" for none.

    Raises MappingRefused when the overrides name something that does not exist.
    """
    overrides = overrides or {}
    named = columns_by_name(names)
    columns = flag_columns({plain_name(name): name for name in reversed(names)}) | named.columns
    crs = _system_of(overrides)
    if crs is not None and not is_declared(crs) and POINT not in overrides:
        columns |= projected_columns(names)
    columns = with_clocks(columns, names)
    chosen = _chosen(names, {key: value for key, value in overrides.items() if key not in _SETTINGS})
    personal = _personal(names, overrides, chosen)
    columns = {
        canonical: found if canonical == PERSON else tuple(name for name in found if name not in personal)
        for canonical, found in columns.items()
    } | chosen
    if {"lon", "lat"} <= columns.keys() and POINT not in overrides:
        columns.pop(POINT, None)
    columns = _without_gaps({key: found for key, found in columns.items() if found}, overrides)
    for name in _not_ordered_by(overrides):
        columns.pop(name, None)
    used = {name for found in columns.values() for name in found}
    if not isinstance(overrides.get("day_first", False), bool):
        raise MappingRefused(Sentence("mapping_day_first", "The mapping's day_first must be true or false."))
    said = {name for canonical, found in columns.items() if canonical != PERSON for name in found}
    people = set(columns.get(PERSON, ())) - said
    withheld = tuple(name for name in names if name in personal or name in people)
    unrecognised = without_objects_of((name for name in names if name not in used and name not in withheld), used)
    within = {name for held in children_of(names).values() for name in held}
    return Mapping(
        columns,
        unrecognised,
        withheld,
        overrides.get("day_first"),
        _words_of(overrides),
        _limits_from(overrides),
        time_formats_of(overrides),
        time_zones_of(overrides),
        crs=crs,
        instead={
            label: name
            for label, name in named.instead.items()
            if label in used and name in names and (label == name or name not in {*used, *withheld})
        },
        inner=tuple(key for key, found in columns.items() if key not in chosen and within.intersection(found)),
    )


def recognise_rows(names: Sequence[str], overrides: dict[str, Any]) -> Mapping:
    """Mapping of rows that name their own columns and leave out what they do not know.

    What a row means must not depend on the rows that it travels with: a column of the overrides that no row names is
    empty, categories stay where they are, and without a word in the overrides 03/04/2024 is the 4th of March.
    """
    present: dict[str, Any] = {"day_first": False}
    for key, value in overrides.items():
        wanted = [value] if isinstance(value, str) else value
        if key in _SETTINGS or not isinstance(wanted, list):
            present[key] = value
        else:
            present[key] = [name for name in wanted if name in names]
    mapping = recognise(names, present)
    if any(category in overrides for category in _CATEGORIES):
        return mapping
    named = columns_by_name(names)
    categories = {category: named.columns.get(category, ()) for category in _CATEGORIES}
    return replace(mapping, columns={key: found for key, found in (mapping.columns | categories).items() if found})


def identity(names: Sequence[str]) -> Mapping:
    """The mapping of a table whose columns already have canonical names."""
    return Mapping({name: (name,) for name in names})


def required_missing(mapping: Mapping) -> tuple[str, ...]:
    """The canonical columns that every case needs and that a mapping does not give: source_id, reported_at."""
    missing = () if "source_id" in mapping.columns else ("source_id",)
    return missing if {"reported_at", "accepted_at"} & set(mapping.columns) else (*missing, "reported_at")


def require_identity(mapping: Mapping, names: Sequence[str], file: str) -> None:
    """Raise FileRefused, saying what is missing and what was found, unless cases have a time (see `with_number`)."""
    without = required_missing(mapping)
    missing = [_MISSING[canonical] for canonical in without]
    if "reported_at" in without:
        found = shown_names(names)
        text = (
            f"{file}: no column gives {' nor '.join(missing)}; found: {found}. A mapping file can name it: "
            "`yiping columns FILE --write mapping.toml` writes one to complete, `--map mapping.toml` loads with it."
        )
        raise FileRefused(Sentence("no_time_column", text, file=file, found=found))


def with_number(mapping: Mapping, names: Sequence[str]) -> Mapping:
    """The mapping, with case numbers made of all columns but the personal ones where no column gives them."""
    if "source_id" in mapping.columns:
        return mapping
    personal = {*mapping.withheld, *mapping.columns.get(PERSON, ())}
    of_row = tuple(name for name in names if name not in personal)
    return replace(mapping, columns=mapping.columns | {"source_id": of_row}, made_numbers=True)


def header_fit(overrides: dict[str, Any], names: Sequence[str]) -> int:
    """How well these names, in a row of a file, would head its cases: 2 with a number and a time, 1 with a time and
    other known columns, else 0."""
    try:
        columns = recognise(names, overrides).columns
    except MappingRefused:
        return 0
    if not {"reported_at", "accepted_at"} & set(columns):
        return 0
    return 2 if "source_id" in columns else int(len(columns) >= _KNOWN_COLUMNS)


def read_mapping(path: Path) -> dict[str, Any]:
    """Overrides from a TOML file as `yiping columns` prints it. Raises MappingRefused."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        text = f"There is no mapping file {path.name} here; `yiping columns FILE --write {path.name}` writes one."
        raise MappingRefused(Sentence("mapping_missing", text, file=path.name)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        text = (
            f"{path.name} cannot be read as a mapping file (TOML in UTF-8): {error}; correct it, or have one written: "
            "`yiping columns FILE --write mapping.toml`."
        )
        raise MappingRefused(Sentence("mapping_unreadable", text, file=path.name, reason=str(error))) from error
    return content


def _chosen(names: Sequence[str], overrides: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for canonical, value in overrides.items():
        if canonical not in CANONICAL:
            text = (
                f"The mapping names {canonical!r}, which is no canonical column of a case; `yiping columns FILE` "
                "prints a mapping with those that fit."
            )
            raise MappingRefused(Sentence("mapping_no_column", text, name=canonical))
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
            text = f"The mapping's {canonical} must name a column of the file, or a list of columns."
            raise MappingRefused(Sentence("mapping_no_name", text, name=canonical))
        absent = [name for name in wanted if name and name not in names]
        if absent:
            named, has = ", ".join(map(repr, absent)), shown_names(names)
            text = f"The mapping says that {canonical} is in {named}; the file has {has}: name one of these."
            raise MappingRefused(Sentence("mapping_absent", text, name=canonical, absent=named, has=has))
        most = _MOST.get(canonical, 1)
        if len(wanted) > most:
            text = (
                f"The mapping's {canonical} names {len(wanted)} columns: it may name {most}, a time its day and its "
                "time of day, areas and case numbers as many as they have."
            )
            raise MappingRefused(Sentence("mapping_several", text, name=canonical, count=len(wanted), most=most))
        chosen[canonical] = tuple(name for name in wanted if name)
    return chosen


def _personal(names: Sequence[str], overrides: dict[str, Any], chosen: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """The columns that hold personal data: declared, or by their names unless the mapping says what they mean."""
    declared = declared_personal(overrides)
    means = {name: canonical for canonical, found in chosen.items() if canonical != PERSON for name in found}
    for name, canonical in means.items():
        if is_declared_personal(name, declared):
            text = f"The mapping says that {name!r} is personal, and the case's {canonical}: it can say only one."
            raise MappingRefused(Sentence("mapping_personal", text, header=name, name=canonical))
    return frozenset(
        name for name in names if is_declared_personal(name, declared) or (is_withheld(name) and name not in means)
    )


def _without_gaps(columns: dict[str, tuple[str, ...]], overrides: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Categories move up so that the first level is never empty below a filled one."""
    if any(category in overrides for category in _CATEGORIES):
        return columns
    filled = [columns[category] for category in _CATEGORIES if category in columns]
    others = {key: found for key, found in columns.items() if key not in _CATEGORIES}
    return others | dict(zip(_CATEGORIES, filled, strict=False))


def _words_of(overrides: dict[str, Any]) -> dict[str, dict[str, str]]:
    words = overrides.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(table, dict) for table in words.values()):
        text = 'The mapping\'s words must be tables such as [words.status] with lines "raw word" = "code".'
        raise MappingRefused(Sentence("mapping_words", text))
    return {kind: {str(raw): str(code) for raw, code in table.items()} for kind, table in words.items()}


def _not_ordered_by(overrides: dict[str, Any]) -> tuple[str, ...]:
    """The columns that do not say which version is newer, where the mapping says what does."""
    ordered_by = overrides.get("versions")
    unread = {None: (), "number": (UPDATED,), "update_time": (VERSION,), "arrival": (VERSION, UPDATED)}
    if ordered_by not in unread:
        text = 'The mapping\'s versions must be "number", "update_time" or "arrival".'
        raise MappingRefused(Sentence("mapping_versions", text))
    return unread[ordered_by]


def _system_of(overrides: dict[str, Any]) -> str | None:
    said = overrides.get("crs")
    if said is None:
        return None
    try:
        return system_named(str(said))
    except CoordinatesRefused as refusal:
        raise MappingRefused(
            Sentence("mapping_crs", f"The mapping's crs: {refusal}", reason=refusal.sentence)
        ) from None


def _limits_from(overrides: dict[str, Any]) -> dict[str, str]:
    starts = overrides.get("limits_from", {})
    for limit, start in starts.items() if isinstance(starts, dict) else [("", starts)]:
        if limit not in LIMITS or start not in LIFE_CYCLE:
            text = (
                'The mapping\'s limits_from must be a table with lines such as due_at = "accepted_at"; '
                f"limits are {', '.join(LIMITS)}."
            )
            raise MappingRefused(Sentence("mapping_limits", text, limits=", ".join(LIMITS)))
    return dict(starts)
