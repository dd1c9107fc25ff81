"""`yiping forget`: what people wrote and who they are, erased for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.progress import progress_bar
from dashboard.commands import server_file
from dashboard.errors import BadParameter
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """Erase texts and persons of cases for good: from the store, all versions, and from landing/. Figures stay.

The case itself stays, without title, text, address and person; a rebuild, or the same file loaded again, brings nothing
back. Copies elsewhere (backups, exports, notes that quote a case) cannot be reached from here.
Exit codes: 0 erased, or nothing to erase · 1 cannot be, or not everywhere yet · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping forget --case 2024-0815 --reason "asked by the caller" --dry-run
  yiping forget --file numbers.txt --reason "court order 12" --city mycity
  yiping forget --person-of-case 2024-0815 --reason "asked by the caller"    all cases of that person
  yiping forget --by-rule                                                   what [retention] in city.toml says
"""
MOST_NUMBERS = 100_000
TOO_LONG = "more bytes of numbers than a server takes (YIPING_BODY_LIMIT_BYTES); erase them in several goes"


def register(app: typer.Typer) -> None:
    app.command("forget", help=HELP)(forget)


def forget(  # noqa: PLR0913  # one argument per option
    *,
    case: Annotated[list[str] | None, typer.Option("--case", metavar="ID", help="A case; may be repeated.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="LIST", help="A file with the number of a case in each line.")
    ] = None,
    person_of_case: Annotated[
        str | None, typer.Option("--person-of-case", metavar="ID", help="The person of a case, in all their cases.")
    ] = None,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="What is due by [retention] in city.toml.")] = False,
    source: Annotated[
        str | None, typer.Option("--source", help="Whose numbers these are, where several sources have them.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept, with who and how many.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    city: CityOption = None,
) -> None:
    settings = Settings()
    numbers = _numbers(case or [], file, settings.body_limit_bytes)
    ways = [bool(numbers) or file is not None, person_of_case is not None, by_rule]
    if sum(ways) != 1:
        raise BadParameter("--case", "give either --case or --file, or --person-of-case, or --by-rule")
    named = {"cases": "\n".join(numbers or [person_of_case or ""]), "source": source, "reason": reason}
    flags = {"of_persons": person_of_case is not None, "by_rule": by_rule, "is_tried": dry_run}
    given = {name: text for name, text in named.items() if text} | {
        name: "yes" for name, is_set in flags.items() if is_set
    }
    if len(json.dumps(given).encode()) > settings.body_limit_bytes:
        raise BadParameter("--file", TOO_LONG)
    folder = chosen_folder(settings, city)
    with opened(settings, folder) as commands, progress_bar("looking through landing/") as move:
        done = commands.forget(given, move)
    if not dry_run and not server_file.running(folder):
        from queries.values import compact_if_due  # noqa: PLC0415

        compact_if_due(folder)
        done["is_compaction_due"] = False
    _tell(done, is_tried=dry_run)
    if done["problems"] or (done["waiting"] and not dry_run):
        raise typer.Exit(1)


def _numbers(given: list[str], file: Path | None, most_bytes: int) -> list[str]:
    if file is not None:
        with file.open("rb") as opened_file:
            content = opened_file.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise BadParameter("--file", TOO_LONG)
        try:
            given = [*given, *content.decode("utf-8-sig").splitlines()]
        except UnicodeDecodeError as error:
            raise BadParameter("--file", f"{file} is not in UTF-8; save it as UTF-8") from error
    numbers = [number.strip() for number in given if number.strip()]
    if len(numbers) > MOST_NUMBERS:
        raise BadParameter("--file", f"more than {whole(MOST_NUMBERS)} numbers; erase them in several goes")
    return numbers


def _tell(done: dict[str, Any], *, is_tried: bool) -> None:
    would = "would be" if is_tried else "were"
    persons = f"{_many(done['persons'], 'person')} (in {_many(done['cases_of_persons'], 'case')})"
    held = f"{_many(done['versions'], 'version')}, {_many(done['steps'], 'step')}"
    typer.echo(f"Texts of {_many(done['cases'], 'case')} and {persons} {would} erased: {held}.")
    inputs, what = (done["inputs"], "To be looked through") if is_tried else (done["rewritten"], "Written again")
    typer.echo(f"{what} in landing/: {_many(inputs, 'input')}.")
    for sentence in done["problems"]:
        say(sentence)
    if done["beyond"]:
        say(f"Not looked into, remove them where they hold it: {', '.join(done['beyond'])}")
    if done["is_compaction_due"]:
        say("Some of it may lie in free parts of the store's file until the server is started again.")
    if not is_tried:
        say(
            "Backups and exported files still hold it; after taking landing/ from an earlier backup run the same again."
        )


def _many(count: int, word: str) -> str:
    return f"{whole(count)} {word}{'' if count == 1 else 's'}"
