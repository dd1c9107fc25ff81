"""`yiping open`: from a file of cases to its screens in one command."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.guessed_mapping import keep, mapping_to_open_with
from dashboard.cli.init import level_and_file
from dashboard.cli.load import PARTLY_LOADED, CrsOption, is_partly_loaded
from dashboard.cli.load_summary import print_summary
from dashboard.cli.messages import say
from dashboard.cli.opened import opened
from dashboard.cli.serve import Host, Port, Token, child_environment, settings_with
from dashboard.cli.terminal.progress import progress_bar
from dashboard.commands import opened_file, server_file
from dashboard.commands.opened_file import CityOfFile
from dashboard.errors import NotAllowed
from dashboard.server.supervisor import yiping
from dashboard.web.listening import bind, check_openness
from geodata.errors import CoordinatesRefused

if TYPE_CHECKING:
    from queries.values import FileOutlook

HELP = """Open a file of cases: make its city, load it, serve its screens, and print the address.

The city is named after the file; opened again, the same file goes on with the same city, and loads what is new in it.
Without --areas its areas are those that the file's own columns name, without outlines, and the city is the box of its
points. What cannot be told is asked at a terminal; without one the option is named and the command ends. Exit codes: 0
ended, by Ctrl-C too · 1 nothing could be loaded or served · 2 an option is wrong or missing · 3 loaded in part, where
it is not served · 130 Ctrl-C before it was served.

\b
Examples:
  yiping open requests_2024.csv --zone America/New_York
  yiping open 工单.xlsx                                  Chinese files lie in Asia/Shanghai unless --zone says otherwise
  yiping open boston_311.zip --areas neighborhoods.geojson --zone America/New_York --port 8060
