"""The personal part of a delivered file, left out of what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from queries.conversion.canonical import PERSON
from queries.conversion.column_names import Mapping
from queries.conversion.typed_columns import as_text
from queries.landing.row_file import PERSON_KEPT
from queries.privacy.nested_values import texts_without_personal
from queries.privacy.person_references import person_references
from queries.reading.chunk import Chunk

PERSON_REF = "person_ref"


@dataclass(frozen=True)
class PersonalPart:
    """What of a file stays: the columns `kept`, keyed references to the persons whom the columns `people` tell, and the
    texts of refused rows only where nothing in them can be personal (`may_keep_texts`)."""

    kept: Sequence[str]
    people: Sequence[str]
    key: bytes
    may_keep_texts: bool

    def out_of(self, piece: Chunk) -> Chunk:
        """The piece without its personal part, and the references in PERSON_KEPT."""
        table = piece.table.select(list(self.kept))
        for place, name in enumerate(self.kept):
            table = table.set_column(place, name, texts_without_personal(table.column(name)))
        if self.people:
            names = [as_text(piece.table.column(name)) for name in self.people]
            table = table.append_column(PERSON_KEPT, person_references(pc.coalesce(*names).combine_chunks(), self.key))
        refused = piece.refused if self.may_keep_texts else [replace(row, raw="") for row in piece.refused]
        return replace(piece, table=table, refused=refused)


def mapping_of_kept(mapping: Mapping) -> Mapping:
    """The mapping of a delivered file as it holds for what was kept of it."""
    columns = {canonical: found for canonical, found in mapping.columns.items() if canonical != PERSON}
    if PERSON in mapping.columns:
        columns[PERSON_REF] = (PERSON_KEPT,)
    return replace(mapping, columns=columns)
