"""What a person should know about a load that went through, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from queries.loading.conversion import Tally
from queries.loading.staging import Stager
from queries.loading.summary import LoadSummary


def warnings_of(summary: LoadSummary, tally: Tally, stager: Stager) -> tuple[str, ...]:
    """Sentences about what is odd in a batch, the gravest first."""
    return (*_about_times(tally, stager), *_about_values(summary, tally))


def _about_times(tally: Tally, stager: Stager) -> Iterator[str]:
    zone = stager.origin.zone
    if stager.future:
        yield f"{stager.future:,} cases were reported in the future of this load; is its zone really {zone}?"
    if tally.day_order_guessed:
        yield "Dates such as 03/04/2024 were read month first; set day_first in the mapping if the day comes first."
    if tally.ambiguous:
        yield f"{tally.ambiguous:,} times were said twice by the clocks of {zone}; the first reading was taken."
    if tally.skipped:
        yield f"{tally.skipped:,} times were skipped by the clocks of {zone}; they were moved forward."


def _about_values(summary: LoadSummary, tally: Tally) -> Iterator[str]:
    for lon, lat, n in summary.default_points:
        yield f"{n:,} cases share the point ({lat:.4f}, {lon:.4f}); it is taken for a default and not trusted."
    for name, n in sorted(tally.not_numbers.items()):
        if n:
            yield f"{n:,} values of {name} are no numbers and were left empty."
    for name, words in sorted(summary.unknown_words.items()):
        shown = ", ".join(f"{word!r} ({n:,})" for word, n in sorted(words.items(), key=lambda item: -item[1])[:5])
        yield f"{len(words):,} words of {name} are not known: {shown}."
    if summary.disagreements:
        yield f"{summary.disagreements:,} cases lie outside the area that they name; the point was believed."
