"""What a rate counts and does not find in its numerator, in words: how many, and each with its place and since when."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.display.lists import Row
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import seen_from
from dashboard.words.numbers import whole
from queries.values import FailedRow, Metric

KINDS = {"devices": "device_kind", "units": "unit_kind", "partners": "partner_kind"}
BY_THE_HOUR = "calls"


def failed_text(n: int, metric: Metric, scene: Scene) -> str:
    """How many failed, as the KPI says it: "9 not online"."""
    return scene.words.either(metric.failed_zh, metric.failed_en).replace("{n}", whole(n))


def failed_line(row: FailedRow, scene: Scene, names: Mapping[int, str]) -> Row:
    """One of them: who, what and where, since when. names: of areas by number."""
    table, words = scene.metric.table, scene.words
    kinds = [words.term(KINDS[table], part) if at == 0 else part for at, part in enumerate(row.about)]
    place = names.get(row.area_id or 0)
    said = " · ".join([*kinds, *([place] if place else [])])
    cells = (("row-name", row.name), ("quiet", said), ("row-value", _briefly(row, scene)))
    return Row("row", cells, title=f"{row.name} · {said} · {failed_since(row, scene)}")


def _briefly(row: FailedRow, scene: Scene) -> str:
    """For how long it is so; of an hour of calls when, and how many."""
    if row.since is None or scene.metric.table == BY_THE_HOUR:
        return failed_since(row, scene)
    return span_text(scene.now.as_of - row.since, scene.words)


def failed_since(row: FailedRow, scene: Scene) -> str:
    """Since when it is so, and for how long; of an hour of calls how many there were."""
    words, seen_at = scene.words, scene.now.as_of
    if row.since is None:
        return words("failures.never")
    time = seen_from(row.since, seen_at, scene.zone)
    if scene.metric.table == BY_THE_HOUR:
        return words("failures.in_hour", time=time, n=whole(row.n))
    return words("failures.since", time=time, span=span_text(seen_at - row.since, words))
