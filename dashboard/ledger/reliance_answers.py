"""Which numbers rely on which field, both ways, as plain data."""

from __future__ import annotations

from typing import Any

from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import EFFECTS, Loss, Scope, breakdowns_lost


def field_named(city: City, text: str, scope: Scope) -> tuple[str, str | None]:
    """The source and field that a text means: a source, or SOURCE.FIELD."""
    sources = {one.name for one in city.sources.standings(scope=scope)}
    name, dot, field = text.rpartition(".")
    return (text, None) if text in sources or not dot else (name, field)


def without_as_json(city: City, text: str, words: Catalogue, scope: Scope) -> dict[str, Any]:
    """What becomes of which KPIs without a source or one field of it. Raises QuestionRefused and TooSlow."""
    source, field = field_named(city, text, scope)
    found = city.ledger.losses(source, field, scope=scope)
    kind = next(one.kind for one in city.sources.standings(scope=scope) if one.name == source)
    return {
        "source": source,
        "field": field,
        "breakdowns": list(breakdowns_lost(kind, field)),
        "counts": {effect: sum(loss.effect == effect for loss in found) for effect in EFFECTS},
        "kpis": [_loss(loss, words) for loss in found],
    }


def _loss(loss: Loss, words: Catalogue) -> dict[str, Any]:
    metric = loss.metric
    named = words.either(metric.zh, metric.en)
    if loss.denominator:
        named = f"{named} · {words.either(metric.alternative_zh, metric.alternative_en)}"
    return {"key": loss.key, "name": named, "effect": loss.effect, "needs": list(loss.needs)}


def kpi_as_json(city: City, text: str, words: Catalogue, scope: Scope) -> dict[str, Any]:
    """The fields that a KPI (KEY or KEY/DENOMINATOR) relies on, of every source. Raises UnknownMetric,
    UnknownDenominator, BadParameter and TooSlow."""
    key, _, denominator = parsers.text("kpi", text).partition("/")
    metric = city.kpis.dictionary[key].with_denominator(denominator or None)
    unmet = city.ledger.unmet(metric, scope=scope)
    return {
        "key": text,
        "name": words.either(metric.zh, metric.en),
        "formula": words.either(metric.formula_zh, metric.formula_en),
        "unmet": {source: list(needs) for source, needs in unmet.items()},
        "fields": [
            {
                "source": one.source,
                "table": one.table,
                "field": one.field,
                "needed": one.needed,
                "known": one.filled,
                "filled": None if one.filled is None or not one.rows else one.filled / one.rows,
            }
            for one in city.ledger.relied_on(metric, scope=scope)
        ],
    }
