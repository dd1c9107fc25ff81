"""Kinds that may recur, proposed from the titles of cases: by category and area, for a person to confirm or reject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from geodata.areas.area_tree import AreaTree
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted
from queries.privacy.text_columns import masked_table
from queries.recurring_kinds.clustering_process import clusters_by_group
from queries.recurring_kinds.counting import KIND_CASES, KIND_SQL
from queries.recurring_kinds.kind import KindCases
from queries.recurring_kinds.text_clusters import MOST_TEXTS, TextCluster

DAYS_LOOKED = 28
MOST_TITLES, MOST_GROUPS, LEAST_IN_A_GROUP = 40_000, 60, 20
"""So many titles are read, drawn by a hash of their numbers, and so many groups of area and category are compared,
those with most titles: what a run costs has a bound, and the same cases give the same proposals."""
LEVEL = 1
"""Of the areas by which titles are grouped: just below the city."""
_COLUMNS = ("source", "source_id", "title", "category3", "area_id")


@dataclass(frozen=True)
class KindProposal:
    """A kind that may be one. area_id: where; category: as it may leave; cluster: the texts that say the same."""

    cases: KindCases
    area_id: int
    category: str
    cluster: TextCluster


@dataclass(frozen=True)
class Proposals:
    """What was found among titles of the days from first to last; status: ok, no_data where no source delivers
    titles, not_yet before the first look."""

    status: str
    proposals: tuple[KindProposal, ...] = ()
    titles: int = 0
    first: date | None = None
    last: date | None = None


NOT_YET = Proposals("not_yet")


def proposals_of(answers: Answering, question: Question, today: date) -> Proposals:
    """The proposals for the whole city. question: moment and scope; today: the day of that moment. Raises
    ClusteringFailed."""
    first = today - timedelta(days=DAYS_LOOKED)
    asked = replace(question, metric=KIND_CASES, start=first, end=today, by=None)
    table = masked_table(answers.counted(asked, compose_titles, most=MOST_TITLES))
    if not table.num_rows:
        return Proposals("no_data")
    areas = answers.tree.ancestor_at(table["area_id"].to_numpy(), LEVEL).tolist()
    groups: dict[tuple[int, str], list[str]] = {}
    for area, category, title in zip(areas, table["category3"].to_pylist(), table["title"].to_pylist(), strict=True):
        if area and category:
            groups.setdefault((area, category), []).append(title)
    compared = [(key, titles[:MOST_TEXTS]) for key, titles in _largest(groups)]
    clusters = clusters_by_group([titles for _, titles in compared])
    found = [
        _proposal(answers.tree, key, cluster)
        for (key, _), of_group in zip(compared, clusters, strict=True)
        for cluster in of_group
    ]
    found.sort(key=lambda one: (-one.cluster.n, one.area_id, one.category, one.cases.words))
    return Proposals("ok", tuple(found), table.num_rows, first, today)


@lru_cache(maxsize=16)
def compose_titles(metric: Metric, context: StatementContext) -> str:
    """The statement that draws titles with category and area."""
    return compose_counted("titles", metric, _COLUMNS, context, shapes=KIND_SQL)


def _largest(groups: dict[tuple[int, str], list[str]]) -> Iterable[tuple[tuple[int, str], list[str]]]:
    many = [(key, titles) for key, titles in groups.items() if len(titles) >= LEAST_IN_A_GROUP]
    return sorted(many, key=lambda group: (-len(group[1]), group[0]))[:MOST_GROUPS]


def _proposal(tree: AreaTree, key: tuple[int, str], cluster: TextCluster) -> KindProposal:
    area, category = key
    where, code = (("category3", category),), tree.by_id(area).code
    return KindProposal(KindCases(code, where, cluster.words), area, category, cluster)
