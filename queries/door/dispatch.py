"""How cases are dispatched: the playbook of the city and what was dispatched beside it, and hops between levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from queries.city_context import CityContext
from queries.dispatch.hops import Hops, hops_of
from queries.dispatch.objections import Objections, objections_of
from queries.dispatch.playbook import playbook_of
from queries.dispatch.playbook_use import PlaybookUse, playbook_use
from queries.door.source_questions import SourceQuestions
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.rights.permitted_areas import refuse_outside
from queries.scope import answering
from queries.sources.freshness import Freshness


class Dispatch:
    """`city.dispatch`. Questions name area, days, moment, conditions and scope; raise as `city.kpis.ask`."""

    def __init__(self, context: CityContext, answers: Callable[[], Answering], sources: SourceQuestions) -> None:
        self._context, self._answers, self._sources = context, answers, sources

    def playbook(self, question: Question) -> PlaybookUse:
        """The dispatched cases beside the playbook that lies in the folder of the city now."""
        with self._asking(question) as (answers, asked, freshness):
            return playbook_use(answers, playbook_of(self._context.folder), asked, freshness)

    def hops(self, question: Question) -> Hops:
        """The hops of the dispatched cases between levels, which the playbook says of departments."""
        with self._asking(question) as (answers, asked, freshness):
            return hops_of(answers, playbook_of(self._context.folder), asked, freshness)

    def objections(self, question: Question) -> Objections:
        """What became of the declines of the dispatched cases."""
        with self._asking(question) as (answers, asked, freshness):
            return objections_of(answers, asked, freshness)

    @contextmanager
    def _asking(self, question: Question) -> Iterator[tuple[Answering, Question, Freshness]]:
        """Who asks, and of which moment; what the sources are like then."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            yield answers, question.at(as_of), self._sources.freshness(as_of, scope=question.scope)
