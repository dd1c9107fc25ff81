"""Which values are ranked, compared and coloured: one rule for lists, figures and map."""

from __future__ import annotations

from dashboard.display.wording import has_sample
from dashboard.view.scene import Scene
from queries.values import Answer, AnswerRow


def least_sample(answer: Answer, minimum: int) -> int:
    """Of how many cases a part must be: of a rate or a duration `minimum`, so that few cases are neither the best nor
    the worst by chance; cases per day are an amount, of which few are known as well as many."""
    return max(1, minimum) if has_sample(answer) and answer.unit != "case/day" else 1


def is_unsettled(row: AnswerRow, answer: Answer) -> bool:
    """Whether what becomes of many of the cases of a part is still open."""
    return row.is_unripe or answer.is_unripe


def is_fair(row: AnswerRow, answer: Answer, minimum: int) -> bool:
    """Whether a part may be ranked and coloured: it has cases enough, and its rate is settled."""
    return row.value is not None and row.n >= least_sample(answer, minimum) and not is_unsettled(row, answer)


def why_apart(row: AnswerRow, answer: Answer, minimum: int, scene: Scene) -> str:
    """Why a part may not, in words; empty where it may, and where it has no value that could be."""
    if row.value is None:
        return ""
    few = [scene.words("figure.few")] if row.n < least_sample(answer, minimum) else []
    return " · ".join([*few, *([scene.words("unripe.part")] if is_unsettled(row, answer) else [])])
