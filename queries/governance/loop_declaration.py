"""Loops as data: `loops.toml` read and checked, with a sentence for every mistake in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from queries.acts.act import about_cases
from queries.as_of_state.state_tables import bases, names_in, state_tables
from queries.errors import DictionaryError
from queries.governance.loop import LATE, PENDING, UNKNOWN_HIT, Loop, Stage
from queries.governance.loop_metrics import LOOPS_KEPT, metrics_of
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.dictionary_mistakes import mistakes

STANDARD_LOOPS = Path(__file__).with_name("loops.toml")
OWN_LOOPS = "loops.toml"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = {one.name for one in fields(Loop)} - {"key", "own_population"} | {"population"}
_OF_STAGE = {one.name for one in fields(Stage)}
_NEEDED = ("zh", "en", "about_zh", "about_en", "basis", "stages")
FEWEST_STAGES = 2


def read_loops(dictionary: Dictionary, *files: Path) -> Mapping[str, Loop]:
    """The loops of the given files by key, in their order, by default those of the program. dictionary: of the KPIs
    that they show. Raises DictionaryError."""
    loops: dict[str, Loop] = {}
    for file in files or (STANDARD_LOOPS,):
        for key, table in _tables(file).items():
            if key in loops or key in dictionary:
                raise DictionaryError(file, key, "this key is already taken")
            for mistake in _mistakes(key, table):
                raise DictionaryError(file, key, mistake)
            loops[key] = _loop(key, table)
            for mistake in _in_loop(loops[key], dictionary):
                raise DictionaryError(file, key, mistake)
    return loops


@cache
def standard_loops() -> frozenset[str]:
    """The keys of the loops that come with the program."""
    return frozenset(_standard_tables())


def metrics_of_loops(loops: Iterable[Loop]) -> dict[str, Metric]:
    """The KPIs of some loops by key."""
    return {metric.key: metric for loop in loops for metric in metrics_of(loop)}


@cache
def _standard_tables() -> Mapping[str, Any]:
    return _read(STANDARD_LOOPS)


def _tables(file: Path) -> Mapping[str, Any]:
    return _standard_tables() if file == STANDARD_LOOPS else _read(file)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error


def _mistakes(key: str, table: Any) -> Iterator[str]:
    """Mistakes for which it cannot be read."""
    if not isinstance(table, dict):
        yield "a loop is a table: [key]"
        return
    if not KEY.fullmatch(key):
        yield "its key is not of small letters, digits and _ alone"
    if missing := [name for name in _NEEDED if not table.get(name)]:
        yield f"missing: {', '.join(missing)}"
    if unknown := sorted(table.keys() - _FIELDS):
        yield f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(_FIELDS))}"
    for number, stage in enumerate(table.get("stages", []), 1):
        if missing := [name for name in ("key", "zh", "en", "since") if not stage.get(name)]:
            yield f"stage {number} misses: {', '.join(missing)}"
        if unknown := sorted(stage.keys() - _OF_STAGE):
            yield f"stage {number} has unknown: {', '.join(unknown)}; known are {', '.join(sorted(_OF_STAGE))}"


def _loop(key: str, table: Mapping[str, Any]) -> Loop:
    given = _given(table)
    parts = [one.partition("/") for one in given.pop("kpis", ())]
    return Loop(
        key=key,
        stages=tuple(Stage(**_given(stage)) for stage in given.pop("stages")),
        kpis=tuple((name, denominator or None) for name, _, denominator in parts),
        own_population=given.pop("population", ""),
        **given,
    )


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _in_loop(loop: Loop, dictionary: Dictionary) -> Iterator[str]:
    if mistake := _in_itself(loop):
        yield mistake
        return
    for key, denominator in loop.kpis:
        if key not in dictionary or (denominator and denominator not in dictionary[key].denominators):
            yield f"kpis names {'/'.join(filter(None, (key, denominator)))!r}, which the dictionary has not"


@lru_cache(maxsize=LOOPS_KEPT)
def _in_itself(loop: Loop) -> str | None:
    """The first mistake whatever the dictionary: looked for once, however many cities are opened."""
    return next(_looked_for(loop), None)


def _looked_for(loop: Loop) -> Iterator[str]:
    if loop.basis not in bases():
        yield f"basis {loop.basis!r} is none of {', '.join(bases())}"
        return
    yield from _in_stages(loop)
    if unknown := [kind for kind in loop.acts if kind not in about_cases()]:
        yield f"acts names {', '.join(unknown)}; known are {', '.join(about_cases())}"
    hits = [
        replace(metrics_of(loop)[0], key=loop.metric_of(stage), population=stage.is_hit_known)
        for stage in loop.stages
        if stage.is_hit_known
    ]
    for metric in (*metrics_of(loop), *hits):
        for mistake in mistakes(metric):
            yield f"{metric.key}: {mistake}"


def _in_stages(loop: Loop) -> Iterator[str]:
    """That each case is in exactly one stage; or of rules, that each has a condition."""
    keys = [stage.key for stage in loop.stages]
    if len(set(keys)) < len(keys) or {PENDING, LATE} & {*keys} or not all(map(KEY.fullmatch, keys)):
        yield f"the keys of its stages are not different words of small letters and _, none of them {PENDING} or {LATE}"
    if len(keys) < FEWEST_STAGES:
        yield "it has one stage; a loop has at least two"
    rules = loop.stages if loop.overlapping else loop.stages[:-1]
    if without := [stage.key for stage in rules if not stage.where]:
        yield f"where is missing in {', '.join(without)}"
    if not loop.overlapping and loop.stages[-1].where:
        yield "the last stage takes the rest, so it has no where"
    if bool(loop.own_population) == loop.overlapping:
        yield "it needs a population" if not loop.overlapping else "overlapping stages are the population; leave it out"
    columns = state_tables()["events"].columns
    for stage in loop.stages:
        if names_in(f"{stage.since} {stage.due}") - columns.keys() or not KEY.fullmatch(stage.since):
            yield f"stage {stage.key} names an unknown column {stage.since} {stage.due}".rstrip()
        if (stage.limit_hours and stage.due) or stage.limit_hours < 0:
            yield f"stage {stage.key} has either limit_hours above 0 or due"
        yield from _in_rule(stage, loop)


def _in_rule(stage: Stage, loop: Loop) -> Iterator[str]:
    """That a rule says when it was met, and to whom its cases are handed over by themselves."""
    if (stage.hit or stage.hold_hours) and not loop.overlapping:
        yield f"stage {stage.key}: hit and hold_hours belong to rules, of a loop whose stages are overlapping"
    if stage.hold_hours < 0 or (stage.hold_hours and stage.hit == UNKNOWN_HIT):
        yield f"stage {stage.key}: hold_hours is above 0, and needs to know when the rule was met"
    if stage.hold_hours and not (loop.handed_to and "handover" in loop.acts):
        yield f"stage {stage.key} has hold_hours: the loop needs handed_to, and handover among its acts"
