"""The evaluations of a city: which there are, and how the units of each stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from geodata.areas.area_tree import AreaTree
from queries.door.kpi_questions import KpiQuestions
from queries.door.source_questions import SourceQuestions
from queries.evaluation.asking import EvaluationAsking, EvaluationResult
from queries.evaluation.evaluation import Evaluation
from queries.evaluation.evaluation_declaration import OWN_EVALUATIONS, STANDARD_EVALUATIONS, read_evaluations
from queries.kpis.question import Question
from queries.scope import answering

MOST_UNITS = 5_000


class Evaluations:
    """`city.evaluations`. Raises DictionaryError for mistakes in those of the folder of a city."""

    def __init__(self, folder: Path, tree: AreaTree, kpis: KpiQuestions, sources: SourceQuestions) -> None:
        self._kpis, self._sources, self._tree = kpis, sources, tree
        own = [folder / OWN_EVALUATIONS] if (folder / OWN_EVALUATIONS).is_file() else []
        every = read_evaluations(kpis.dictionary, STANDARD_EVALUATIONS, *own)
        self.all: Mapping[str, Evaluation] = {
            key: one
            for key, one in every.items()
            if one.level is None or 0 < len(tree.at_level(one.level)) <= MOST_UNITS
        }
        """The evaluations by key of whose units the city has any, and no more than MOST_UNITS."""

    def result(self, evaluation: Evaluation, question: Question) -> EvaluationResult:
        """How the units in the area of a question stand in its days. Raises as `city.kpis.ask`."""
        with answering(question.scope):
            asked = replace(question, as_of=question.as_of or self._sources.now())
            return EvaluationAsking(self._tree, self._kpis.ask, self._kpis.by_level).result(evaluation, asked)
