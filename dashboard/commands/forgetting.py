"""What people wrote and who they are, erased from a city: on request and by its rule, and what is left of it then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from dashboard.access.actor import Actor
from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.audit_entry import AuditEntry, Outcome
from dashboard.intake.receiver import FileReceiver
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import ErasureSummary, ErasureWanted

Progress = Callable[[str, float], None]
RETENTION = Actor("retention", "this machine")
log = logging.getLogger("yiping")


def forget(
    city: City, given: Mapping[str, str], actor: Actor, progress: Progress, reception: FileReceiver | None
) -> dict[str, Any]:
    """Erases what is `given`: cases (one number a line), source, reason, and as words that stand for yes of_persons,
    by_rule and is_tried. Raises ErasureRefused, and StoreBusy where the rest has to wait."""
    erasing, is_tried = city.acts.erasing(), bool(given.get("is_tried"))
    between = reception.between if reception else _at_once

    def asked() -> ErasureSummary:
        if given.get("by_rule"):
            return erasing.forget_by_rule(actor.who, actor.origin, between, is_tried=is_tried)
        return erasing.forget(_wanted(given, actor), between, is_tried=is_tried)

    done = asked() if is_tried else _entered(city, actor, given.get("reason", ""), asked)
    redaction = asdict(erasing.finish(between, progress)) if not is_tried else {}
    rest = {"beyond": erasing.beyond(), "waiting": erasing.waiting, "is_compaction_due": erasing.is_compaction_due}
    return asdict(done) | {"rewritten": redaction.get("rewritten", 0), "problems": redaction.get("problems", ())} | rest


def _wanted(given: Mapping[str, str], actor: Actor) -> ErasureWanted:
    return ErasureWanted(
        numbers=given.get("cases", "").splitlines(),
        reason=given.get("reason", ""),
        who=actor.who,
        origin=actor.origin,
        source=given.get("source") or None,
        of_persons=bool(given.get("of_persons")),
    )


def apply_rule(city: City, reception: FileReceiver) -> None:
    """The job of every night: what is due by the rule of the city."""
    erasing = city.acts.erasing()
    who, origin, between = RETENTION.who, RETENTION.origin, reception.between
    if erasing.is_due:
        _entered(city, RETENTION, "", lambda: erasing.forget_by_rule(who, origin, between))
    finish(city, reception)


def finish(city: City, reception: FileReceiver) -> None:
    """The job that takes what was erased out of landing/, where an erasure or a later delivery left something."""
    done = city.acts.erasing().finish(reception.between)
    if done.rewritten:
        log.info("%s inputs in landing/ were written again without what was erased.", whole(done.rewritten))


def _entered(city: City, actor: Actor, reason: str, work: Callable[[], ErasureSummary]) -> ErasureSummary:
    """Enters an erasure into the audit: who, how many, why; never of which cases."""
    outcome: Outcome = "failed"
    counts: dict[str, str] = {}
    try:
        done = work()
        outcome, counts = "done", {"cases": str(done.cases), "people": str(done.persons)}
    finally:
        what = {**counts, "reason": city.acts.without_personal(reason)}
        audit_of(city.ground.folder).enter(AuditEntry("erasure", actor.who, actor.origin, what, outcome))
    return done


def _at_once(work: Callable[[], Any]) -> Any:
    return work()
