"""The profile of a city: `city.toml`, validated, with a sentence for every mistake."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

import tomlkit
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from geodata.city.lines_of_business import LineProfile
from geodata.city.profile_mistakes import sentence_for
from geodata.city.retention import Retention
from geodata.city.series_breaks import BreakProfile
from geodata.city.targets import TargetProfile
from geodata.city.working_hours import WorkingHours
from geodata.coordinates.systems import is_declared
from geodata.errors import CityMissing, CoordinatesRefused, ProfileError

PROFILE_FILE = "city.toml"
TEMPLATE = Path(__file__).with_name("city_template.toml")

SourceKind = Literal["events", "steps", "units", "devices", "calls", "partners", "readings"]
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
KINDS_LOADED_AS_FILES: tuple[SourceKind, ...] = ("events", "steps")
"""Kinds of which a whole file is one accepted input; of the others its rows are taken like a delivery."""


@cache
def known_zones() -> frozenset[str]:
    """The names of all time zones of this machine, read once: that takes hundreds of files."""
    return frozenset(available_timezones())


def _known_zone(zone: str) -> str:
    if zone not in known_zones():
        raise ValueError(f'{zone!r} is no time zone; write an IANA name such as "Asia/Shanghai" or "America/New_York"')
    return zone


def _known_system(crs: str) -> str:
    if is_declared(crs):
        return crs
    from geodata.coordinates.epsg import system_named  # noqa: PLC0415  (only where a published system is named)

    try:
        return system_named(crs)
    except CoordinatesRefused as refusal:
        raise ValueError(str(refusal).removesuffix(".")) from None


ZoneName = Annotated[str, AfterValidator(_known_zone)]
CoordinateSystemName = Annotated[str, AfterValidator(_known_system)]
"""A declared system, or a published one as in the register: EPSG:25832."""


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Level(_Keys):
    """One level of the tree: `key` in files and addresses, `zh` and `en` on screen.

    code_column, name_column, parent_column: columns of the level's file, where they are not to be recognised."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    code_column: str | None = None
    name_column: str | None = None
    parent_column: str | None = None


class SourceProfile(_Keys):
    """What is special about one source. kind: what it delivers, cases (events), steps of cases or one kind of report;
    cases: of steps, the source of the cases that they belong to; `mapping`: canonical column → column of the file."""

    kind: SourceKind = "events"
    title_zh: str | None = None
    title_en: str | None = None
    crs: CoordinateSystemName = "WGS-84"
    zone: ZoneName | None = None
    steps: tuple[str, ...] | None = None
    cadence_s: int | None = Field(default=None, gt=0)
    cases: str | None = None
    mapping: dict[str, Any] = Field(default_factory=dict)

    @field_validator("mapping")
    @classmethod
    def _system_stands_beside(cls, mapping: dict[str, Any]) -> dict[str, Any]:
        if "crs" in mapping:
            raise ValueError(f"write crs = {mapping['crs']!r} for the source, beside its mapping and not in it")
        return mapping

    @property
    def overrides(self) -> dict[str, Any]:
        """What is said of its rows: its mapping and the coordinate system of their points."""
        return {"crs": self.crs} | self.mapping


class TileService(_Keys):
    """A tile service behind the map: the only thing that may make a browser leave this machine."""

    url: str = Field(pattern=r"^https?://[^ ]+$")
    crs: Literal["WGS-84", "GCJ-02"] = "WGS-84"
    attribution: str
    max_zoom: int = Field(default=18, ge=1, le=22)


