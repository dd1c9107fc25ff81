"""Who is joined to the platform, as the city keeps it: partners.csv in its folder, one row a time of being joined. A
row that cannot be read is told with its line and why, the others count; without the file nothing is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Literal

from queries.device_reports.kinds import report_tables
from queries.privacy.masking import masked
from queries.reading.folder_table import NoTableError, UncountedLine, state_of, table_rows
from queries.scope import Scope

PARTNERS_FILE = "partners.csv"
NEEDED = ("partner", "kind", "name")
LARGEST = 16_000_000
LONGEST_TEXT = 200
MOST_REFUSED = 200
HIDDEN = "•••"
_COLUMNS = Path(__file__).with_name("partner_columns.toml")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()x#\uff08\uff09\u8f6c-]{2,29}")
_DAY = "%Y-%m-%d"
Change = Literal["joined", "left"]


@dataclass(frozen=True)
class DeclaredPartner:
    """A time of being joined. kind: department | special_grid | system; contact: the role of whom to call; joined: the
    first day, None: since always; left: the first day on which it no longer is, None: it is still. telephone: empty
    where none is given; hidden to whoever may not see persons."""

    partner: str
    kind: str
    name: str
    contact: str = ""
    telephone: str = ""
    joined: date | None = None
    left: date | None = None
    note: str = ""

    def is_joined_on(self, day: date) -> bool:
        """Whether it is joined on a day of the city."""
        return self.begins <= day < self.ends

    @property
    def begins(self) -> date:
        """The first day, of one that was always there the first that there is."""
        return self.joined or date.min

    @property
    def ends(self) -> date:
        """The first day after, of one that is still there the last that there is."""
        return self.left or date.max

    def without_numbers(self) -> DeclaredPartner:
        """Without its telephone, also where that was written beside the name, the role or the note."""
        return replace(
            self,
            name=masked(self.name) or "",
            contact=masked(self.contact) or "",
            note=masked(self.note) or "",
            telephone=HIDDEN if self.telephone else "",
        )


@dataclass(frozen=True)
class PartnerChange:
    """A partner joined or left on a day of the city."""

    day: date
    what: Change
    partner: str
    kind: str
    name: str


@dataclass(frozen=True)
class PartnerRegister:
    """Times of being joined by partner and day. is_kept: whether the city has a register at all; refused: the first
    lines that do not count; refused_in_all: how many there are."""

    entries: tuple[DeclaredPartner, ...] = ()
    refused: tuple[UncountedLine, ...] = ()
    refused_in_all: int = 0
    is_kept: bool = False

    def seen_by(self, scope: Scope) -> PartnerRegister:
        """As far as an asker may see it: partners belong to the whole city, telephones to whoever may see persons."""
        if scope.hides_rows:
            return PartnerRegister(is_kept=self.is_kept)
        if scope.persons == "clear":
            return self
        return replace(self, entries=tuple(one.without_numbers() for one in self.entries))

    def changes_until(self, day: date) -> tuple[PartnerChange, ...]:
        """Who joined and who left up to and on a day, the newest first."""
        dated: list[tuple[date | None, Change, DeclaredPartner]] = []
        for one in self.entries:
            dated += [(one.joined, "joined", one), (one.left, "left", one)]
        found = [
            PartnerChange(on, what, one.partner, one.kind, one.name) for on, what, one in dated if on and on <= day
        ]
        return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.kind, one.partner, one.what)))


def partner_register(folder: Path) -> PartnerRegister:
    """What the folder of a city holds now; read again when the file has changed."""
    try:
        state = state_of(folder / PARTNERS_FILE, LARGEST)
    except NoTableError as error:
        return PartnerRegister((), (error.line,), 1, is_kept=True)
    return _read(folder / PARTNERS_FILE, state) if state else PartnerRegister()


def not_joined_at(folder: Path, moment: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The keys of partners that are declared, but not as joined on the day of a moment (aware): they join later, or
    left."""
    entries, day = partner_register(folder).entries, moment.astimezone(zone).date()
    joined = {one.partner for one in entries if one.is_joined_on(day)}
    return tuple(sorted({one.partner for one in entries} - joined))


@lru_cache(maxsize=8)
def _read(file: Path, _state: tuple[int, int]) -> PartnerRegister:
    entries: dict[str, list[DeclaredPartner]] = {}
    refused: list[UncountedLine] = []
    try:
        for number, said in table_rows(file, _COLUMNS, NEEDED):
            try:
                one = _entry(said)
                _refuse_contradiction(one, entries.get(one.partner, ()))
                entries.setdefault(one.partner, []).append(one)
            except _WrongEntryError as wrong:
                refused.append(UncountedLine(number, wrong.why, wrong.value))
    except NoTableError as error:
        return PartnerRegister((), (error.line,), 1, is_kept=True)
    every = sorted((one for of in entries.values() for one in of), key=lambda one: (one.kind, one.partner, one.begins))
    return PartnerRegister(tuple(every), tuple(refused[:MOST_REFUSED]), len(refused), is_kept=True)


class _WrongEntryError(Exception):
    """Why a row does not count (a word), with the value that is wrong (never a telephone)."""

    def __init__(self, why: str, value: str) -> None:
        super().__init__(why, value)
        self.why, self.value = why, value


def _entry(said: Mapping[str, str]) -> DeclaredPartner:
    """The time of being joined of a row. Raises _WrongEntryError."""
    if missing := [name for name in NEEDED if not said.get(name)]:
        raise _WrongEntryError("empty", ", ".join(missing))
    if long := [value for value in said.values() if len(value) > LONGEST_TEXT]:
        raise _WrongEntryError("too_long", f"{long[0][:20]}…")
    kind = report_tables()["partners"].columns["kind"].words.get(said["kind"].casefold())
    if kind is None:
        raise _WrongEntryError("kind", said["kind"])
    joined, left = (_day(said.get(name, "")) for name in ("joined", "left"))
    if joined and left and left <= joined:
        raise _WrongEntryError("span", f"{joined} → {left}")
    telephone = said.get("telephone", "")
    if telephone and not _TELEPHONE.fullmatch(telephone):
        raise _WrongEntryError("telephone", "")
    texts = (said["name"], said.get("contact", ""), telephone)
    return DeclaredPartner(said["partner"], kind, *texts, joined, left, said.get("note", ""))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text.replace("/", "-"), _DAY).date()  # noqa: DTZ007  # a day of the city, no instant
    except ValueError as error:
        raise _WrongEntryError("day", text) from error


def _refuse_contradiction(one: DeclaredPartner, before: Sequence[DeclaredPartner]) -> None:
    """Raises _WrongEntryError for a partner that would be of two kinds, or joined twice on one day."""
    for other in before:
        if other.kind != one.kind:
            raise _WrongEntryError("two_kinds", one.partner)
        if one.begins < other.ends and other.begins < one.ends:
            raise _WrongEntryError("twice", one.partner)
