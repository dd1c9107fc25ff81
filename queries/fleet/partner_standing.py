"""The partners of a city as of a moment: who is declared as joined, beside what came over the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from queries.fleet.partner_lines import Partner
from queries.partners.partner_register import DeclaredPartner, PartnerChange, PartnerRegister

Membership = Literal["joined", "not_yet", "left", "undeclared"]


@dataclass(frozen=True)
class PartnerStanding:
    """One partner. membership: None where the city keeps no register; declared: the time of being joined that holds,
    else the next one or, of one that left, the last; line: None where it never reported, or the lines are not known."""

    partner: str
    kind: str
    name: str
    membership: Membership | None
    declared: DeclaredPartner | None
    line: Partner | None

    @property
    def is_expected(self) -> bool:
        """Whether it should report: it is joined, or there is no register to say so."""
        return self.membership in ("joined", None)


@dataclass(frozen=True)
class PartnersAsOf:
    """All partners that are declared at any time or report, by kind and key. day: of the city; are_lines_known: False
    of a moment before the newest reports, because earlier states of lines are not stored."""

    day: date
    partners: tuple[PartnerStanding, ...]
    are_lines_known: bool
    register: PartnerRegister

    @property
    def never_reported(self) -> tuple[PartnerStanding, ...]:
        """Joined, and nothing ever came; none where lines are not known."""
        return tuple(one for one in self.partners if self.is_silent_from_the_start(one))

    @property
    def unexpected(self) -> tuple[PartnerStanding, ...]:
        """They report, but are not declared, not joined yet, or left."""
        return tuple(one for one in self.partners if one.line and not one.is_expected)

    @property
    def changes(self) -> tuple[PartnerChange, ...]:
        """Who joined and left up to the day, the newest first."""
        return self.register.changes_until(self.day)

    def is_silent_from_the_start(self, one: PartnerStanding) -> bool:
        """Whether it is expected to report and never did."""
        return self.are_lines_known and one.is_expected and one.line is None


def partners_as_of(lines: Sequence[Partner] | None, register: PartnerRegister, day: date) -> PartnersAsOf:
    """Lines beside what is declared. lines: None where those of the moment are not known; day: of the city."""
    declared: dict[str, list[DeclaredPartner]] = defaultdict(list)
    for entry in register.entries:
        declared[entry.partner].append(entry)
    found = [_standing(line, _that_holds(declared.get(line.partner, ()), day), register, day) for line in lines or ()]
    reporting = {line.partner for line in lines or ()}
    for partner, entries in declared.items():
        if partner not in reporting:
            found.append(_standing(None, _that_holds(entries, day), register, day))
    found.sort(key=lambda one: (one.kind, one.partner))
    return PartnersAsOf(day, tuple(found), lines is not None, register)


def _that_holds(entries: Sequence[DeclaredPartner], day: date) -> DeclaredPartner | None:
    """The one that holds on a day, else the last that ended, else the next; entries: by day."""
    begun = [one for one in entries if one.begins <= day]
    return begun[-1] if begun else next(iter(entries), None)


def _standing(
    line: Partner | None, declared: DeclaredPartner | None, register: PartnerRegister, day: date
) -> PartnerStanding:
    about = declared or line
    assert about is not None  # noqa: S101  # one of both is there
    membership = _membership(declared, day) if register.is_kept else None
    return PartnerStanding(about.partner, about.kind, about.name, membership, declared, line)


def _membership(declared: DeclaredPartner | None, day: date) -> Membership:
    if declared is None:
        return "undeclared"
    if declared.is_joined_on(day):
        return "joined"
    return "not_yet" if declared.begins > day else "left"
