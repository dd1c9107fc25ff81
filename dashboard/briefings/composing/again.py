"""A briefing composed again from its stamp, and beside it what its numbers are by all that is known now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dashboard.briefings.composing.composing import composed
from dashboard.errors import NotFound
from dashboard.view.question_parameters import question
from dashboard.view.registry import Registry
from queries.city import City
from queries.values import Question

MOST_LISTED = 50
MOST_COMPARED = 300_000
"""Cases of a number beyond which it is not looked up which of them changed."""
KEYS = ["source", "source_id", "in_numerator"]
Number = tuple[str, Any]


def composed_again(city: City, registry: Registry, document: Mapping[str, Any]) -> dict[str, Any]:
    """What became of the numbers of a document: `numbers`, how many there are; `different`: those that are not the same
    when they are asked again as of the moments of the stamp, with `was` and `is`; `since`: the KPIs of the first page
    that are others by what was recorded later, with the cases that came, went, or count otherwise. Raises as
    `composed`. `others`: the city and the rules of the KPIs, where the document names others than there are here."""
    try:
        stamp = document["stamp"]
        asked = {str(name): str(text) for name, text in stamp["asked"].items()}
        names = {"city": stamp["city"], "rules": ", ".join(stamp["rules"])}
        made_by, before = str(stamp["made_by"]), dict(numbers_of(document))
        withheld_below = int(stamp.get("withheld_below", 0)) or None
        figures = [(one["kpi"], one["name"], one["value"], dict(one["of"])) for one in document["figures"]]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise NotFound("This document of a briefing was altered, or is of another release.") from error
    now = composed(city, registry, asked, made_by, withheld_below).as_json()
    after = dict(numbers_of(now))
    told = [figure for figure in figures if figure[2] is not None or not withheld_below]
    different = [
        {"where": where, "was": before.get(where), "is": after.get(where)}
        for where in dict.fromkeys([*before, *after])
        if before.get(where) != after.get(where)
    ]
    return {
        "briefing": document["briefing"],
        "title": document["title"],
        "as_of": stamp["as_of"],
        "recorded_as_of": stamp["recorded_as_of"],
        "numbers": len(before),
        "different": different,
        "others": list(_others(names, now["stamp"])),
        "since": [one for one in (_since(city, *figure) for figure in told) if one],
        "document": now,
    }


def _others(names: Mapping[str, str], stamp: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    here = {"city": stamp["city"], "rules": ", ".join(stamp["rules"])}
    for what, was in names.items():
        if was != here[what]:
            yield {"what": what, "was": was, "is": here[what]}


def numbers_of(document: Mapping[str, Any]) -> Iterator[Number]:
    """Every number of a document, under the words that say where it stands."""
    yield from _figures("", document["figures"])
    for sentence in document["sentences"]:
        for number in sentence["numbers"]:
            yield f"{sentence['text']} · {number['text']}", number["value"]
    for area in document["areas"]:
        yield from _figures(area["name"], area["figures"])
        for table in area["tables"]:
            yield from _cells(f"{area['name']} · ", table)
    if drawn := document["map"]:
        for one in drawn["areas"]:
            yield f"{drawn['title']} · {one['name']}", one["value"]
    if drawn := document["trend"]:
        for day, value in zip(drawn["days"], drawn["values"], strict=True):
            yield f"{drawn['title']} · {day}", value
    for table in document["tables"]:
        yield from _cells("", table)


def _figures(place: str, figures: list[Mapping[str, Any]]) -> Iterator[Number]:
    for one in figures:
        where = " · ".join(filter(None, (place, one["name"])))
        yield where, one["value"]
        yield f"{where} · {one['against']}", one["before"]


def _cells(place: str, table: Mapping[str, Any]) -> Iterator[Number]:
    for row in table["rows"]:
        for column, cell in zip(table["columns"], row, strict=True):
            if cell["value"] is not None:
                yield f"{place}{table['title']} · {row[0]['text']} · {column['name']}", cell["value"]


def _since(city: City, kpi: str, name: str, was: Any, of: Mapping[str, str]) -> dict[str, Any] | None:
    """A KPI that is another one by what was recorded since; None where it is the same."""
    then = question(of, city)
    now = replace(then, recorded_as_of=None)
    value = city.kpis.ask(now).value
    return None if was == value else {"kpi": kpi, "name": name, "was": was, "is": value, **_cases(city, then, now)}


def _cases(city: City, then: Question, now: Question) -> dict[str, Any]:
    """The cases that count otherwise, as far as they can be looked up."""
    sizes = [city.kpis.ask(one) for one in (then, now)]
    if city.kpis.dictionary[then.metric].table != "events" or max(one.n for one in sizes) > MOST_COMPARED:
        return {"changed": None, "cases": []}
    held, come = ({tuple(row) for row in _keys(city, one)} for one in (then, now))
    changed = sorted({key[:2] for key in held ^ come})
    listed = [{"source": source, "id": number} for source, number in changed[:MOST_LISTED]]
    return {"changed": len(changed), "cases": listed}


def _keys(city: City, asked: Question) -> Iterator[tuple[Any, ...]]:
    table = city.kpis.cases(asked)
    return zip(*(table[name].to_pylist() for name in KEYS), strict=True)
