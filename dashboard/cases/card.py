"""The card of one case: its steps with the time each took against its limit, where, what, by whom, and its versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard.cases.in_clear import unmask_form
from dashboard.cases.near import near
from dashboard.cases.payloads import (
    CaseCard,
    CaseCardWords,
    CaseLimit,
    CaseSettings,
    CaseStep,
    CaseVersion,
    LimitState,
)
from dashboard.cases.related import outlines_around
from dashboard.display.wording import clock_text, source_title
from dashboard.errors import NotFound, wrong_parameter
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import SPOT_METRES, CaseAsked, CaseFacts, DeliveredStep, Version

SIGNS: Mapping[LimitState, str] = {"kept": "✓", "late": "▲", "running": "○", "overdue": "▲"}
# limit → the steps of which the first that happened begins it, the step that meets it
MEASURED = {
    "filing_due": (("reported",), "filed"),
    "receive_due": (("dispatched",), "received"),
    "contact_due": (("filed", "accepted"), "contacted"),
    "due": (("dispatched", "filed", "accepted"), "closed"),
    "callback_due": (("first_closed", "closed"), "callback"),
}
FILLED = ("accepted", "filed")
DELIVERED_AS = {"first_declined": "declined", "first_returned": "returned", "first_closed": "closed"}
"""Times of a case → the word of the step when it is delivered."""
BY_DEPARTMENT = ("received", "finished", "reworked", "first_declined", "declined")
SCORED = ("satisfaction", "service_satisfaction")


@dataclass(frozen=True)
class Limit:
    """A limit as of the moment shown: elapsed and allowed in calendar seconds from where it began; done: when it was
    met or missed (aware), None while it runs."""

    key: str
    due: datetime
    began: datetime
    done: datetime | None
    elapsed_s: float
    allowed_s: float
    state: LimitState


def card_of(city: City, scene: Scene, case_id: str, *, may_unmask: bool = False) -> CaseCard:
    """What GET /api/v1/case answers, in the language of the scene. `case_id`: source/number; may_unmask: whether the
    asker may see what is personal, when asking for it.

    Raises BadParameter for no id, NotFound where the case is not known or had not been reported by then.
    """
    source, slash, number = case_id.partition("/")
    if not slash or not source or not number:
        raise wrong_parameter("case", "no_case", given=repr(case_id[:100]))
    wanted = CaseAsked(source, number, scene.now.as_of, scene.view.recorded_as_of, scope=scene.scope)
    found = city.cases.one(wanted)
    if found is None:
        raise NotFound(f"There is no case {case_id[:100]!r} that had been reported by {scene.now.as_of.isoformat()}.")
    words, facts = scene.words, found.facts
    point = (facts["trusted_lon"], facts["trusted_lat"]) if facts["trusted_lon"] is not None else None
    return {
        "id": case_id,
        "title": facts["title"] or facts["category3"] or facts["category1"] or words("newest.untitled"),
        "text": facts["text"] if facts["text"] != facts["title"] else None,
        "status": {"key": facts["status"], "name": words.term("case_status", facts["status"])},
        "as_of": scene.now.as_of,
        "point": point,
        "area": city.tree.by_id(facts["area_id"]).code,
        "around": outlines_around(city, facts["area_id"]),
        "facts": [pair for pair in _facts(city, scene, found, wanted) if pair[1]],
        "steps": _steps(city, scene, found),
        "limits": [_limit_words(limit, scene) for limit in limits_of(found, scene.now.as_of)],
        "near": near(city, scene, point),
        "versions": _versions(city, scene, found),
        "unmask": unmask_form(scene) if may_unmask else None,
        "words": _card_words(scene),
    }


def _card_words(scene: Scene) -> CaseCardWords:
    words = scene.words
    return {
        "close": words("card.close"),
        "fly": words("card.fly"),
        "steps": words("card.steps"),
        "limits": words("card.limits"),
        "versions": words("card.versions"),
        "calendar": words("card.calendar"),
        "as_of": words("title.as_of_fixed" if scene.view.as_of else "title.as_of", moment=_clock(scene)),
        "show": words("near.show"),
        "place": words("related.place", metres=whole(SPOT_METRES)),
        "related": words("related.title"),
        "none_related": words("related.none"),
    }


def limits_of(found: CaseFacts, as_of: datetime) -> list[Limit]:
    """Every limit whose beginning had happened by the moment."""
    limits = []
    for key, due in found.limits.items():
        beginnings, end = MEASURED[key]
        began = next(
            (found.steps[step] for step in beginnings if step in found.steps and found.steps[step] <= due), None
        )
        if began is None:
            continue
        done = found.steps.get(end)
        stopped = done or (found.steps.get("voided"))
        elapsed = (stopped or as_of) - began
        if done:
            state: LimitState = "kept" if done <= due else "late"
        else:
            state = "overdue" if (stopped or as_of) > due else "running"
        if state == "running" and stopped:
            continue  # a voided case has no limits any more
        limits.append(Limit(key, due, began, done, elapsed.total_seconds(), (due - began).total_seconds(), state))
    return limits


def _clock(scene: Scene) -> str:
    return clock_text(scene.now.as_of, scene)


def _facts(city: City, scene: Scene, found: CaseFacts, wanted: CaseAsked) -> list[tuple[str, str]]:
    words, facts = scene.words, found.facts
    place = city.tree.by_id(facts["area_id"])
    names = [area.name for area in (*city.tree.ancestors(place)[1:], place)]
    kinds = [facts[f"category{depth}"] for depth in (1, 2, 3)]
    channel = words.term("channel", facts["channel"] or "", facts["channel_raw"] or words("unknown"))
    return [
        (words("card.number"), f"{source_title(city.profile, wanted.source, scene)} {wanted.source_id}"),
        (words("card.place"), " › ".join(names)),
        (words("card.address"), facts["address"] or ""),
        (words("card.special_grids"), words("freshness.comma").join(_grid_names(city, found.special_grids))),
        (words("card.channel"), channel),
        (words("card.category"), " › ".join(dict.fromkeys(kind for kind in kinds if kind))),
        (words("card.department"), facts["department"] or "" if "dispatched" in found.steps else ""),
        (words("card.flags"), words("freshness.comma").join(_flags(found, scene))),
        *[(words(f"card.{score}"), words("card.score", score=facts[score])) for score in SCORED if facts[score]],
        (words("card.resolved"), _yes_no(facts["resolved"], scene)),
        (words("card.void_reason"), words.term("void_reason", facts["void_reason"] or "")),
        (words("card.closing_level"), _level_name(city, facts["closing_level"], scene)),
    ]


def _level_name(city: City, key: str | None, scene: Scene) -> str:
    names = {level.key: scene.words.either(level.zh, level.en) for level in city.profile.levels}
    return names.get(key or "", key or "")


def _yes_no(value: bool | None, scene: Scene) -> str:
    return "" if value is None else scene.words("card.yes" if value else "card.no")


def _grid_names(city: City, codes: tuple[str, ...]) -> list[str]:
    grids = city.ground.special_grids
    names = dict(zip(grids.code.tolist(), grids.name.tolist(), strict=True))
    return [names.get(code, code) for code in codes]


def _flags(found: CaseFacts, scene: Scene) -> list[str]:
    flags = ("cross_region", "cross_level", "cross_department", "minor", "diverted", "declined", "sent_back")
    data = [scene.words(f"card.{flag}") for flag in flags if found.facts[flag]]
    return [*data, scene.words("card.untimed")] if found.untimed else data


def _steps(city: City, scene: Scene, found: CaseFacts) -> list[CaseStep]:
    """In the order in which they happened, each with the time since the one before: the steps that were delivered, and
    by the times of the case those of which none was."""
    known = _steps_of_source(city, scene, found.facts["source"])
    delivered = {act.step for act in found.delivered_steps}
    times = {step: at for step, at in _times(found).items() if not {step, DELIVERED_AS.get(step, step)} & delivered}
    happened: list[tuple[datetime, str, DeliveredStep | None]] = [(at, step, None) for step, at in times.items()]
    happened += [(act.happened_at, act.step, act) for act in found.delivered_steps]
    rows: list[CaseStep] = []
    for at, step, act in sorted(happened, key=lambda one: one[0]):
        filled = act is None and known and step in FILLED and step not in known
        rows.append(
            {
                "key": step,
                "name": scene.words.term("step", step, step),
                "at": at,
                "time": clock_text(at, scene),
                "after": f"+{span_text(at - rows[-1]['at'], scene.words)}" if rows else "",
                "who": _who(step, act, found, scene),
                "note": _moved(act) if act else scene.words("card.filled") if filled else "",
            }
        )
    return rows


def _times(found: CaseFacts) -> dict[str, datetime]:
    """The steps worth a line: a first closing only where there was another one after it."""
    times = dict(found.steps)
    if times.get("first_closed") == times.get("closed"):
        times.pop("first_closed", None)
    return times


def _steps_of_source(city: City, scene: Scene, source: str) -> frozenset[str]:
    data = next((one for one in city.sources.of_cases(scope=scene.scope) if one.name == source), None)
    return frozenset(data.steps) if data else frozenset()


def _who(step: str, act: DeliveredStep | None, found: CaseFacts, scene: Scene) -> str:
    if act and (act.actor or act.unit):
        return " ".join(word for word in (act.unit, act.actor) if word)
    department = found.facts["department"]
    if step == "dispatched":
        automatic = [f"({scene.words('newest.automatic')})"] if found.facts["auto_dispatched"] else []
        return " ".join([*([f"→ {department}"] if department else []), *automatic])
    if step in BY_DEPARTMENT and department:
        return str(department)
    return ""


def _moved(act: DeliveredStep) -> str:
    """From which value to which a delivered step went."""
    return " → ".join(word for word in (act.from_value, act.to_value) if word)


def _limit_words(limit: Limit, scene: Scene) -> CaseLimit:
    taken = span_text(timedelta(seconds=limit.elapsed_s), scene.words)
    allowed = span_text(timedelta(seconds=limit.allowed_s), scene.words)
    beyond = limit.elapsed_s - limit.allowed_s
    sentence = scene.words(f"card.{limit.state}", by=span_text(timedelta(seconds=abs(beyond)), scene.words))
    return {
        "key": limit.key,
        "due": limit.due,
        "began": limit.began,
        "done": limit.done,
        "elapsed_s": limit.elapsed_s,
        "allowed_s": limit.allowed_s,
        "kept": limit.state,
        "name": scene.words(f"limit.{limit.key}"),
        "taken": taken,
        "allowed": allowed,
        "due_text": clock_text(limit.due, scene),
        "sign": SIGNS[limit.state],
        "said": sentence,
        "share": round(min(100.0, 100 * limit.elapsed_s / limit.allowed_s), 1) if limit.allowed_s > 0 else 100.0,
    }


def _versions(city: City, scene: Scene, found: CaseFacts) -> list[CaseVersion]:
    """The first of them is where everything began."""
    rows = [_version_words(version, city, scene) for version in found.versions]
    return [rows[0] | {"note": scene.words("card.first_version")}, *rows[1:]] if rows else []


def _version_words(version: Version, city: City, scene: Scene) -> CaseVersion:
    changes = [
        scene.words(
            "card.change",
            name=_column_name(change.column, scene),
            before=_value_words(change.column, change.before, city, scene),
            after=_value_words(change.column, change.after, city, scene),
        )
        for change in version.changes
    ]
    note = scene.words("card.late_version") if version.late else "" if changes else scene.words("card.no_change")
    return {
        "at": version.recorded_at,
        "time": clock_text(version.recorded_at, scene),
        "changes": changes,
        "note": note,
        "delivery": _delivery(version, scene),
    }


def _delivery(version: Version, scene: Scene) -> str:
    """By which delivery a version came, and until when it held."""
    came = scene.words("card.delivered", batch=version.batch, file=version.file or scene.words("card.no_file"))
    if version.superseded_at is None:
        return came
    return f"{came} · {scene.words('card.held_until', moment=clock_text(version.superseded_at, scene))}"


def _column_name(column: str, scene: Scene) -> str:
    name = column.removesuffix("_at")
    for group in ("step", "limit", "card"):
        if f"{group}.{name}" in scene.words.sentences:
            return scene.words(f"{group}.{name}")
    return scene.words.term("card_column", column)


def _value_words(column: str, value: Any, city: City, scene: Scene) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return clock_text(value, scene)
    if isinstance(value, bool):
        return _yes_no(value, scene)
    if column == "area_id":
        return city.tree.by_id(value).name if 0 < value <= len(city.tree) else str(value)
    if isinstance(value, int):
        return whole(value)
    return scene.words.term("channel" if column == "channel" else column, str(value))


def case_payload(scene: Scene) -> str:
    """The `data-case` attribute: where a case is asked for, at which moment, and the words of its card."""
    words = scene.words
    settings: CaseSettings = {
        "ask": f"/api/v1/case?{scene.request_query()}",
        "words": {
            "label": words("card.label"),
            "close": words("card.close"),
            "missing": words("card.missing"),
            "failed": words("card.failed"),
        },
    }
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
