"""A city, opened: the one door through which everything above this floor asks and acts."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import PROFILE_FILE, Profile
from geodata.errors import ProfileError
from queries.acts.saved import SavedThings
from queries.budget.memory_budget import MemoryBudget
from queries.calendar.clock import Clock
from queries.city_context import CityContext
from queries.door.acts import Acts
from queries.door.alarms import AlarmQuestions
from queries.door.case_questions import CaseQuestions
from queries.door.dispatch import Dispatch
from queries.door.evaluations import Evaluations
from queries.door.files import Files
from queries.door.fleet_questions import FleetQuestions
from queries.door.governance import Governance, loops_of, own_metrics
from queries.door.ground import Ground
from queries.door.kpi_questions import KpiQuestions
from queries.door.ledger import Ledger
from queries.door.operation import OperationModes
from queries.door.own_dictionary import OWN_DICTIONARY, refuse_unreadable
from queries.door.review.recurring_kinds import RecurringKinds
from queries.door.review.samples import Samples
from queries.door.roll_calls import RollCalls
from queries.door.saved import Saved
from queries.door.source_questions import SourceQuestions
from queries.governance.loop_declaration import OWN_LOOPS
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import mistakes_of_breaks
from queries.kpis.dictionary import STANDARD_DICTIONARY, Dictionary
from queries.kpis.source_facts import Facts
from queries.kpis.targets.city_targets import mistakes_of_targets
from queries.recovery.recovery import open_recovered
from queries.store.statement_runner import StatementRunner


class City:
    """An opened city. Safe to use from many threads; `close` it, or use it as a context manager.

    Groups: `kpis` (numbers, their parts and the cases behind them), `cases` (single cases), `fleet` (units, devices,
    partners), `governance` (loops and how their cases stand), `evaluations` (units by published weights), `sources`
    (their state, clock and versions), `saved` (views and notes of people), `alarms`, `roll_calls` (of the centres),
    `samples` (of closed cases), `recurring_kinds` (and their checklists of cures), `operation` (everyday or emergency),
    `ledger` (systems, tables and fields), `dispatch` (the playbook and what was dispatched beside it), `ground` (areas,
    special grids), `files` (a look at them before they are loaded) and `acts` (loading, deliveries, rebuilding).
    """

    def __init__(
        self,
        context: CityContext,
        *,
        time_limit_s: float = 10.0,
        recovered: tuple[str, ...] = (),
        memory: MemoryBudget | None = None,
    ) -> None:
        """Of what `open` has opened, which this city closes. Raises DictionaryError, ProfileError and RulesError."""
        self.memory, self.time_limit_s = memory or MemoryBudget(), time_limit_s
        own = context.folder / OWN_DICTIONARY
        standard = Dictionary.read(STANDARD_DICTIONARY)
        listed = Dictionary.read(STANDARD_DICTIONARY, own) if own.is_file() else standard
        loops, dictionary = loops_of(context.folder, listed)
        for key, sentence in mistakes_of_targets(context.profile, dictionary, context.tree):
            raise ProfileError(context.folder / PROFILE_FILE, key, sentence)
        self._context = context
        self._runner = StatementRunner(
            context.store, time_limit_s, self.memory.share("answers"), self.memory.share("tables")
        )
        self._facts = Facts(self._runner)
        loaded = [source.name for source in self._facts.sources()]
        for key, sentence in mistakes_of_breaks(context.profile, dictionary, context.tree, loaded):
            raise ProfileError(context.folder / PROFILE_FILE, key, sentence)
        self.ground = Ground(context)
        self.sources = SourceQuestions(context, self._runner, self._facts)
        self.kpis = KpiQuestions(context, self._runner, self._facts, self.sources, own=dictionary, memory=self.memory)

        def answering() -> Answering:
            return Answering(dictionary, context.tree, context.profile, self._runner, self._facts)

        answers = answering()
        things = SavedThings(context.store, context.tree)
        self.governance = Governance(context, things, answering, self.sources, loops)
        refuse_unreadable(answers, listed.keys() - standard.keys(), context.folder / OWN_DICTIONARY, self.sources.now())
        refuse_unreadable(answers, own_metrics(loops), context.folder / OWN_LOOPS, self.sources.now())
        self.dispatch = Dispatch(context, answering, self.sources)
        self.ledger = Ledger(context, self._runner, self._facts, self.sources, dictionary)
        self.evaluations = Evaluations(context, things, self.kpis, self.sources)
        self.cases = CaseQuestions(context, self._runner)
        self.fleet = FleetQuestions(context, self._runner, self.kpis, self.sources)
        self.saved = Saved(context, things)
        self.operation = OperationModes(context, things)
        self.roll_calls = RollCalls(context, things)
        self.samples = Samples(context, things, answering, self.sources)
        self.alarms = AlarmQuestions(
            context, self._runner, self.kpis, self.sources,
            operation=self.operation, roll_calls=self.roll_calls, samples=self.samples, things=things,
        )  # fmt: skip
        self.recurring_kinds = RecurringKinds(context, things, answering, self.sources)
        self.files = Files(context)
        self.acts = Acts(context, things, recovered)

    @classmethod
    def open(  # noqa: PLR0913  (each may be left out)
        cls,
        folder: Path | str,
        *,
        clock: Clock | None = None,
        time_limit_s: float = 10.0,
        location: str | None = None,
        recover: bool = False,
        memory: MemoryBudget | None = None,
    ) -> Self:
        """Open the city of a folder; its own `metrics.toml`, where there is one, adds to the dictionary.

        clock: instead of the one of its profile; time_limit_s: of a question; location: of the store, when it is not
        the file in the folder; recover: bring the store into agreement with landing/ first, making a damaged one again
        (`acts.recovered` then says what was done); memory: bounds the buffers of the store and the answers kept,
        without one only these. Raises CityMissing, ProfileError, DictionaryError, RulesError, StoreBusy, and without
        `recover` StoreDamaged.
        """
        recovered: tuple[str, ...] = ()
        if recover:
            context, recovered = open_recovered(folder, clock=clock, location=location, memory=memory)
        else:
            context = CityContext.open(folder, clock=clock, location=location, memory=memory)
        try:
            return cls(context, time_limit_s=time_limit_s, recovered=recovered, memory=memory)
        except BaseException:
            context.close()
            raise

    @property
    def profile(self) -> Profile:
        """The profile as it is now; `acts.replace_profile` changes it."""
        return self._context.profile

    @property
    def tree(self) -> AreaTree:
        """The areas of the city."""
        return self._context.tree

    def close(self) -> None:
        """Close the store."""
        self._context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
