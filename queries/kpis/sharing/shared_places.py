"""The map and the lists of areas share one scan: what is known by place is added up to the children of an area."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geodata.errors import UnknownArea
from queries.errors import QueryError
from queries.kpis import by_level
from queries.kpis.answering import Answering
from queries.kpis.measures import adds_up
from queries.kpis.question import PLACES, Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.scope import answering


@dataclass(frozen=True)
class SharedPlaces:
    """One statement for a KPI by place and by the children of areas: call it to ask the store. of: the question that is
    to be asked by level; areas: those by area."""

    answers: Answering
    of: Question
    areas: tuple[ResolvedQuestion, ...]

    @property
    def questions(self) -> frozenset[Question]:
        """The questions that have their rows from it."""
        return frozenset({self.of, *(asked.question for asked in self.areas)})

    def __call__(self) -> None:
        """Ask, and give each question its rows. Raises TooSlow."""
        runner, tree = self.answers.runner, self.answers.tree
        with answering(self.of.scope):
            keys = [runner.key(*self.answers.statement(asked, "area")) for asked in self.areas]
            of = self.answers.resolve(replace(self.of, by="area"))
            places = self.answers.places(of, tree.depth - 1)
            for key, asked in zip(keys, self.areas, strict=True):
                runner.hold(key, by_level.of_children(places, asked.area, tree.children(asked.area)))


def shared_places(answers: Answering, questions: Iterable[Question]) -> list[SharedPlaces]:
    """The scans for the questions announced by place, each with those by area whose areas lie in its own and that the
    runner does not hold. Raises as `shared_scans`."""
    asked = list(dict.fromkeys(questions))
    found = []
    for of in asked:
        with answering(of.scope), contextlib.suppress(QueryError, UnknownArea):
            if of.by == PLACES and (areas := _inside(answers, of, asked)) is not None:
                found.append(SharedPlaces(answers, of, areas))
    return found


def _inside(answers: Answering, of: Question, questions: Sequence[Question]) -> tuple[ResolvedQuestion, ...] | None:
    """Those by area of the same KPI, period and conditions, without areas of the deepest level where some cases are not
    known in these; None of a KPI whose parts cannot be added up as counts."""
    whole = answers.resolve(replace(of, by="area"))
    if whole.reasons or whole.metric.table != "events" or not adds_up(whole.metric):
        return None
    same = [one for one in questions if one.by == "area" and replace(one, area=of.area, by=PLACES) == of]
    inside = [answers.resolve(one) for one in same if one.area in answers.tree.number_of_code]
    return tuple(
        asked
        for asked in inside
        if whole.area.area_id <= asked.area.area_id <= whole.area.last_id
        and not (of.scope.closed_lines and asked.area.level >= answers.tree.depth - 1)
        and not answers.runner.holds(*answers.statement(asked, "area"))
    )