class Profile(_Keys):
    """`city.toml`. Levels are root first; `aliases` map an area's other names to its code; `personal_columns`: what
    becomes of those of a delivered file; `key_file`: the key that seals, outside the city's folder."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title_zh: str = Field(min_length=1)
    title_en: str = Field(min_length=1)
    zone: ZoneName
    language: Literal["zh-CN", "en"] = "zh-CN"
    simulated: bool = False
    accent: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    clock: str = "auto"
    minimum_cases: int = Field(default=20, ge=0)
    smallest_count: int = Field(default=0, ge=0, le=1000)
    grid_version: str | None = None
    working_time: WorkingHours | None = None
    personal_columns: Literal["left_out", "sealed"] = "left_out"
    key_file: str | None = None
    retention: Retention | None = None
    levels: tuple[Level, ...] = Field(min_length=1)
    aliases: dict[str, str] = Field(default_factory=dict)
    sources: dict[str, SourceProfile] = Field(default_factory=dict)
    tiles: TileService | None = None
    targets: dict[str, TargetProfile] = Field(default_factory=dict)
    breaks: dict[str, BreakProfile] = Field(default_factory=dict)
    lines_of_business: dict[str, LineProfile] = Field(default_factory=dict)

    @field_validator("clock")
    @classmethod
    def _known_clock(cls, clock: str) -> str:
        if clock in ("auto", "wall", "data"):
            return clock
        try:
            datetime.fromisoformat(clock)
        except ValueError:
            raise ValueError('write "auto", "wall", "data" or an instant such as "2024-08-20T09:00:00+08:00"') from None
        return clock

    @model_validator(mode="after")
    def _levels_differ(self) -> Profile:
        keys = [level.key for level in self.levels]
        if len(set(keys)) < len(keys):
            raise ValueError(f"levels: give every level a key of its own, these repeat: {', '.join(keys)}")
        return self

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which the city's days and hours are counted."""
        return ZoneInfo(self.zone)

    @property
    def clock_start(self) -> datetime | None:
        """The aware instant at which an offset clock starts (city time when written without offset), else None."""
        if self.clock in ("auto", "wall", "data"):
            return None
        start = datetime.fromisoformat(self.clock)
        return start if start.tzinfo else start.replace(tzinfo=self.time_zone)

    def level_index(self, key: str) -> int:
        """Index of the level called `key` (root is 0). Raises KeyError."""
        for index, level in enumerate(self.levels):
            if level.key == key:
                return index
        raise KeyError(key)

    @model_validator(mode="after")
    def _steps_belong_to_cases(self) -> Profile:
        others = [name for name, about in self.sources.items() if about.kind == "events"]
        for name, about in self.sources.items():
            if about.kind == "steps" and about.cases is None and len(others) > 1:
                raise ValueError(f"sources: write whose cases the steps of {name} belong to, cases = {others[0]!r}")
        return self

    def source_of_cases(self, name: str) -> str:
        """The source of the cases that the steps of the source `name` belong to: as declared, else the only one."""
        others = [other for other, about in self.sources.items() if about.kind == "events"]
        return self.source(name).cases or next(iter(others), self.name)

    def source(self, name: str) -> SourceProfile:
        """The source's own profile, or the defaults when the profile says nothing of it."""
        return self.sources.get(name, SourceProfile())


def load_profile(where: Path) -> Profile:
    """Profile of a city folder, or of a `city.toml` given itself.

    Raises CityMissing when there is none and ProfileError (file, key, sentence) when it cannot be used.
    """
    file = where / PROFILE_FILE if where.is_dir() else where
    if not file.is_file():
        raise CityMissing(f"There is no city in {where}: it has no {PROFILE_FILE}; make one with `yiping init`.")
    try:
        keys = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ProfileError(file, "", "the file is not UTF-8; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(file, "", f"the file is not valid TOML: {error}.") from error
    return checked_profile(keys, file)


def checked_profile(keys: dict[str, Any], file: Path) -> Profile:
    """The profile of these keys, as they stand (or are to stand) in `file`. Raises ProfileError."""
    try:
        return Profile.model_validate(keys)
    except ValidationError as error:
        key, sentence = sentence_for(error.errors()[0], Profile)
        raise ProfileError(file, key, sentence) from error


def write_profile(profile: Profile, path: Path) -> None:
    """Write `profile` to `path` (a city.toml, or a folder to hold one); comments of an existing file are kept."""
    file = path / PROFILE_FILE if path.is_dir() else path
    values = profile.model_dump(mode="json", exclude_none=True)
    text = file.read_text(encoding="utf-8") if file.is_file() else _template_for(values)
    document = tomlkit.parse(text)
    held = _values_of(document)
    for key, value in values.items():
        before = held.get(key, {})
        if value == before:
            continue
        if isinstance(value, dict) and key in document:
            for gone in set(document[key]) - set(value):
                del document[key][gone]
            document[key].update({name: one for name, one in value.items() if one != before.get(name)})
        else:
            document[key] = value if key != "levels" else _array_of_tables(value)
    unfinished = file.with_suffix(".toml.part")
    unfinished.write_text(tomlkit.dumps(document), encoding="utf-8")
    unfinished.replace(file)


def _values_of(document: tomlkit.TOMLDocument) -> dict[str, Any]:
    """What a file says, in the form in which a profile is written; as it stands where that is no whole profile yet."""
    try:
        return Profile.model_validate(document.unwrap()).model_dump(mode="json", exclude_none=True)
    except ValidationError:
        return document.unwrap()


def _template_for(values: dict[str, Any]) -> str:
    """The commented template with its levels, and with `# key = example` made a real line where there is a value."""
    template = TEMPLATE.read_text(encoding="utf-8")
    for key in {"accent", "grid_version"} & set(values):
        template = re.sub(rf"^# ({key} = )", r"\1", template, flags=re.MULTILINE)
    levels = tomlkit.dumps({"levels": _array_of_tables(values["levels"])})
    return template.replace("[[levels]]\n", levels)


def _array_of_tables(rows: list[dict[str, str]]) -> tomlkit.items.AoT:
    tables = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        table.update(row)
        tables.append(table)
    return tables