"""
CHINA = (73.0, 18.0, 135.5, 54.0)
"""West, south, east, north of a box around China."""


def register(app: typer.Typer) -> None:
    app.command("open", help=HELP)(open_file)


def open_file(  # noqa: PLR0913  # one argument per option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of cases.")],
    *,
    areas: Annotated[
        list[str] | None, typer.Option("--areas", metavar="[LEVEL=]FILE", help="Areas of a level; repeat.")
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone of the city, such as Asia/Shanghai.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="zh-CN or en: of the screens.  [default: the file's]")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the city.  [default: the file's]")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title on the screens.")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Mapping of columns; see `columns`.")
    ] = None,
    crs: CrsOption = None,
    build_only: Annotated[bool, typer.Option("--build-only", help="Make and load, and do not serve.")] = False,
    host: Host = None,
    port: Port = None,
    token: Token = None,
) -> None:
    _refuse_wrong_options(file, zone, language, name)
    settings = settings_with(host=host, port=port, token=token)
    city = opened_file.city_of_file(settings, file, name)
    if not build_only:
        check_openness(settings, city.folder)
    with _removed_if_it_fails(city), mapping_to_open_with(file, mapping, city.folder) as used:
        if city.exists:
            say(f"City {city.name}, made before in {city.folder}.")
        else:
            crs = _make(city, file, areas or [], zone, language, title, used, crs)
            keep(used, mapping, city.folder)
            say(f"City {city.name}, made in {city.folder}.")
        given = {"map": str(used.resolve()) if used else None, "crs": crs}
        with opened(settings, city.folder) as commands, progress_bar(file.name) as move:
            options = {key: text for key, text in given.items() if text is not None}
            summary = commands.load(str(file.resolve()), options, move)
        print_summary(summary)
        if summary["read"] == summary["refused"]:
            say(f"Nothing could be loaded; {_advice(file)}")
            raise typer.Exit(1)
    running = server_file.running(city.folder)
    if running:
        say(f"Served already: {running.url}/")
    elif not build_only:
        bind(settings.host, settings.port).close()
        sys.stdout.flush()
        # Another program in the place of this one, so that what loading took is given back.
        command = yiping("serve", "--city", str(city.folder.resolve()))
        os.execve(command[0], command, {**os.environ, **child_environment(settings)})  # noqa: S606  (ours)
    if is_partly_loaded(summary):
        raise typer.Exit(PARTLY_LOADED)


def _refuse_wrong_options(file: Path, zone: str | None, language: str | None, name: str | None) -> None:
    from geodata.city.profile import known_zones  # noqa: PLC0415

    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint="FILE")
    if zone is not None and zone not in known_zones():
        raise typer.BadParameter(f"{zone!r} is no time zone; write it like Asia/Shanghai", param_hint="--zone")
    if language not in (None, "zh-CN", "en"):
        raise typer.BadParameter(f"{language!r} is neither zh-CN nor en", param_hint="--language")
    if name is not None and opened_file.name_of(Path(name)) != name:
        raise typer.BadParameter("use small letters, digits and -", param_hint="--name")


def _make(  # noqa: PLR0913, PLR0917  (the options of a new city)
    city: CityOfFile,
    file: Path,
    areas: list[str],
    zone: str | None,
    language: str | None,
    title: str | None,
    mapping: Path | None,
    crs: str | None,
) -> str | None:
    """Makes the city; says what was guessed of it. Gives the system of the points, where one is known now. Raises
    FileRefused and the errors of `create_city`."""
    from geodata.founding.founding_from_cases import city_from_cases  # noqa: PLC0415
    from geodata.founding.new_city import create_city  # noqa: PLC0415

    outlook = _outlook(file, mapping, crs)
    if outlook.no_degrees and not areas:
        crs = _system(outlook.no_degrees)
        outlook = _outlook(file, mapping, crs)
    if not outlook.rows:
        raise NotAllowed(f"{file.name}: no row can be loaded as a case; {_advice(file)}")
    if language is None:
        language = "zh-CN" if outlook.is_chinese else "en"
        spoken = "Chinese" if outlook.is_chinese else "English"
        say(f"The screens speak {spoken}, as the file does; --language says otherwise.")
    zone = zone or _zone(outlook)
    title = title or opened_file.title_of(file)
    if areas:
        report = create_city(
            city.folder, city.name, [level_and_file(text) for text in areas], zone,
            title_zh=title, title_en=title, language=language,
        )  # fmt: skip
    else:
        report = city_from_cases(
            city.folder, city.name, zone, title=title, language=language,
            area_columns=outlook.area_columns, area_paths=outlook.area_paths, box=outlook.box,
        )  # fmt: skip
        say(_without_areas(outlook))
    for sentence in report.sentences() if areas else ():
        say(sentence)
    opened_file.remember(city.folder, file)
    return crs


def _outlook(file: Path, mapping: Path | None, crs: str | None) -> "FileOutlook":
    from queries.errors import MappingRefused  # noqa: PLC0415
    from queries.values import file_outlook  # noqa: PLC0415

    try:
        return file_outlook(file, mapping, crs)
    except CoordinatesRefused as refusal:
        raise NotAllowed(f"{file.name}: {refusal}") from refusal
    except MappingRefused as refusal:
        if crs is None or mapping is not None:
            raise
        raise typer.BadParameter(str(refusal).removeprefix("The mapping's crs: "), param_hint="--crs") from refusal


def _system(point: tuple[float, float]) -> str:
    """The system of points that cannot be degrees, as a person gives it. Raises BadParameter where nobody can be
    asked."""
    from geodata.coordinates.epsg import system_named  # noqa: PLC0415

    shown = ", ".join(map(str, point))
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            f"points such as {shown} are no degrees, and nothing tells their coordinate system: give --crs too, such "
            "as --crs EPSG:25832, or the city's boundaries with --areas, by which likely ones are found",
            param_hint="--crs",
        )
    while True:
        given = str(typer.prompt(f"In which coordinate system are points such as {shown}? (EPSG:…)", err=True)).strip()
        try:
            return system_named(given)
        except CoordinatesRefused as refusal:
            say(str(refusal))


def _advice(file: Path) -> str:
    return f"`yiping columns {file} > mapping.toml` makes a mapping to correct, for --map mapping.toml."


def _without_areas(outlook: "FileOutlook") -> str:
    columns = " and ".join(map(repr, outlook.area_columns))
    those = f"columns {columns} name" if len(outlook.area_columns) > 1 else f"column {columns} names"
    named = (
        f"the areas are those that the {those}, without outlines"
        if outlook.area_paths
        else "no column names areas, so the city is one area"
    )
    drawn = "the city's outline is the box of its points" if outlook.box else "no case has a point, so there is no map"
    return f"Without --areas {named}, and {drawn}."


def _zone(outlook: "FileOutlook") -> str:
    """The zone that the file tells, or that a person gives. Raises BadParameter where nobody can be asked."""
    from geodata.city.profile import known_zones  # noqa: PLC0415
    from geodata.city.zone_guess import nearest_zone  # noqa: PLC0415

    middle = outlook.box and ((outlook.box[0] + outlook.box[2]) / 2, (outlook.box[1] + outlook.box[3]) / 2)
    west, south, east, north = CHINA
    if outlook.is_chinese and (not middle or (west <= middle[0] <= east and south <= middle[1] <= north)):
        say("Times are taken for those of Asia/Shanghai, as the file is Chinese; --zone says otherwise.")
        return "Asia/Shanghai"
    likely = nearest_zone(*middle) if middle else None
    if not sys.stdin.isatty():
        example = f"--zone {likely}, if that is right," if likely else "--zone, such as --zone Europe/Berlin,"
        raise typer.BadParameter(
            f"the file does not tell the city's time zone; give {example} too", param_hint="--zone"
        )
    while True:
        given = str(typer.prompt("In which time zone does the city lie?", default=likely, err=True)).strip()
        if given in known_zones():
            return given
        say(f"{given!r} is no time zone; write it like America/New_York or Asia/Shanghai.")


@contextmanager
def _removed_if_it_fails(city: CityOfFile) -> Iterator[None]:
    """A city that was made for nothing is removed again, so that the next attempt begins anew."""
    try:
        yield
    except BaseException:
        if not city.exists:
            shutil.rmtree(city.folder, ignore_errors=True)
        raise
