"""A look at files of cases before they are loaded; what is shown of them is masked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from queries.city_context import CityContext
from queries.conversion.review.column_review import FileReview, review_columns
from queries.door.case_preview import CasePreview, FileReading, preview_cases
from queries.errors import FileRefused, MappingRefused
from queries.privacy.masking import masked, masked_value


class Files:
    """`city.files`. Nothing is written; every method raises FileRefused and MappingRefused, their sentences masked."""

    def __init__(self, context: CityContext) -> None:
        self._context = context

    def review(self, path: Path, source: str, own: Mapping[str, Any]) -> FileReview:
        """What each column means, by the mapping of the source and `own`, which overrides it."""
        with masked_refusals():
            found = review_columns(path, {**self._context.profile.source(source).overrides, **own})
        return replace(found, notes=tuple(note.rewritten(_masked) for note in found.notes))

    def preview(self, path: Path, reading: FileReading) -> tuple[CasePreview, ...]:
        """The first ten rows as they would be loaded and placed; the mapping of the source counts as in `review`."""
        own = {**self._context.profile.source(reading.source).overrides, **reading.mapping}
        with masked_refusals():
            return preview_cases(self._context, path, replace(reading, mapping=own))

    @staticmethod
    def shown(text: str) -> str:
        """A short text out of a file (the name of a column or of the file) as it may be shown."""
        return masked_value(text) or ""


@contextmanager
def masked_refusals() -> Iterator[None]:
    """Within the block a refusal of a file is raised with its sentence masked: it may repeat what stands there."""
    try:
        yield
    except (FileRefused, MappingRefused) as refusal:
        kind = FileRefused if isinstance(refusal, FileRefused) else MappingRefused
        raise kind(refusal.sentence.rewritten(_masked)) from None


def _masked(text: str) -> str:
    return masked(text) or ""
