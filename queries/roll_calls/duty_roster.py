"""The duty roster that a city keeps: duty.csv in its folder, one row a turn at a centre. A row that cannot be read is
told with its line and why, the others count; without the file nobody is known to be on duty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from geodata.areas.area_tree import Area, AreaTree
from queries.privacy.masking import masked
from queries.reading.folder_table import NoTableError, UncountedLine, state_of, table_rows
from queries.scope import Scope

DUTY_FILE = "duty.csv"
NEEDED = ("area", "from", "until", "name")
LARGEST = 64_000_000
LONGEST_TURN = timedelta(days=31)
LONGEST_TEXT = 200
MOST_REFUSED = 200
HIDDEN = "•••"
_COLUMNS = Path(__file__).with_name("duty_roster.toml")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()x#\uff08\uff09\u8f6c-]{2,29}")
"""Also with brackets and the word for an extension as Chinese writes them."""
_MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class DutyTurn:
    """Somebody on duty at the centre of an area, from a moment until before another (aware, UTC). telephone: empty
    where none is given; hidden to whoever may not see persons."""

    area_id: int
    begins: datetime
    ends: datetime
    name: str
    role: str = ""
    telephone: str = ""

    def is_at(self, moment: datetime) -> bool:
        """Whether it holds a moment (aware)."""
        return self.begins <= moment < self.ends

    def without_numbers(self) -> DutyTurn:
        """Without its telephone, also where that was written beside the name or the role."""
        hidden = HIDDEN if self.telephone else ""
        return replace(self, name=masked(self.name) or "", role=masked(self.role) or "", telephone=hidden)


@dataclass(frozen=True)
class DutyRoster:
    """Turns by the time of their beginning. is_kept: whether the city has a roster at all; refused: the first lines
    that do not count; refused_in_all: how many there are."""

    turns: tuple[DutyTurn, ...] = ()
    refused: tuple[UncountedLine, ...] = ()
    refused_in_all: int = 0
    is_kept: bool = False

    def at(self, moment: datetime, area: Area, scope: Scope) -> DutyRoster:
        """Who is on duty at a moment (aware) at the centres in an area, as far as an asker may see them: those of areas
        that the asker may see, telephones only where persons may be seen. Refused lines are told to whoever may see
        the whole city."""
        turns = [
            one if scope.persons == "clear" else one.without_numbers()
            for one in self.turns
            if one.is_at(moment) and area.holds(one.area_id) and scope.meets(one.area_id, one.area_id)
        ]
        found = replace(self, turns=tuple(sorted(turns, key=lambda one: (one.area_id, one.begins, one.role, one.name))))
        return replace(found, refused=(), refused_in_all=0) if scope.hides_rows else found

    def of_centre(self, area: Area) -> tuple[DutyTurn, ...]:
        """The turns at the centre of one area."""
        return tuple(one for one in self.turns if one.area_id == area.area_id)


def duty_roster(folder: Path, tree: AreaTree, zone: ZoneInfo) -> DutyRoster:
    """What the folder of a city holds now; read again when the file has changed."""
    try:
        state = state_of(folder / DUTY_FILE, LARGEST)
    except NoTableError as error:
        return DutyRoster((), (error.line,), 1, is_kept=True)
    return _read(folder / DUTY_FILE, state, tree, zone) if state else DutyRoster()


@lru_cache(maxsize=8)
def _read(file: Path, _state: tuple[int, int], tree: AreaTree, zone: ZoneInfo) -> DutyRoster:
    turns = set[DutyTurn]()
    refused: list[UncountedLine] = []
    try:
        names = _areas_by_name(tree)
        for number, said in table_rows(file, _COLUMNS, NEEDED):
            try:
                turn = _turn(said, tree, names, zone)
                if turn in turns:
                    raise _WrongTurnError("twice", turn.name)
                turns.add(turn)
            except _WrongTurnError as wrong:
                refused.append(UncountedLine(number, wrong.why, wrong.value))
    except NoTableError as error:
        return DutyRoster((), (error.line,), 1, is_kept=True)
    ordered = tuple(sorted(turns, key=lambda one: (one.begins, one.area_id, one.name)))
    return DutyRoster(ordered, tuple(refused[:MOST_REFUSED]), len(refused), is_kept=True)


def _areas_by_name(tree: AreaTree) -> Mapping[str, int]:
    """name → number; -1 for a name that several areas have."""
    found: dict[str, int] = {}
    for number, name in enumerate(tree.name, 1):
        found[str(name)] = -1 if str(name) in found else number
    return found


class _WrongTurnError(Exception):
    """Why a row is no turn (a word), with the value that is wrong (never a telephone)."""

    def __init__(self, why: str, value: str) -> None:
        super().__init__(why, value)
        self.why, self.value = why, value


def _turn(said: Mapping[str, str], tree: AreaTree, names: Mapping[str, int], zone: ZoneInfo) -> DutyTurn:
    """The turn of a row. Raises _WrongTurnError."""
    if missing := [name for name in NEEDED if not said.get(name)]:
        raise _WrongTurnError("empty", ", ".join(missing))
    if long := [value for value in said.values() if len(value) > LONGEST_TEXT]:
        raise _WrongTurnError("too_long", f"{long[0][:20]}…")
    area = tree.number_of_code.get(said["area"]) or names.get(said["area"], 0)
    if area <= 0:
        raise _WrongTurnError("several_areas" if area else "area", said["area"])
    begins, ends = (_moment(said[name], zone) for name in ("from", "until"))
    if not begins < ends <= begins + LONGEST_TURN:
        raise _WrongTurnError("span", f"{said['from']} → {said['until']}")
    telephone = said.get("telephone", "")
    if telephone and not _TELEPHONE.fullmatch(telephone):
        raise _WrongTurnError("telephone", "")
    return DutyTurn(area, begins, ends, said["name"], said.get("role", ""), telephone)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    written = text.replace("/", "-").replace("T", " ")
    try:
        return datetime.strptime(written, _MOMENT).replace(tzinfo=zone).astimezone(UTC)
    except ValueError as error:
        raise _WrongTurnError("moment", text) from error
