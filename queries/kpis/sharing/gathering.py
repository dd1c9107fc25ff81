"""Questions that can share a statement, gathered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterable

from geodata.errors import UnknownArea
from queries.errors import QueryError
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.scope import answering


def gathered(
    answers: Answering,
    questions: Iterable[Question],
    can_share: Callable[[ResolvedQuestion], bool],
    group_of: Callable[[ResolvedQuestion], Hashable],
) -> list[tuple[ResolvedQuestion, ...]]:
    """The groups of two or more, of what the runner does not hold yet. Raises as `shared_scans`."""
    groups: dict[Hashable, list[ResolvedQuestion]] = {}
    for question in dict.fromkeys(questions):
        with answering(question.scope), contextlib.suppress(QueryError, UnknownArea):
            asked = answers.resolve(question)
            if can_share(asked) and not answers.runner.holds(*answers.statement(asked, question.by)):
                groups.setdefault(group_of(asked), []).append(asked)
    return [tuple(group) for group in groups.values() if len(group) > 1]
