"""`yiping load`, `yiping columns` and `yiping rebuild`: files into the city, and the state made again from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli.load_summary import print_summary
from dashboard.cli.messages import is_usage, say
from dashboard.cli.opened import CityOption, chosen_folder, opened, set_damaged_store_aside
from dashboard.cli.terminal.interruption import is_interrupted
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.cli.terminal.progress import progress_bar
from dashboard.errors import NotAllowed, is_of_file, public_message
from dashboard.settings import Settings
from dashboard.words.numbers import whole

PARTLY_LOADED = 3
LOAD_HELP = """Load files of cases into a city: CSV, Excel, JSON, GeoJSON, GeoReport XML, Parquet, also .gz or .zip.

Rows that cannot be used go to quarantine with a reason; the others load. read = loaded + superseded + duplicate +
refused, always. Loading a file twice changes nothing. Exit codes: 0 every row was taken or known already · 3 loaded,
but files or rows were refused or values could not be read · 1 nothing could be loaded · 2 wrong option · 130 Ctrl-C,
nothing of the present file was loaded.

\b
Examples:
  yiping load requests_2011.zip --city boston
  yiping load 工单.xlsx 案卷.csv --city mycity --zone Asia/Shanghai --crs GCJ-02
  yiping load meldungen.csv --crs EPSG:25832          eastings and northings, in either order
  yiping columns requests.csv --write mapping.toml; yiping load requests.csv --map mapping.toml
"""
COLUMNS_HELP = """What each column of a file of cases means, as a mapping file to correct.

Each line says how sure that is (sure; likely: some values are not read; guessed: by its values) and shows three values
with what is read from them. Then: what is missing, columns that are not used, words that are not known.

Exit codes: 0 printed · 1 the file cannot be read · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping columns requests.csv
  yiping columns requests.csv --write mapping.toml; yiping load requests.csv --map mapping.toml
"""
REBUILD_HELP = """Make a city's tables again from the files that were accepted (its landing folder).

Exit codes: 0 made again · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Example:
  yiping rebuild --city boston
"""

CrsOption = Annotated[
    str | None, typer.Option("--crs", help="Of points: WGS-84, CGCS2000, GCJ-02, BD-09 or a code such as EPSG:25832.")
]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Of a text: utf-8, gb18030, big5, cp1252, …")]
DelimiterOption = Annotated[str | None, typer.Option("--delimiter", help="Of a CSV: one character, or tab.")]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Of a workbook: its name, or its number from 1.")]
HeaderRowOption = Annotated[
    int | None, typer.Option("--header-row", min=1, help="Row or line of the names of the columns.")
]


def register(app: typer.Typer) -> None:
    app.command("load", help=LOAD_HELP)(load)
    app.command("columns", help=COLUMNS_HELP)(columns)
    app.command("rebuild", help=REBUILD_HELP)(rebuild)


def load(  # noqa: PLR0913  # one argument per option
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to load, in any order.")],
    *,
    city: CityOption = None,
    source: Annotated[str | None, typer.Option("--source", help="Name of the source; the city's name without.")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Mapping of columns; see `columns`.")
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone of times without offset; the city's.")] = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also a file set aside because reading it ended the program.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array of summaries on stdout.")] = False,
) -> None:
    settings = Settings()
    named = {
        "source": source,
        "again": "yes" if again else None,
        "map": str(mapping.resolve()) if mapping else None,
        "zone": zone,
        "crs": crs,
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": sheet,
        "header_row": str(header_row) if header_row else None,
    }
    options = {name: text for name, text in named.items() if text is not None}
    summaries, of_files = [], False
    with opened(settings, chosen_folder(settings, city)) as commands:
        for file in files:
            try:
                with progress_bar(file.name) as move:
                    summary = commands.load(str(file.resolve()), options, move)
            except Exception as error:
                sentence = public_message(error)
                if sentence is None or is_usage(error) or is_interrupted():
                    raise
                say(sentence if file.name in sentence else f"{file.name}: {sentence}")
                of_files |= is_of_file(error)
                continue
            summaries.append(summary)
            if not as_json:
                print_summary(summary)
    if as_json:
        print_json(summaries)
    if not any(summary["read"] > summary["refused"] for summary in summaries):
        advice = "; `yiping columns FILE` shows how a file of cases is read, and what is missing"
        say(f"Nothing could be loaded{advice if of_files or summaries else ''}.")
        raise typer.Exit(1)
    if len(summaries) < len(files) or any(map(is_partly_loaded, summaries)):
        raise typer.Exit(PARTLY_LOADED)


def is_partly_loaded(summary: Mapping[str, Any]) -> bool:
    """Whether rows of a file were refused or values of them could not be read."""
    return bool(summary["refused"] or summary.get("unread"))


def columns(  # noqa: PLR0913  # one argument per option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of cases.")],
    *,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    crs: CrsOption = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Write it to a new file as well.")
    ] = None,
) -> None:
    from queries.values import suggest_mapping  # noqa: PLC0415

    if write is not None and write.exists():
        raise NotAllowed(f"{write} exists already; give another name, or remove it.")
    said = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "header_row": header_row, "crs": crs}
    text = suggest_mapping(file, {name: value for name, value in said.items() if value is not None})
    typer.echo(text, nl=False)
    if write is not None:
        write.write_text(text, encoding="utf-8")
        say(f"Written to {write}; load the file with `yiping load {file.name} --map {write}`.")


def rebuild(city: CityOption = None) -> None:
    settings = Settings()
    folder = chosen_folder(settings, city)
    set_damaged_store_aside(folder)
    with opened(settings, folder) as commands, progress_bar("rebuilding") as move:
        summaries = commands.rebuild(move)
    rows = sum(summary["loaded"] for summary in summaries)
    of_files = "1 accepted file" if len(summaries) == 1 else f"{whole(len(summaries))} accepted files"
    typer.echo(f"Rebuilt from {of_files}: {whole(rows)} {'row' if rows == 1 else 'rows'} loaded.")
