"""The personal part of a delivered file, left out of what is kept of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.canonical import PERSON
from queries.conversion.column_names import Mapping
from queries.conversion.text_rows import packed, unpacked
from queries.conversion.typed_columns import as_text
from queries.landing.row_file import LINE, PERSON_KEPT, KeptPiece
from queries.privacy.nested_values import texts_without_personal
from queries.privacy.own_persons import without_own_persons
from queries.privacy.person_references import person_references
from queries.privacy.sealing import Seal
from queries.reading.chunk import Chunk

PERSON_REF = "person_ref"
REFUSED_TEXT = "\x00text"
"""The column of the texts of refused rows in a sealed part."""
ABOUT = b"yiping personal columns 1"


@dataclass(frozen=True)
class PersonalPart:
    """What of a file stays: the columns `kept`, keyed references to the persons whom the columns `people` tell, and the
    texts of refused rows only where nothing in them can be personal (none is `withheld`). With a seal the others stay
    sealed. declared: plain names of the columns that a mapping declares as personal. texts: those of `kept` that lose
    what the personal columns (`withheld`, `people`) say in the same row."""

    kept: Sequence[str]
    withheld: Sequence[str]
    people: Sequence[str]
    key: bytes
    seal: Seal | None = None
    declared: frozenset[str] = frozenset()
    texts: Collection[str] = ()

    def out_of(self, piece: Chunk) -> KeptPiece:
        """The piece without its personal part, with the references in PERSON_KEPT; and that part, sealed."""
        table = piece.table.select(list(self.kept))
        changed = list[str]()
        personal = dict.fromkeys((*self.withheld, *self.people)) if self.texts else ()
        told = [as_text(piece.table.column(name)).to_pylist() for name in personal]
        table = without_own_persons(table, filter(self.texts.__contains__, self.kept), told)
        for place, name in enumerate(self.kept):
            before, mine = piece.table.column(name), table.column(name)
            if (cleared := texts_without_personal(mine, name, self.declared)) is not before:
                table = table.set_column(place, name, cleared)
                changed.append(name)
        if self.people:
            names = [as_text(piece.table.column(name)) for name in self.people]
            table = table.append_column(PERSON_KEPT, person_references(pc.coalesce(*names).combine_chunks(), self.key))
        refused = [replace(row, raw="") for row in piece.refused] if self.withheld else piece.refused
        clear = replace(piece, table=table, refused=refused)
        return KeptPiece(clear, self._sealed(piece, [*self.withheld, *changed]) if self.seal else b"")

    def _sealed(self, piece: Chunk, columns: Sequence[str]) -> bytes:
        """Those columns of the good rows, then the texts of the refused ones, each with its line."""
        good = piece.table.select(list(columns)).append_column(LINE, pa.array(piece.lines))
        lines = pa.array([row.line for row in piece.refused], pa.int64())
        refused = pa.table({LINE: lines, REFUSED_TEXT: pa.array([row.raw for row in piece.refused], pa.string())})
        content = packed(pa.concat_tables([good, refused], promote_options="default"))
        return self.seal.seal(content, ABOUT) if self.seal else b""


def opened_part(sealed: bytes, seal: Seal) -> pa.Table:
    """A sealed part: the personal columns, LINE and REFUSED_TEXT. Raises SealRefused."""
    return unpacked(seal.open(sealed, ABOUT))


def mapping_of_kept(mapping: Mapping) -> Mapping:
    """The mapping of a delivered file as it holds for what was kept of it."""
    columns = {canonical: found for canonical, found in mapping.columns.items() if canonical != PERSON}
    if PERSON in mapping.columns:
        columns[PERSON_REF] = (PERSON_KEPT,)
    return replace(mapping, columns=columns)
