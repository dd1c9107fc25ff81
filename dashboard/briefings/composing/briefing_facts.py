"""What the parts of a briefing are made of: its scene and figures, and what several parts say, asked once for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.declaration import BriefingDeclaration
from dashboard.walls.situation import Outstanding, RisingStock, outstanding, rising
from queries.city import City
from queries.values import AGENDA_LOOP, Agenda, LoopAnswer, Question

SUPERVISION_LOOP = "supervision"


@dataclass(frozen=True)
class BriefingFacts:
    """Of one briefing. found: the KPIs of its first page; may_list: whether whoever asks gets lists of cases."""

    city: City
    scene: BriefingScene
    declaration: BriefingDeclaration
    found: tuple[KpiFound, ...]
    may_list: bool

    @cached_property
    def outstanding(self) -> tuple[Outstanding, ...]:
        """The areas below that stand out, the gravest first."""
        small = self.scene.small
        told = (one for one in outstanding(self.city, self.scene) if not small.hides(one.bad))
        return tuple(replace(one, owner=None) if one.owner and small.hides(one.owner[1]) else one for one in told)

    @cached_property
    def rising(self) -> RisingStock | None:
        """The gravest stock that rises week after week."""
        found = rising(self.city, self.scene)
        small = self.scene.small
        return None if found and (small.hides(found.first) or small.hides(found.last)) else found

    @cached_property
    def agenda_question(self) -> Question:
        """The question for the cases that a meeting may be about."""
        return self.scene.question(self.city.governance.loops[AGENDA_LOOP].pending_metric, at=self.scene.now)

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda of the next meeting on cross-boundary cases."""
        return self.city.governance.agenda(self.agenda_question, None, self.scene.known)

    @cached_property
    def supervision_question(self) -> Question | None:
        """The question for the cases of supervision; None of a city without that loop."""
        loop = self.city.governance.loops.get(SUPERVISION_LOOP)
        return replace(self.scene.question(loop.metric_of(), at=self.scene.now), start=None, end=None) if loop else None

    @cached_property
    def supervision(self) -> LoopAnswer | None:
        """How the cases of supervision stand; None of a city without that loop."""
        if self.supervision_question is None:
            return None
        return self.city.governance.stages(self.city.governance.loops[SUPERVISION_LOOP], self.supervision_question)
