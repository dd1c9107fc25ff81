"""A mapping file to start from: what was recognised in a file, and its other columns as comments."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
import tomlkit

from queries.conversion.column_names import Mapping, header_fit, recognise
from queries.errors import FileRefused
from queries.reading.chunk import Limits
from queries.reading.file_form import FileForm
from queries.reading.formats import opened_file


def suggest_mapping(path: Path | str) -> str:
    """TOML text that maps canonical columns to the columns of the file at `path`. Raises FileRefused."""
    path = Path(path)
    if not path.is_file():
        raise FileRefused(f"There is no file {path.name} here.")
    options = FileForm(header_test=partial(header_fit, {}))
    with (
        duckdb.connect(":memory:") as cursor,
        opened_file(path, path.name, Limits(), cursor, options=options) as opened,
    ):
        return mapping_text(recognise(opened.names), path.name)


def mapping_text(mapping: Mapping, file: str) -> str:
    """The mapping as a commented TOML document."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Columns of {file}: canonical column = column of the file. Change what is wrong."))
    for canonical, names in mapping.columns.items():
        document.add(canonical, tomlkit.item(names[0] if len(names) == 1 else list(names)))
    if "source_id" not in mapping.columns:
        document.add(tomlkit.comment('source_id = "…"  # needed: the number of the case'))
    if not {"reported_at", "accepted_at"} & set(mapping.columns):
        document.add(tomlkit.comment('reported_at = "…"  # needed: the time of the report'))
    document.add(tomlkit.comment("day_first = true  # when 03/04/2024 is the 3rd of April"))
    for title, names in (("Not recognised", mapping.unrecognised), ("Personal data, withheld", mapping.withheld)):
        if names:
            document.add(tomlkit.comment(f"{title}: {', '.join(names)}"))
    return tomlkit.dumps(document)
