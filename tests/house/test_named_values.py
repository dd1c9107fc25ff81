"""Whatever has a key of its own has a name in both languages: a kind without one would take its panel down."""

from typing import get_args

import pytest

from dashboard.jobs.job import Outcome
from dashboard.view.periods import NAMED_PERIODS
from dashboard.words.catalogue import LANGUAGES, catalogue
from geodata.city.profile import SOURCE_KINDS
from queries.sources.freshness import Status
from queries.store.version_order import VERSION_SCALES
from queries.values import DIMENSIONS, KPI_GROUPS

FAMILIES = {
    "kpi_group": KPI_GROUPS,
    "source_kind": SOURCE_KINDS,
    "freshness": get_args(Status),
    "jobs.outcomes": get_args(Outcome),
    "period": NAMED_PERIODS,
    "condition": DIMENSIONS,
    "newer_by": VERSION_SCALES,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_has_a_name(family: str, language: str) -> None:
    sentences = catalogue(language).sentences
    assert [value for value in FAMILIES[family] if not sentences.get(f"{family}.{value}")] == []
