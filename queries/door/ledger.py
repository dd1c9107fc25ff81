"""The ledger of a city: its sources with their fields, the systems that it declares, and which numbers rely on what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geodata.city.profile import SourceKind
from queries.as_of_state.state_tables import state_tables
from queries.city_context import CityContext
from queries.door.source_questions import SourceQuestions
from queries.errors import QuestionRefused
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.source_facts import Facts
from queries.ledger.declared import DeclaredLedger, declared_ledger
from queries.ledger.fields import FieldTable, tables_filled
from queries.ledger.reliance import FieldReliance, Gone, Loss, feeds, losses, relied_on
from queries.scope import WHOLE_CITY, Scope, answering, of_the_city
from queries.store.statement_runner import StatementRunner

Tables = Mapping[str, tuple[FieldTable, ...]]


class Ledger:
    """`city.ledger`. What is filled is counted at most once an hour, because it takes a look at every row. Of rows
    nothing is told to whoever may not see the whole city. Raises TooSlow."""

    def __init__(
        self, context: CityContext, runner: StatementRunner, facts: Facts, sources: SourceQuestions, kpis: Dictionary
    ) -> None:
        self._context, self._runner, self._facts, self._sources = context, runner, facts, sources
        self._kpis = kpis

    @property
    def folder(self) -> Path:
        """Where the declared ledger lies."""
        return self._context.folder

    def declared(self, *, scope: Scope) -> DeclaredLedger:
        """The systems that the city declares; none of them to whoever may not see the whole city."""
        return DeclaredLedger() if scope.hides_rows else declared_ledger(self.folder)

    def tables(self, source: str, *, scope: Scope) -> tuple[FieldTable, ...]:
        """The tables of a source with their fields; none of one that delivered nothing, and none to whoever may not see
        the whole city."""
        if scope.hides_rows:
            return ()
        with answering(scope):
            return self._held(self._kind(source, scope)).get(source, ())

    def feeds(self, table: str, *, scope: Scope) -> Mapping[str, tuple[str, ...]]:
        """field → keys of the KPIs whose formula reads it, of a table of the store."""
        with answering(scope):
            return feeds(tuple(self._kpis.values()), table)

    def losses(self, source: str, field: str | None = None, *, scope: Scope) -> tuple[Loss, ...]:
        """What becomes of which KPIs when a source, or one field of it, is gone. Raises QuestionRefused for a source or
        field that there is not, and for whoever may not see the whole city."""
        kind = self._kind(source, scope)
        with answering(scope), of_the_city():
            held = self._held(kind)
            known = {one.name for table in held.get(source, ()) for one in table.fields}
            if field is not None and field not in known:
                names = ", ".join(sorted(known)) or "none"
                sentence = f"{source} has no field {field!r}; its fields are {names}."
                raise QuestionRefused("no_such_field", sentence, source=source, known=names)
            gone = Gone(source, kind, field, held, self._facts, self._sources.now())
            return losses(self._kpis.values(), gone)

    def relied_on(self, metric: Metric, *, scope: Scope) -> tuple[FieldReliance, ...]:
        """The fields that a KPI relies on, of every source; none to whoever may not see the whole city."""
        if scope.hides_rows:
            return ()
        with answering(scope):
            return tuple(relied_on(metric, self._held(state_tables()[metric.table].source_kind)))

    def unmet(self, metric: Metric, *, scope: Scope) -> Mapping[str, tuple[str, ...]]:
        """source of cases → the needs of a KPI that it does not meet now."""
        if scope.hides_rows or metric.table != "events":
            return {}
        with answering(scope):
            return self._facts.unmet(metric, self._sources.now())

    def _kind(self, source: str, scope: Scope) -> SourceKind:
        found = {one.name: one.kind for one in self._sources.standings(scope=scope)}
        if scope.hides_rows or source not in found:
            known = ", ".join(found)
            sentence = f"There is no source {source!r}; known are {known}."
            raise QuestionRefused("no_such_source", sentence, known=known)
        return found[source]

    def _held(self, kind: SourceKind) -> Tables:
        """source → its tables, as counted in this hour."""
        with of_the_city():
            cases = {one.name: one for one in self._facts.sources()}
            delivered = tuple(one.name for one in self._sources.standings(scope=WHOLE_CITY) if one.last_load)
            hour = self._sources.now().replace(minute=0, second=0, microsecond=0)
            key = ("ledger", kind, hour, delivered)
            found: Tables = self._facts.weekly.get(key, lambda: tables_filled(self._runner, kind, cases))
            return found
