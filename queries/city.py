"""A city, opened: the one door through which command line and screens ask and load."""

from __future__ import annotations

import calendar
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import pyarrow as pa

from geodata.areas.tree_file import AreaTree, read_tree
from geodata.city.profile import Profile, SourceKind, load_profile
from geodata.placing.placer import Placer
from queries.as_of_state.state_tables import state_tables
from queries.calendar.clock import Clock, wall_now
from queries.cases.newest import Newest, NewEvent, newest_events
from queries.kpis.answer import Answer
from queries.kpis.answering import MOST_CASES, Answering, refuse_contradictions
from queries.kpis.bins import Bins, Cell
from queries.kpis.bins import size_of as size_of_bins
from queries.kpis.by_level import LevelAnswer, size_of
from queries.kpis.dictionary import STANDARD_DICTIONARY, Dictionary
from queries.kpis.question import Question
from queries.kpis.source_facts import Facts
from queries.loading.load import load_file, load_table
from queries.loading.summary import LoadSummary
from queries.sources.freshness import Freshness
from queries.sources.standing import SourceStanding, freshness_of, source_standings
from queries.store.single_flight import SingleFlight
from queries.store.stamp import Stamp, StampIssuer
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store

OWN_DICTIONARY = "metrics.toml"
LEVEL_BYTES = 96_000_000  # answers by level that are kept: some 2 MB each at 107,158 micro-grids
BIN_BYTES = 160_000_000  # bins that are kept: some 20 bytes for each place of the ground that ever had a case
OpeningKind = Literal["today", "last_full_month", "last_seven_days"]


