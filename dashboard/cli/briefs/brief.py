"""`yiping brief`: a briefing as PDF, PNG or workbook, and what became of the numbers of an earlier one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.asking.question_options import Area, AsJson, AsOf, Language, RecordedAsOf, Where, conditions
from dashboard.cli.entries.command_entries import user_of_this_machine
from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.commands import server_file
from dashboard.settings import Settings
from dashboard.words.numbers import decimal, whole

if TYPE_CHECKING:
    from dashboard.commands.city_commands import Commands

HELP = """Write a briefing as PDF, PNG or an Excel workbook: the numbers of a city on paper, read in a minute.

Without KEY it lists the briefings that the city can fill. Without --out it prints what the briefing says. --again reads
the stamp in a file that was made before: it asks every number again as of the moments of the stamp and says which are
not the same, and what was recorded since.
Exit codes: 0 done · 1 cannot be had, or numbers of --again are not the same · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping brief --city mycity
  yiping brief weekly --city mycity --out weekly.pdf
  yiping brief weekly --area 410105000000 --period 2026-11-16..2026-11-22 --out jinshui.xlsx
  yiping brief daily --paper slide --scale 2 --out daily.png
  yiping brief --again weekly.pdf
  yiping brief --sent
"""
Key = Annotated[str | None, typer.Argument(metavar="KEY", help="Which briefing.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="A .pdf, .png (a file for each page) or .xlsx.")
]
Period = Annotated[str | None, typer.Option("--period", metavar="NAME|DAYS", help="Another period than the usual one.")]
Paper = Annotated[str, typer.Option("--paper", metavar="a4|a3|slide", help="Its size; slide is 16:9.")]
Scale = Annotated[float, typer.Option("--scale", min=1, max=4, help="Of PNG: pixels for each of 1/96 inch.")]
Special = Annotated[str | None, typer.Option("--special", metavar="CODE", help="Of a special grid.")]
Sent = Annotated[bool, typer.Option("--sent", help="What the schedule of the city made and sent.")]
Again = Annotated[Path | None, typer.Option("--again", metavar="FILE", help="A briefing made before.")]


def register(app: typer.Typer) -> None:
    app.command("brief", help=HELP)(brief)


def brief(  # noqa: PLR0913  # one argument per option
    key: Key = None,
    *,
    out: Out = None,
    area: Area = None,
    period: Period = None,
    special: Special = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    where: Where = None,
    lang: Language = None,
    paper: Paper = "a4",
    scale: Scale = 1.0,
    again: Again = None,
    sent: Sent = False,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    _refuse(key, out, paper, again)
    settings = Settings()
    folder = chosen_folder(settings, city)
    given = {
        "briefing": key, "area": area, "period": period, "special": special, "as_of": as_of,
        "recorded_as_of": recorded_as_of, "where": conditions(where), "lang": lang,
    }  # fmt: skip
    with opened(settings, folder) as commands:
        if again is not None:
            _compared(commands, again, as_json=as_json)
        elif sent:
            _told_of_sent(commands.briefings(), as_json=as_json)
        elif key is None:
            _listed(commands.briefings(), as_json=as_json)
        else:
            began = time.monotonic()
            wanted = {name: text for name, text in given.items() if text}
            document = commands.briefing(wanted, user_of_this_machine())
            address = server_file.running(folder)
            _written(document, out, paper, scale, address.url if address else "", as_json=as_json)
            if out is not None:
                say(f"Written in {decimal(time.monotonic() - began, 1)} s.")


def _refuse(key: str | None, out: Path | None, paper: str, again: Path | None) -> None:
    """Raises BadParameter for options that do not fit, before anything is asked."""
    from dashboard.briefings.briefing_files import FORMS  # noqa: PLC0415  (after the options are read)
    from dashboard.view.view_state import PAPERS  # noqa: PLC0415

    if key is not None and again is not None:
        raise typer.BadParameter("it reads a file, and no KEY beside it", param_hint="--again")
    if paper not in PAPERS:
        raise typer.BadParameter(f"{paper!r} is none of {', '.join(PAPERS)}", param_hint="--paper")
    if out is not None and out.suffix.lower().lstrip(".") not in FORMS:
        raise typer.BadParameter(f"{out} ends in none of .{', .'.join(FORMS)}", param_hint="--out")
    if out is not None and not out.resolve().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.resolve().parent}", param_hint="--out")


def _written(  # noqa: PLR0913  # one for each option
    document: Mapping[str, Any], out: Path | None, paper: str, scale: float, origin: str, *, as_json: bool
) -> None:
    from dashboard.briefings.briefing_files import briefing_file, briefing_pages, sheet_of  # noqa: PLC0415
    from dashboard.briefings.typesetting.typesetting import without_drawings  # noqa: PLC0415

    if as_json:
        print_json(without_drawings(document))
    if out is None:
        if not as_json:
            _told(document)
        return
    form = out.suffix.lower().lstrip(".")
    sheet = sheet_of(form, paper, scale, origin)
    if form != "png":
        _keep(out, briefing_file(document, form, sheet))
        return
    pages = briefing_pages(document, sheet)
    for number, page in enumerate(pages, 1):
        _keep(out if len(pages) == 1 else out.with_stem(f"{out.stem}-{number}"), page)


def _keep(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    part.replace(file)
    say(f"{file}: {whole(len(content))} bytes.")


def _told(document: Mapping[str, Any]) -> None:
    stamp, words = document["stamp"], document["words"]
    typer.echo(f"{document['title']} · {stamp['place']} · {stamp['period']} {stamp['simulated']}".rstrip())
    typer.echo(f"{words['as_of']} {stamp['as_of_text']}")
    typer.echo(document["headline"])
    for one in document["figures"]:
        band = f"({words['normal']} {one['band']['text']})" if one["band"] else ""
        typer.echo(
            " ".join(filter(None, ("  ", one["name"], one["text"], one["change"], one["against"], band, one["reason"])))
        )
    for one in (*document["sentences"], *document["caveats"]):
        typer.echo(f"- {one['text']}")


def _listed(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for one in found["briefings"]:
        typer.echo(f"{one['key']}: {one['zh']} · {one['en']} ({one['period']})")
    if found["mistake"]:
        say(f"The city's own briefings.toml is left out: {found['mistake']}")


def _told_of_sent(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found["sent"])
        return
    for one in found["sent"]:
        mailed = f", mailed {one['mailed_at'][:16]}" if one["mailed_at"] else ""
        said = " ".join(filter(None, (one["title"] or one["briefing"], one["place"], one["period"], one["who"])))
        typer.echo(f"{one['due_at'][:16]} {one['schedule']}: {one['state']}{mailed} · {said}")
        for file in one["files"]:
            typer.echo(f"  {file['name']} ({whole(file['bytes'])} bytes)")
        if one["why"]:
            typer.echo(f"  {one['why']}")
    if not found["sent"]:
        say("Nothing was made on schedule yet.")
    if found["schedule_mistake"]:
        say(f"Nothing is made at present: {found['schedule_mistake']}")


def _compared(commands: Commands, file: Path, *, as_json: bool) -> None:
    """Exit code 1 where a number is not the same."""
    from dashboard.briefings.briefing_files import document_of  # noqa: PLC0415

    found = commands.briefing_again(json.dumps(document_of(file)))
    different = found["different"]
    if as_json:
        print_json({name: value for name, value in found.items() if name != "document"})
    else:
        typer.echo(f"{found['title']}: {whole(found['numbers'])} numbers, {whole(len(different))} not the same.")
        for one in found["others"]:
            typer.echo(f"Not the {one['what']} of the file: {one['is']} here, {one['was']} there.")
        for one in different:
            typer.echo(f"  {one['where']}: was {one['was']}, is {one['is']}")
        for one in found["since"]:
            cases = "" if one["changed"] is None else f", {whole(one['changed'])} cases count otherwise"
            typer.echo(f"Recorded since: {one['name']} is {one['is']} instead of {one['was']}{cases}.")
    if different:
        raise typer.Exit(1)
