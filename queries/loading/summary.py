"""The summary of one load, in numbers that always add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geodata.sentence import Sentence
from queries.loading.versions.unchanged_rows import UnchangedRow
from queries.privacy.masking import masked, masked_value


@dataclass(frozen=True)
class LoadSummary:
    """read = loaded + superseded + duplicate + refused.

    loaded became current, superseded is older than current (kept in the history), duplicate equals a version held.
    `reasons`: why rows were refused → how many. `unknown_words`: column → raw word → how many. `default_points`:
    (lon, lat, cases) of points that too many cases of the source share to be trusted. `disagreements`: cases whose
    point lies outside the area they name. `placed_by`, `points` (status of the point) and `flags` (breaches of the life
    cycle) count the cases that became current. `unread`: column → values that are there and could not be read.
    `unchanged`: the first of the rows that were older than what is held, and of those equal to it, with the reason of
    each. `newer_by`: what tells which of two versions is newer (a scale of `version_order`; empty for steps).
    `withheld` are columns of personal data, not stored in clear. `first_day`, `last_day`: city days on which the first
    and the last of the rows read as cases were reported, as ISO dates; empty of none.
    """

    source: str
    file: str
    batch: str
    read: int
    loaded: int
    superseded: int
    duplicate: int
    refused: int
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Sentence, ...] = ()
    unrecognised: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    default_points: tuple[tuple[float, float, int], ...] = ()
    disagreements: int = 0
    unknown_words: dict[str, dict[str, int]] = field(default_factory=dict)
    placed_by: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    newer_by: str = ""
    first_day: str = ""
    last_day: str = ""
    unchanged: tuple[UnchangedRow, ...] = ()

    @property
    def changed(self) -> bool:
        """True when the store holds something that it did not hold before."""
        return self.loaded + self.superseded > 0


def masked_summary(summary: LoadSummary) -> LoadSummary:
    """The summary as it may be shown: words, column names and reasons masked."""
    return replace(
        summary,
        reasons=_added_up(summary.reasons),
        unrecognised=tuple(masked_value(name) or name for name in summary.unrecognised),
        unknown_words={name: _added_up(words) for name, words in summary.unknown_words.items()},
        warnings=tuple(warning.rewritten(_masked_sentence) for warning in summary.warnings),
        unchanged=tuple(replace(row, number=masked_value(row.number) or row.number) for row in summary.unchanged),
    )


SENTENCES_KEPT = 256


def _masked(text: str) -> str:
    return masked_value(text) or text


@lru_cache(SENTENCES_KEPT)  # every delivery of a source warns of the same
def _masked_sentence(text: str) -> str:
    return masked(text) or text


def _added_up(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by masked text; texts that become equal are added up."""
    added: Counter[str] = Counter()
    for text, n in counts.items():
        added[text.rewritten(_masked) if isinstance(text, Sentence) else _masked(text)] += n
    return dict(added)
