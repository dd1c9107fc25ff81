"""What the words of a phrase ask together, each read in one way. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from itertools import islice, pairwise, product

from dashboard.search.phrases.readings import (
    AreaAsked,
    CasesAsked,
    GridAsked,
    KpiAsked,
    PartsAsked,
    PeriodAsked,
    PeriodBefore,
    Piece,
    Reading,
    Sign,
)
from dashboard.search.phrases.written_times import period_before, period_of
from dashboard.view.periods import resolve
from dashboard.view.readings import BELOW, SIBLINGS
from geodata.areas.area_tree import AreaTree
from queries.values import EXCLUDED, Conditions

MOST_CHAINS = 512
MOST_OFFERS = 4


@dataclass(frozen=True)
class Moment:
    """When a phrase is read: aware, in the zone of the city."""

    as_of: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day of the city."""
        return self.as_of.astimezone(self.zone).date()


@dataclass(frozen=True)
class Asked:
    """What a phrase asks for; None and empty: it says nothing of that. left_out: the words that found no use, because
    others say something else."""

    area: int | None = None
    grid: int | None = None
    where: Conditions = ()
    period: str | None = None
    kpi: KpiAsked | None = None
    compare: str | None = None
    left_out: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_a_place(self) -> bool:
        """Whether it names a place and nothing else, or nothing at all."""
        return not (self.where or self.period or self.kpi or self.compare)


def asked(pieces: Sequence[Piece], tree: AreaTree, moment: Moment) -> list[Asked]:
    """What a phrase may ask, the likeliest first, at most MOST_OFFERS: the first reading of each word, with areas that
    lie inside each other where there are such, then each word in its other readings that leave out no more words."""
    known = _nested(_with_parts([piece for piece in pieces if piece.readings]), tree)
    first = [piece.readings[0] for piece in known]
    choices = [first]
    most = max((len(piece.readings) for piece in known), default=0)
    for nth in range(1, most):
        for place, piece in enumerate(known):
            if nth < len(piece.readings):
                choices.append([*first[:place], piece.readings[nth], *first[place + 1 :]])
    found = [_Reader(tree, moment).read(known, choice) for choice in choices]
    usable = (one for one in found if len(one.left_out) <= len(found[0].left_out))
    return list(islice(dict.fromkeys(usable), MOST_OFFERS))


