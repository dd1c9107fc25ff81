"""Numbers of a page that one scan of the cases can answer, asked before its parts ask for them one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.composing.number_tables import MOST_PARTED
from dashboard.briefings.composing.sentences import PARTED_BY, is_explained
from queries.city import City
from queries.values import Question


def ask_breakdowns(city: City, found: Sequence[KpiFound], parts: Collection[str], explained: int) -> None:
    """What the tables by some parts need of the KPIs of a page, and the sentences about the first `explained`."""
    for scan in city.kpis.shared_scans([*_of_tables(found, parts), *_of_sentences(found[:explained])]):
        scan()


def _of_tables(found: Sequence[KpiFound], parts: Collection[str]) -> Iterator[Question]:
    for one in found[:MOST_PARTED]:
        if one.value.status == "ok":
            yield from (replace(one.question, by=by) for by in parts)


def _of_sentences(found: Sequence[KpiFound]) -> Iterator[Question]:
    for one in found:
        if is_explained(one) and one.earlier:
            yield from (replace(asked, by=by) for asked in (one.question, one.earlier) for by in PARTED_BY)
