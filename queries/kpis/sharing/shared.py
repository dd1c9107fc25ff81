"""All statements that several questions share, whatever it is that they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.kpis.sharing.shared_asking import SharedScan, shared_scans
from queries.kpis.sharing.shared_breakdowns import SharedBreakdowns, shared_breakdowns
from queries.kpis.sharing.shared_places import SharedPlaces, shared_places
from queries.kpis.sharing.shared_stocks import SharedStocks, shared_stocks

Shared = SharedScan | SharedPlaces | SharedBreakdowns | SharedStocks


def shared(answers: Answering, questions: Sequence[Question]) -> Iterator[Shared]:
    """The dearest first: each may be called before the next is looked for. Raises as `shared_scans`."""
    return chain(shared_places(answers, questions), _others(answers, questions))


def _others(answers: Answering, questions: Sequence[Question]) -> Iterator[Shared]:
    yield from shared_stocks(answers, questions)
    yield from shared_scans(answers, questions)
    yield from shared_breakdowns(answers, questions)
