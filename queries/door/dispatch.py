"""How cases are dispatched: the playbook of the city and what was dispatched beside it, and hops between levels."""

from __future__ import annotations

from collections.abc import Callable

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


class Dispatch:
    """`city.dispatch`. Questions name area, days, moment, conditions and scope; raise as `city.kpis.ask`."""

    def __init__(self, context: CityContext, answers: Callable[[], Answering], sources: SourceQuestions) -> None:
        self._context, self._answers, self._sources = context, answers, sources

    def playbook(self, question: Question) -> PlaybookUse:
        """The dispatched cases beside the playbook that lies in the folder of the city now."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            return playbook_use(answers, playbook_of(self._context.folder), question.at(as_of), freshness)

    def hops(self, question: Question) -> Hops:
        """The hops of the dispatched cases between levels, which the playbook says of departments."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            return hops_of(answers, playbook_of(self._context.folder), question.at(as_of), freshness)

    def objections(self, question: Question) -> Objections:
        """What became of the declines of the dispatched cases."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            return objections_of(answers, question.at(as_of), freshness)
