"""Opening what was sealed: a refused file of the drop folder, or the personal columns of a loaded one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv

from geodata.city.profile import load_profile
from queries.errors import SealRefused
from queries.landing.row_file import LINE, PERSON_KEPT, sealed_groups
from queries.loading.inputs.personal_part import REFUSED_TEXT, opened_part
from queries.privacy.sealing import SEALED, Seal, seal_of


def unseal(folder: Path, path: Path, out: Path) -> None:
    """Write what the sealed file at `path` of the city in `folder` holds to the new file `out`, for its owner only: a
    refused file as it came, the rows of a loaded one as CSV, with their lines and the texts of refused ones. Needs the
    key and no store. Raises SealRefused, and FileExistsError where `out` is there."""
    seal = seal_of(folder, load_profile(folder).key_file)
    if not path.is_file():
        raise SealRefused(f"There is no file {path.name} here.")
    out.touch(mode=0o600, exist_ok=False)
    try:
        if path.suffix == SEALED:
            with out.open("wb") as content:
                seal.open_file(path, content)
        else:
            _write_rows(path, seal, out)
    except BaseException:
        out.unlink()
        raise


def _write_rows(path: Path, seal: Seal, out: Path) -> None:
    writer: arrow_csv.CSVWriter | None = None
    try:
        for rows in _whole_rows(path, seal):
            writer = writer or arrow_csv.CSVWriter(out, rows.schema)
            writer.write_table(rows)
    finally:
        if writer is not None:
            writer.close()


def _whole_rows(path: Path, seal: Seal) -> Iterator[pa.Table]:
    """The rows of each piece by their lines: `line`, the columns of the delivered file, `refused text`."""
    try:
        about, groups = sealed_groups(path)
    except (pa.ArrowException, OSError, KeyError, TypeError) as error:
        raise SealRefused(f"{path.name} holds nothing that is sealed.") from error
    for clear, sealed in groups:
        if not sealed:
            raise SealRefused(f"{path.name} holds nothing that is sealed: its personal columns were left out.")
        part = opened_part(sealed, seal)
        held = {name: clear.column(name) for name in about.kept if name != PERSON_KEPT}
        held |= {name: part.column(name) for name in part.column_names if name in about.names}
        columns = {"line": clear.column(LINE)} | {name: held[name] for name in about.names if name in held}
        texts = part.column(REFUSED_TEXT)
        yield pa.table(columns | {"refused text": texts}).sort_by("line")
