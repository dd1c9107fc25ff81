"""When cases met the rules of a loop whose stages overlap, what is kept of that as evidence, and which cases are to be
handed over by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.acts.act import Act
from queries.acts.acts_about_cases import subject_of
from queries.acts.saved import SavedThings
from queries.governance.loop import Loop, Stage
from queries.governance.stage_counts import stage_columns, stage_places
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("worklist.sql"))


@dataclass(frozen=True)
class RuleHit:
    """A rule that a case meets, and when it met it first (aware); None: not known."""

    rule: Stage
    hit_at: datetime | None

    @property
    def hands_over_at(self) -> datetime | None:
        """From when on the case is handed over by itself (aware); None: by hand only."""
        return self.hit_at + self.rule.hold if self.hit_at and self.rule.hold else None


@dataclass(frozen=True)
class HitEvidence:
    """What was found of a case when it was handed over: as of when (aware), in which version of the case (None: not
    known), and by the keys of the rules that it met when it met them (aware; None: not known)."""

    as_of: datetime
    version: int | None
    hits: Mapping[str, datetime | None]

    def text(self) -> str:
        """As an act of handover keeps it in `search`."""
        hits = {key: moment and moment.astimezone(UTC).isoformat() for key, moment in self.hits.items()}
        told = {"as_of": self.as_of.astimezone(UTC).isoformat(), "version": self.version, "hits": hits}
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def of_text(cls, text: str) -> HitEvidence | None:
        """What such an act kept; None of one that was kept without."""
        try:
            told = json.loads(text)
            hits = {str(key): moment and datetime.fromisoformat(moment) for key, moment in told["hits"].items()}
            return cls(datetime.fromisoformat(told["as_of"]), told["version"], hits)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


@dataclass(frozen=True)
class CaseHits:
    """A case with its version and the rules that it meets, in their order."""

    source: str
    source_id: str
    version: int | None
    hits: tuple[RuleHit, ...]

    def evidence(self, as_of: datetime) -> HitEvidence:
        """What is kept of it."""
        return HitEvidence(as_of, self.version, {one.rule.key: one.hit_at for one in self.hits})


def case_hits(
    answers: Answering, loop: Loop, question: Question, source: str = "", source_id: str = ""
) -> Iterator[CaseHits]:
    """The cases that meet a rule, or the one named; none where there are no data."""
    asked = answers.resolve(replace(question, metric=loop.metric_of(), by=None))
    if asked.reasons:
        return
    statement = compose_met(loop, asked.metric, asked.context)
    bound = answers.parameters(asked, None) | {"source": source, "source_id": source_id}
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    for row in rows:
        found = dict(zip(names, row, strict=True))
        yield CaseHits(found["source"], found["source_id"], found["version"], hits_of(loop, found))


def hits_of(loop: Loop, row: Mapping[str, Any]) -> tuple[RuleHit, ...]:
    """The rules of a row with `met` (their numbers) and `hits` (the moment of each rule, met or not)."""
    hits = [(loop.stages[number], row["hits"][number]) for number in row["met"]]
    return tuple(RuleHit(rule, moment.replace(tzinfo=UTC) if moment else None) for rule, moment in hits)


def due_handovers(
    cases: Iterable[CaseHits], loop: Loop, things: SavedThings, as_of: datetime, most: int
) -> Sequence[CaseHits]:
    """The cases whose hold time is over as of a moment, the longest first. Not those that were handed over ever, be it
    withdrawn, nor those that somebody marked as refuted."""
    others = passed_on(loop, things)
    due = list[tuple[datetime, CaseHits]]()
    for case in cases:
        since = min((at for hit in case.hits if (at := hit.hands_over_at)), default=None)
        if since is not None and since <= as_of and (case.source, case.source_id) not in others:
            due.append((since, case))
    due.sort(key=lambda one: (one[0], one[1].source, one[1].source_id))
    return [case for _, case in due[:most]]


def passed_on(loop: Loop, things: SavedThings, known: datetime | None = None) -> frozenset[tuple[str, str]]:
    """The cases (source, number) that were handed over in a loop ever, be it withdrawn, and those that somebody marked
    as refuted. known: by when (aware; None: now)."""
    handed = (
        one.act for one in things.acts() if one.act.kind == "handover" and (known is None or one.recorded_at <= known)
    )
    refuted = (one.act for one in things.things("case_mark", known) if one.act.state == "refuted")
    return frozenset((act.source, act.source_id) for act in (*handed, *refuted) if act.loop == loop.key)


def automatic_handover(case: CaseHits, loop: Loop, who: tuple[str, str], as_of: datetime, now: datetime) -> Act:
    """The act by which a case is handed over by itself. who: the account of the system, and from where."""
    return Act(
        "handover",
        subject_of("handover", loop.key, case.source, case.source_id),
        "saved",
        *who,
        now,
        search=case.evidence(as_of).text(),
        source=case.source,
        source_id=case.source_id,
        loop=loop.key,
        unit=loop.handed_to,
        state="handed_over",
    )


@lru_cache(maxsize=64)
def compose_met(loop: Loop, metric: Metric, context: StatementContext) -> str:
    """The statement. Parameters: those of the KPI, $source and $source_id (empty: of all cases)."""
    columns = sorted({*stage_columns(loop), "source", "source_id", "version"})
    return compose_counted("met", metric, columns, context, shapes=_SQL, **met_places(loop))


def met_places(loop: Loop) -> dict[str, str]:
    """What fills the places of a statement on the rules that a case meets: their numbers, and the moments of all."""
    return {"stages": stage_places(loop)["stages"], "hits": ", ".join(stage.hit_time for stage in loop.stages)}
