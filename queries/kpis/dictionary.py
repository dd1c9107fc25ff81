"""The KPI dictionary as data: `metrics.toml` read, checked and looked up. Adding a KPI is adding one table there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from queries.as_of_state.silence import minutes_text, silence_minutes
from queries.as_of_state.state_tables import ATTEMPTS
from queries.errors import DictionaryError, UnknownDenominator, UnknownMetric
from queries.kpis.conjuncts import conjuncts
from queries.kpis.dictionary_mistakes import Group, mistakes
from queries.store.statements import Text

STANDARD_DICTIONARY = Path(__file__).with_name("metrics.toml")

Kind = Literal["count", "ratio", "duration"]
Good = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Denominator:
    """A named alternative of a KPI: the fields of the KPI that it replaces, and its names for people."""

    name: str
    zh: str
    en: str
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)


STATES = ("N", "N_open")
NOT_CLOSED = frozenset(("open", "NOT ended"))
"""Conditions that no case meets which is closed by then."""


@dataclass(frozen=True)
class Metric:
    """One KPI. Conditions (population, numerator, exclude) and the duration are expressions over the columns of the
    as-of state (macros.sql), so that none of them can see beyond the as-of moment.

    kind: count | ratio | duration; table: events | devices | units | rosters | calls | partners; basis: a key of
    bases.toml. unit: case | ratio | day | minute | case/day | device | unit | person | call | partner.
    good: the direction that is better, up | down | none. group: under which of GROUPS a menu lists it.
    numerator: a condition on the population; empty for a count. microseconds: the duration by day and night, an
    expression in them; working_time_between: the two times between which it is counted in the city's working time
    instead, empty where it is not.
    amount: how many a member stands for, where that is not one; the numerator then is how many of these.
    failed_zh, failed_en: what those not in the numerator are, with {n} for how many; the answer says so in a note.
    ripens_in_days: of a rate, after how many days that of a day hardly changes any more, where the data of the city do
    not say so themselves; 0: it never changes, because the outcome is known with what puts a case into the period. Of a
    stock, after how many days of data hardly any case is missing that was reported before them.
    statistic: mean | median | p90 | p95, of a duration. exclude: members of the population left out and counted.
    called_zh, called_en: of an alternative, its whole name where that of the KPI would be wrong (a mean that is none).
    alternative_zh, alternative_en: which alternative of the KPI it is; empty for its default.
    needs: what a source must know (steps or columns); where none does, the answer is no_data.
    counters: counters without a time of their own, each with the time that would date it.
    """

    key: str
    zh: str
    en: str
    kind: Kind
    population: str
    basis: str
    unit: str
    formula_zh: str
    formula_en: str
    table: str = "events"
    numerator: str = ""
    microseconds: str = ""
    working_time_between: tuple[str, ...] = ()
    amount: str = ""
    statistic: str = "mean"
    exclude: str = ""
    excluded_zh: str = ""
    excluded_en: str = ""
    failed_zh: str = ""
    failed_en: str = ""
    good: Good = "none"
    group: Group = "other"
    ripens_in_days: int | None = None
    target: float | None = None
    standard: str = ""
    version: int = 1
    default_zh: str = ""
    default_en: str = ""
    called_zh: str = ""
    called_en: str = ""
    alternative_zh: str = ""
    alternative_en: str = ""
    needs: tuple[str, ...] = ()
    counters: Mapping[str, str] = field(default_factory=dict, hash=False)
    denominators: Mapping[str, Denominator] = field(default_factory=dict, hash=False)

    @property
    def in_working_time(self) -> bool:
        """Whether the duration is counted in the working time of the city."""
        return bool(self.working_time_between)

    @property
    def is_of_attempts(self) -> bool:
        """Whether it is about each attempt of a call-back."""
        return ATTEMPTS in self.needs

    @property
    def leaves_out_voided(self) -> bool:
        """Whether `not_voided` is one of the conditions that all members of the population meet."""
        return "not_voided" in conjuncts(self.population)

    @property
    def counts_open(self) -> bool:
        """Whether every member of the population is a case that is not closed as of the moment."""
        return self.basis in STATES and not NOT_CLOSED.isdisjoint(conjuncts(self.population))

    def with_denominator(self, name: str | None) -> Metric:
        """The KPI with a named alternative put in; None is its default. Raises UnknownDenominator."""
        if name is None:
            return self
        if name not in self.denominators:
            raise UnknownDenominator(self.key, name, tuple(self.denominators))
        chosen = self.denominators[name]
        return replace(self, **chosen.changes, alternative_zh=chosen.zh, alternative_en=chosen.en)


class Dictionary(Mapping[str, Metric]):
    """All KPIs by key, in the order of the file(s). Looking up an unknown key raises UnknownMetric. Unlisted ones are
    found by their key, and are in no list."""

    def __init__(self, metrics: Mapping[str, Metric], unlisted: Mapping[str, Metric] | None = None) -> None:
        self._metrics, self._unlisted = dict(metrics), dict(unlisted or {})

    def with_unlisted(self, metrics: Mapping[str, Metric]) -> Dictionary:
        """The same with more KPIs that are in no list."""
        return Dictionary(self._metrics, {**self._unlisted, **metrics})

    @classmethod
    def read(cls, *files: Path) -> Dictionary:
        """The dictionary of the given TOML files, by default that of the program. Raises DictionaryError."""
        metrics: dict[str, Metric] = {}
        for file in files or (STANDARD_DICTIONARY,):
            for key, metric in (_standard() if file == STANDARD_DICTIONARY else _read(file)).items():
                if key in metrics:
                    raise DictionaryError(file, key, "this key is already taken")
                metrics[key] = metric
        return cls(metrics)

    def __getitem__(self, key: str) -> Metric:
        found = self._metrics.get(key) or self._unlisted.get(key)
        if found is None:
            raise UnknownMetric(key, tuple(self._metrics))
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._metrics or key in self._unlisted

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)


@cache
def _standard() -> dict[str, Metric]:
    return _read(STANDARD_DICTIONARY)


def _read(file: Path) -> dict[str, Metric]:
    return {key: _metric(file, key, table) for key, table in _tables(file).items()}


def _tables(file: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise DictionaryError(file, key, "a KPI is a table: [key]")
    return tables


FIELDS = {f.name for f in fields(Metric)} - {"key", "alternative_zh", "alternative_en"}
REQUIRED = ("zh", "en", "kind", "population", "basis", "unit", "formula_zh", "formula_en")
CHANGEABLE = FIELDS - {"zh", "en", "group", "denominators", "table", "version", "default_zh", "default_en"}


def _metric(file: Path, key: str, table: Mapping[str, Any]) -> Metric:
    missing = [name for name in REQUIRED if name not in table]
    if missing:
        raise DictionaryError(file, key, f"missing: {', '.join(missing)}")
    _refuse_unknown(file, key, table, FIELDS)
    values = _with_tuples(_with_limits(table))
    values["denominators"] = {
        name: _denominator(file, key, name, changes) for name, changes in table.get("denominators", {}).items()
    }
    metric = Metric(key=key, **values)
    for name in (None, *metric.denominators):
        for mistake in mistakes(metric.with_denominator(name)):
            raise DictionaryError(file, key if name is None else f"{key}.denominators.{name}", mistake)
    return metric


def _with_limits(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with the limits of silence of its rows written into its formulas (@silence_minutes)."""
    rows = table.get("table", "")
    if rows not in silence_minutes():
        return dict(table)
    formulas = {name: table[name] for name in ("formula_zh", "formula_en")}
    filled = {name: Text(text).safe_substitute(silence_minutes=minutes_text(rows)) for name, text in formulas.items()}
    return {**table, **filled}


def _denominator(file: Path, key: str, name: str, table: Mapping[str, Any]) -> Denominator:
    where = f"{key}.denominators.{name}"
    if "zh" not in table or "en" not in table:
        raise DictionaryError(file, where, "missing: zh, en")
    changes = {field: value for field, value in table.items() if field not in ("zh", "en")}
    _refuse_unknown(file, where, changes, CHANGEABLE)
    return Denominator(name, table["zh"], table["en"], _with_tuples(changes))


def _with_tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with its lists as tuples, which can be keys of a cache."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _refuse_unknown(file: Path, where: str, table: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise DictionaryError(file, where, f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
