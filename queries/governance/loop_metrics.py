"""The KPIs that a loop brings: its population, each stage, those past their limit, and what is left to do. So a stage
has list, map, trend, breakdowns and as-of like any other number."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from queries.governance.loop import Loop, Stage, all_of, none_of
from queries.kpis.dictionary import Denominator, Good, Metric

LOOPS_KEPT = 256
OF_STAGE = "stage"
"""The denominator of cases past a limit: all of their stage."""


@lru_cache(maxsize=LOOPS_KEPT)
def metrics_of(loop: Loop) -> tuple[Metric, ...]:
    """The KPIs of a loop, that of all its cases first."""
    return tuple(_made(loop))


def _made(loop: Loop) -> Iterator[Metric]:
    whole = _metric(loop)
    yield whole
    for stage in loop.stages:
        zh, en = _named(loop.zh, stage.zh), _named(loop.en, stage.en)
        population = loop.condition_in_population(stage)
        good: Good = "none" if stage.ends else "down"
        of_stage = replace(whole, needs=tuple(dict.fromkeys((*loop.needs, *stage.needs))), population=population)
        yield replace(of_stage, key=loop.metric_of(stage), zh=zh, en=en, good=good)
        if stage.late:
            yield _late(loop, stage, replace(of_stage, zh=zh, en=en))
    if any(stage.ends for stage in loop.stages):
        yield _pending(loop, whole)


def _late(loop: Loop, stage: Stage, of_stage: Metric) -> Metric:
    """The cases of a stage that are past its limit; as an alternative, their share in it."""
    share = {"kind": "ratio", "unit": "ratio", "population": of_stage.population, "numerator": stage.late}
    of_all = Denominator(OF_STAGE, **_names(OF_STAGE), changes=share)
    return replace(
        of_stage,
        key=loop.metric_of(stage, late=True),
        zh=_named(of_stage.zh, _names("late")["zh"]),
        en=_named(of_stage.en, _names("late")["en"]),
        population=all_of(of_stage.population, stage.late),
        needs=tuple(dict.fromkeys((*of_stage.needs, *stage.needs_of_limit))),
        good="down",
        denominators={OF_STAGE: of_all},
    )


def _pending(loop: Loop, whole: Metric) -> Metric:
    ended = [stage for stage in loop.stages if stage.ends]
    done = (none_of(loop.condition(stage)) for stage in ended)
    return replace(
        whole,
        key=loop.pending_metric,
        zh=_named(loop.zh, _names("pending")["zh"]),
        en=_named(loop.en, _names("pending")["en"]),
        population=all_of(loop.population, *done),
        needs=tuple(dict.fromkeys((*whole.needs, *(need for stage in ended for need in stage.needs)))),
        good="down",
    )


def _metric(loop: Loop) -> Metric:
    return Metric(
        key=loop.metric_of(),
        zh=loop.zh,
        en=loop.en,
        kind="count",
        population=loop.population,
        basis=loop.basis,
        unit="case",
        formula_zh=loop.about_zh,
        formula_en=loop.about_en,
        group="topics",
        needs=loop.needs_of_population,
    )


def _named(whole: str, part: str) -> str:
    return f"{whole} · {part}"


@cache
def _names(of: str) -> Mapping[str, str]:
    table = tomllib.loads(Path(__file__).with_name("loop_names.toml").read_text("utf-8"))
    return cast(Mapping[str, str], table[of])
