"""`yiping init`: a city of one's own from files of areas."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli.messages import say
from dashboard.commands import city_folders
from dashboard.commands.city_folders import PROFILE
from dashboard.errors import NotAllowed
from dashboard.settings import Settings

HELP = """Make a city from files of areas: GeoJSON, TopoJSON, GeoPackage, Shapefile, KML/KMZ, FlatGeobuf or GeoParquet,
zipped or not.

One --areas for each level, from the largest areas to the smallest; the city itself is their union. LEVEL= names the
level (otherwise the file's name does), in --areas and in front of every column, layer, encoding and system. Columns
of code and name are recognised, and named in what is printed. Parents are found by a column of the file, else by
containment. A table (CSV, Excel) of code, name and parent makes areas without outlines; one that holds several levels
is LEVEL,LEVEL=FILE, from the top down. The profile city.toml that this writes is commented; edit it to your liking.
Exit codes: 0 made · 1 refused · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping init boston --areas boston_neighborhoods.geojson --zone America/New_York
  yiping init mycity --areas district=区县.shp.zip --areas street=街道.geojson --zone Asia/Shanghai --title 某市
  yiping init town --areas wards.gpkg --name-column WARD_DESC --crs EPSG:25832 --zone Europe/Berlin
"""

CRS_HELP = "WGS-84, CGCS2000, GCJ-02, BD-09, or what the file does not state, such as EPSG:25832."


def _column(option: str, holds: str) -> Any:
    return typer.Option(option, metavar="[LEVEL=]COLUMN", help=f"The column that holds {holds}; else recognised.")


def register(app: typer.Typer) -> None:
    app.command("init", help=HELP)(init)


def init(  # noqa: PLR0913  # one argument per option
    name: Annotated[str, typer.Argument(metavar="NAME", help="Short name: letters, digits, - and _.")],
    *,
    areas: Annotated[list[str], typer.Option("--areas", metavar="[LEVEL=]FILE", help="Areas of a level; repeat.")],
    zone: Annotated[str, typer.Option("--zone", help="Time zone of the city, such as Asia/Shanghai.")],
    language: Annotated[str, typer.Option("--language", help="zh-CN or en: language of the screens.")] = "zh-CN",
    title: Annotated[str | None, typer.Option("--title", help="Title on the screens; the name without.")] = None,
    title_en: Annotated[str | None, typer.Option("--title-en", help="Title on English screens.")] = None,
    grid_version: Annotated[str, typer.Option("--grid-version", help="Name of this cut of the areas.")] = "1",
    crs: Annotated[list[str] | None, typer.Option("--crs", metavar="[LEVEL=]CRS", help=CRS_HELP)] = None,
    name_column: Annotated[list[str] | None, _column("--name-column", "the areas' names")] = None,
    code_column: Annotated[list[str] | None, _column("--code-column", "their codes")] = None,
    parent_column: Annotated[list[str] | None, _column("--parent-column", "the code or name of the area above")] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option("--layer", metavar="[LEVEL=]LAYER", help="Which layer of a file, or file of a zip."),
    ] = None,
    encoding: Annotated[
        list[str] | None,
        typer.Option("--encoding", metavar="[LEVEL=]NAME", help="Of a Shapefile's words, such as GB18030 or cp1252."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make the areas of an existing city anew.")] = False,
) -> None:
    from geodata.city.profile import known_zones  # noqa: PLC0415
    from geodata.coordinates.epsg import system_named  # noqa: PLC0415
    from geodata.errors import CoordinatesRefused  # noqa: PLC0415
    from geodata.founding.level_options import LevelOptions  # noqa: PLC0415
    from geodata.founding.new_city import create_city  # noqa: PLC0415

    folder = city_folders.new_folder(Settings(), name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise typer.BadParameter("use small letters, digits, - and _", param_hint="NAME")
    if zone not in known_zones():
        raise typer.BadParameter(f"{zone!r} is no time zone; write it like Asia/Shanghai", param_hint="--zone")
    if language not in ("zh-CN", "en"):
        raise typer.BadParameter(f"{language!r} is neither zh-CN nor en", param_hint="--language")
    for text in crs or ():
        try:
            system_named(text.rpartition("=")[2])
        except CoordinatesRefused as error:
            raise typer.BadParameter(str(error), param_hint="--crs") from None
    if (folder / PROFILE).exists() and not force:
        raise NotAllowed(f"There is a city {name} already, in {folder}; --force makes its areas and profile anew.")
    report = create_city(
        folder,
        name,
        [level_and_file(text) for text in areas],
        zone,
        title_zh=title,
        title_en=title_en,
        language=language,
        options=LevelOptions(
            *(tuple(texts or ()) for texts in (name_column, code_column, parent_column, layer, encoding, crs))
        ),
        grid_version=grid_version,
        replace=force,
    )
    for sentence in report.sentences():
        typer.echo(sentence)
    say(f"Made in {folder}; next: yiping load FILE --city {name}")


def level_and_file(text: str) -> tuple[str | None, Path]:
    """`LEVEL=FILE` or `FILE`. Raises a usage error for a file that is not there."""
    level, _, file = text.rpartition("=")
    if level and Path(text).exists():
        level, file = "", text
    path = Path(file)
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint="--areas")
    return level or None, path