@dataclass
class City:
    """An opened city. Safe to use from many threads; `close` it, or use it as a context manager."""

    profile: Profile
    tree: AreaTree
    dictionary: Dictionary
    store: Store
    clock: Clock
    runner: StatementRunner
    facts: Facts
    _stamps: StampIssuer = field(default_factory=StampIssuer)
    _bins: SingleFlight[Hashable, Bins] = field(default_factory=lambda: SingleFlight(BIN_BYTES, size_of_bins))
    _levels: SingleFlight[Hashable, LevelAnswer] = field(default_factory=lambda: SingleFlight(LEVEL_BYTES, size_of))

    @classmethod
    def open(
        cls, folder: Path | str, *, clock: Clock | None = None, time_limit_s: float = 10.0, location: str | None = None
    ) -> Self:
        """Open the city of a folder; its own `metrics.toml`, where there is one, adds to the dictionary.

        location: of the store, when it is not the file in the folder. Raises CityMissing, ProfileError,
        DictionaryError, StoreBusy, StoreDamaged.
        """
        folder = Path(folder)
        profile = load_profile(folder)
        tree = read_tree(folder)
        own = folder / OWN_DICTIONARY
        dictionary = Dictionary.read(STANDARD_DICTIONARY, *([own] if own.is_file() else []))
        store = Store.open(folder, location=location)
        runner = StatementRunner(store, time_limit_s)
        facts = Facts(runner)
        return cls(profile, tree, dictionary, store, clock or clock_of(profile, facts.last_batch_at()), runner, facts)

    @cached_property
    def placer(self) -> Placer:
        """Places points in the tree; built at the first need."""
        return Placer(self.tree)

    def ask(self, question: Question) -> Answer:
        """The answer to a question; without `as_of`, as of now by the city's clock.

        Raises UnknownMetric, UnknownDenominator, UnknownArea, QuestionRefused, TooSlow.
        """
        asked = self._dated(question)
        refuse_contradictions(asked)
        assert asked.as_of is not None  # noqa: S101  # just given
        kind = state_tables()[self.dictionary[asked.metric].table].source_kind
        return self._answering.answer(asked, self.freshness(asked.as_of, kind))

    def ask_by_level(self, question: Question, level: int) -> LevelAnswer:
        """The KPI of every area of a level (root is 0) inside the question's area; raises as `ask`."""
        asked = self._dated(replace(question, by=None))
        as_of = asked.as_of
        assert as_of is not None  # noqa: S101  # just given
        key = (asked, level, self.store.data_version, self.store.report_version)
        return self._levels.get(key, lambda: self._answering.by_level(asked, level, self.freshness(as_of)))

    def cases(self, question: Question, limit: int | None = None) -> pa.Table:
        """The cases behind a number, as many as its n, with `in_numerator`, area code and name; nothing personal.

        Instants are naive UTC; lon, lat are null where the point is not trusted.
        """
        return self._named(self._answering.cases(self._dated(question), limit))

    def ask_bins(self, question: Question) -> Bins:
        """Where the cases that a KPI counts lie, cell by cell; raises as `ask`."""
        asked = self._dated(replace(question, by=None))
        key = (asked, self.store.data_version)
        return self._bins.get(key, lambda: self._answering.bins(asked))

    def cases_at(self, question: Question, cell: Cell | None, most: int | None = None, after: int = 0) -> pa.Table:
        """As `cases`, of those in one cell or (None) without a trusted point: the newest first, `most` from `after`."""
        asked = self._dated(question)
        return self._named(self._answering.cases_at(asked, cell, MOST_CASES if most is None else most, after))

    def _named(self, table: pa.Table) -> pa.Table:
        """Cases with codes and names of their areas instead of numbers."""
        if "area_id" not in table.column_names:
            return table
        rows = table.column("area_id").to_numpy() - 1
        place = table.column_names.index("area_id")
        table = table.set_column(place, "area_code", pa.array(self.tree.code[rows], pa.string()))
        table = table.add_column(place + 1, "area_name", pa.array(self.tree.name[rows], pa.string()))
        renamed = {"trusted_lon": "lon", "trusted_lat": "lat"}
        return table.rename_columns([renamed.get(name, name) for name in table.column_names])

    def answerable(self, metric: str, denominator: str | None = None) -> bool:
        """Whether the city's sources know what a KPI is about."""
        question = Question(metric, self.tree.root.code, as_of=self.now(), denominator=denominator)
        return not self._answering.look_up(question).reasons

    def newest(
        self, area_code: str, as_of: datetime, n: int, recorded_as_of: datetime | None = None, **inside: str
    ) -> list[NewEvent]:
        """The newest n cases reported in an area at or before `as_of` (aware), newest first; as recorded by then;
        special_grid=CODE: of those inside it."""
        asked = Newest(self.tree.area(area_code), as_of, n, recorded_as_of, **inside)
        return newest_events(self.runner, self.tree, asked)

    def now(self) -> datetime:
        """The moment as of which the city is asked, by its clock; aware, whole seconds."""
        return self.clock.now(self.facts.watermark())

    def sources(self, as_of: datetime | None = None) -> tuple[SourceStanding, ...]:
        """How every source stood at `as_of` (aware; default now), by name: of cases and of reports."""
        stands = self.clock.stands_on_data(self.facts.watermark())
        return source_standings(self.runner, self.profile, as_of or self.now(), stands=stands)

    def freshness(self, as_of: datetime, kind: SourceKind | None = None) -> Freshness:
        """How fresh each source was at `as_of` (aware); of all sources, or of those that deliver one kind."""
        return freshness_of(self.sources(as_of), kind)

    def stamp(self) -> Stamp:
        """The stamp that all screens ask with just now."""
        return self._stamps.issue(self.store.data_version, self.now(), self.clock.wall())

    def opening_period(self, as_of: datetime) -> tuple[date, date, OpeningKind]:
        """The period a screen opens on, and what it is: today, or, of data that have ended, the last full month in
        which cases were reported, else the last seven days."""
        zone = self.profile.time_zone
        today = as_of.astimezone(zone).date()
        if not self.clock.stands_on_data(self.facts.watermark()):
            return today, today, "today"
        sources = self.facts.sources()
        first = min(s.first_reported for s in sources if s.first_reported).astimezone(zone).date()
        last = max(s.last_reported for s in sources if s.last_reported).astimezone(zone).date()
        last = min(last, today)
        return last_full_period(first, last)

    def load(self, path: Path | str, **options: Any) -> LoadSummary:
        """Load a file of cases; see `queries.loading.load_file`."""
        return load_file(self.store, self.tree, self.placer, self.profile, path, **options)

    def load_table(self, table: pa.Table, source: str, **options: Any) -> LoadSummary:
        """Load a table of cases; see `queries.loading.load_table`."""
        return load_table(self.store, self.tree, self.placer, self.profile, table, source=source, **options)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _answering(self) -> Answering:
        return Answering(self.dictionary, self.tree, self.profile, self.runner, self.facts)

    def _dated(self, question: Question) -> Question:
        return question if question.as_of else replace(question, as_of=self.now())


def clock_of(profile: Profile, recorded: datetime | None = None) -> Clock:
    """The clock that a profile asks for; an instant is where an offset clock starts now, or goes on when something was
    `recorded` (aware) after it."""
    start = profile.clock_start
    if start is None:
        return Clock.from_setting(profile.clock)
    return Clock(mode="offset", offset=max(start, recorded or start).astimezone(UTC) - wall_now())


def last_full_period(first: date, last: date) -> tuple[date, date, OpeningKind]:
    """Of data reported from `first` to `last`: the last calendar month that they fill to its end, else seven days."""
    ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
    end = last if ends_month else last.replace(day=1) - timedelta(days=1)
    if end.replace(day=1) >= first:
        return end.replace(day=1), end, "last_full_month"
    return max(first, last - timedelta(days=6)), last, "last_seven_days"
