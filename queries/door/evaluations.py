"""The evaluations of a city: which there are, and how the units of each stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from queries.acts.saved import SavedThings
from queries.city_context import CityContext
from queries.door.kpi_questions import KpiQuestions
from queries.door.source_questions import SourceQuestions
from queries.evaluation.asking import EvaluationAsking, EvaluationResult
from queries.evaluation.entered import KIND, EnteredValues, entered_values
from queries.evaluation.evaluation import Evaluation
from queries.evaluation.evaluation_declaration import OWN_EVALUATIONS, STANDARD_EVALUATIONS, read_evaluations
from queries.kpis.question import Question
from queries.scope import Scope, answering

MOST_UNITS = 5_000


class Evaluations:
    """`city.evaluations`. Raises DictionaryError for mistakes in those of the folder of a city."""

    def __init__(self, context: CityContext, things: SavedThings, kpis: KpiQuestions, sources: SourceQuestions) -> None:
        self._context, self._things, self._kpis, self._sources = context, things, kpis, sources
        own = [file] if (file := context.folder / OWN_EVALUATIONS).is_file() else []
        every = read_evaluations(kpis.dictionary, STANDARD_EVALUATIONS, *own)
        self.all: Mapping[str, Evaluation] = {
            key: one
            for key, one in every.items()
            if one.level is None or 0 < len(context.tree.at_level(one.level)) <= MOST_UNITS
        }
        """The evaluations by key of whose units the city has any, and no more than MOST_UNITS."""

    def result(self, evaluation: Evaluation, question: Question) -> EvaluationResult:
        """How the units in the area of a question stand in its days. Raises as `city.kpis.ask`."""
        with answering(question.scope):
            asked = replace(question, as_of=question.as_of or self._sources.now())
            return self._asking().result(evaluation, asked)

    def stands(self, key: str, *, scope: Scope) -> bool:
        """Whether a value that people entered stands."""
        with answering(scope):
            return any(one.key == key for one in self._things.things(KIND, None))

    def _asking(self) -> EvaluationAsking:
        return EvaluationAsking(self._context.tree, self._kpis.ask, self._kpis.by_level, self._entered)

    def _entered(self, evaluation: Evaluation, question: Question) -> EnteredValues:
        """What people entered for an evaluation, as it stood when the question says."""
        if not evaluation.entered:
            return {}
        things = self._things.things(KIND, question.recorded_as_of)
        return entered_values(things, evaluation.key, self._context.profile.time_zone)