def _with_parts(pieces: list[Piece]) -> list[Piece]:
    """The pieces read as kinds of parts where it is asked which is most, and as anything else where it is not."""
    wanted = any(piece.readings[0] == Sign("most") for piece in pieces)

    def ordered(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        parts = tuple(one for one in readings if isinstance(one, PartsAsked))
        others = tuple(one for one in readings if not isinstance(one, PartsAsked))
        return (parts if wanted else others) or readings

    return [replace(piece, readings=ordered(piece.readings)) for piece in pieces]


def _nested(pieces: list[Piece], tree: AreaTree) -> list[Piece]:
    """The pieces with such areas first as lie inside each other."""
    places = [n for n, piece in enumerate(pieces) if isinstance(piece.readings[0], AreaAsked)]
    options = [[one for one in pieces[n].readings if isinstance(one, AreaAsked)] for n in places]
    chain = next((one for one in islice(product(*options), MOST_CHAINS) if _deepest(one, tree)), None)
    chosen: dict[int, Reading] = dict(zip(places, chain or (), strict=False))
    return [
        replace(piece, readings=tuple(dict.fromkeys((chosen[n], *piece.readings)))) if n in chosen else piece
        for n, piece in enumerate(pieces)
    ]


def _deepest(areas: Sequence[AreaAsked], tree: AreaTree) -> AreaAsked | None:
    """The area that lies inside all the others; None where they do not lie inside each other, or there are none."""
    ordered = sorted(areas, key=lambda one: int(tree.level[one.number - 1]))
    pairs = pairwise(ordered)
    is_chain = all(tree.by_id(outer.number).holds(inner.number) for outer, inner in pairs)
    return ordered[-1] if ordered and is_chain else None


@dataclass
class _Reader:
    """Puts readings together one after another."""

    tree: AreaTree
    moment: Moment
    where: dict[tuple[str, str], None] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def read(self, pieces: Sequence[Piece], choice: Sequence[Reading]) -> Asked:
        """One reading for each piece."""
        words = [(piece.text, reading) for piece, reading in zip(pieces, choice, strict=True)]
        self._read_conditions(words)
        area, grid, kpi, period = self._place(words), self._grid(words), self._kpi(words), self._period(words)
        compare = self._compare(words, area)
        return Asked(area, grid, tuple(sorted(self.where)), period, kpi, compare, tuple(self.left_out))

    def _read_conditions(self, words: Sequence[tuple[str, Reading]]) -> None:
        excluding = False
        for _, reading in words:
            if isinstance(reading, CasesAsked):
                sign = EXCLUDED if excluding else ""
                self.where.update(dict.fromkeys((dimension + sign, value) for dimension, value in reading.conditions))
            excluding = reading == Sign("excluding") or (excluding and reading == Sign("filler"))

    def _place(self, words: Sequence[tuple[str, Reading]]) -> int | None:
        areas = [(text, reading) for text, reading in words if isinstance(reading, AreaAsked)]
        deepest = _deepest([reading for _, reading in areas], self.tree)
        if deepest or not areas:
            return deepest.number if deepest else None
        _, largest = chosen = min(areas, key=lambda one: int(self.tree.level[one[1].number - 1]))
        self.left_out += [text for text, area in areas if (text, area) != chosen]
        return largest.number

    def _grid(self, words: Sequence[tuple[str, Reading]]) -> int | None:
        grids = [(text, reading) for text, reading in words if isinstance(reading, GridAsked)]
        self.left_out += [text for text, _ in grids[1:]]
        return grids[0][1].place if grids else None

    def _kpi(self, words: Sequence[tuple[str, Reading]]) -> KpiAsked | None:
        kpis = [(text, reading) for text, reading in words if isinstance(reading, KpiAsked)]
        chosen = next((one for one in kpis if not one[1].is_plain), kpis[0] if kpis else None)
        if chosen is None:
            return None
        self.left_out += [text for text, kpi in kpis if not kpi.is_plain and kpi != chosen[1]]
        return replace(chosen[1], is_plain=False)

    def _compare(self, words: Sequence[tuple[str, Reading]], area: int | None) -> str | None:
        """Which parts are set side by side where it is asked which is most: without a word for them the areas below."""
        if not any(reading == Sign("most") for _, reading in words):
            return None
        parts = next((reading.compare for _, reading in words if isinstance(reading, PartsAsked)), BELOW)
        is_city = area is None or not self.tree.by_id(area).parent_id
        return SIBLINGS if parts == BELOW and is_city else parts

    def _period(self, words: Sequence[tuple[str, Reading]]) -> str | None:
        """The first period, with what is joined to it."""
        periods = list(self._joined(words))
        self.left_out += [text for text, period in periods[1:] if period != periods[0][1]]
        return periods[0][1].period if periods else None

    def _joined(self, words: Sequence[tuple[str, Reading]]) -> Iterator[tuple[str, PeriodAsked]]:
        before: tuple[str, PeriodAsked] | None = None
        joins = False
        for text, reading in words:
            if isinstance(reading, PeriodAsked | PeriodBefore):
                period = period_before(reading, self.moment.today) if isinstance(reading, PeriodBefore) else reading
                joined = self._from_to(before[1], period) if before and joins else None
                if before and joined:
                    before = (f"{before[0]} – {text}", joined)
                else:
                    if before:
                        yield before
                    before = (text, period)
            joins = reading == Sign("joining")
        if before:
            yield before

    def _from_to(self, first: PeriodAsked, last: PeriodAsked) -> PeriodAsked | None:
        """From the first day of one to the last of the other; None where that is before."""
        one, other = (resolve(each.period, self.moment.as_of, self.moment.zone) for each in (first, last))
        return period_of(one.start, other.end) if one.start and other.end and one.start <= other.end else None
