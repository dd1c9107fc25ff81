"""`yiping account lines | persons | unbind | centres`: what accounts see, whose they are, and one for each centre."""

import csv
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from dashboard.cli.accounts.account import EXIT_CODES, FIRST_ROLE, Name, opened_accounts, role_of_a_person
from dashboard.cli.opened import CityOption
from dashboard.errors import BadParameter, NotAllowed

if TYPE_CHECKING:
    from geodata.areas.area_tree import Area, AreaTree
    from geodata.city.profile import Profile

CENTRES_HELP = f"""Make an account for the centre of the whole city and of each area of some levels.

Each is named after the code of its area, which is its home. The passwords are written into a new file that only you can
read; hand them out and remove it. Accounts that are there already stay as they are.

{EXIT_CODES}

\b
Example:
  yiping account centres --level district --level street --passwords centres.csv --city demo
"""
UNBIND_HELP = f"""Let somebody else of the organisation's sign-in have an account: whoever comes first with its name.

Its sessions end.

{EXIT_CODES}
"""
PASSWORD_BYTES = 12
COLUMNS = ("account", "name", "role", "area", "password")
Lines = Annotated[list[str] | None, typer.Argument(metavar="LINE…", help="As in city.toml; none: all cases.")]
Persons = Annotated[str, typer.Argument(metavar="masked|clear")]


def register(group: typer.Typer) -> None:
    group.command("lines", help=f"Say of which lines of business an account sees the cases.\n\n{EXIT_CODES}")(lines)
    group.command(
        "persons",
        help="Say whether an account may see personal data in clear, one case at a time and with a reason, where its "
        f"role allows that.\n\n{EXIT_CODES}",
    )(persons)
    group.command("unbind", help=UNBIND_HELP)(unbind)
    group.command("centres", help=CENTRES_HELP)(centres)


def lines(name: Name, names: Lines = None, *, city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        known = opened.profile.lines_of_business
        if unknown := [one for one in names or () if one not in known]:
            there = ", ".join(known) or "none"
            raise BadParameter("LINE", f"{unknown[0]!r} is no line of business of this city; there are: {there}")
        account = replace(opened.people.store.named(name), lines=tuple(names) if names else None)
        opened.people.store.change(account)
    typer.echo(f"{account.name} sees the cases of {', '.join(account.lines or ()) or 'all lines'}.")


def persons(name: Name, seen: Persons, *, city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        account = opened.people.store.named(name)
        if seen == "clear":
            account = replace(account, persons="clear")
        elif seen == "masked":
            account = replace(account, persons="masked")
        else:
            raise BadParameter("persons", f"{seen!r} is neither masked nor clear")
        opened.people.store.change(account)
    typer.echo(f"Personal data are {seen} for {account.name}.")


def unbind(name: Name, city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        account = opened.people.store.named(name)
        is_forgotten = opened.people.identities.forget(account.name)
        opened.people.sessions.end_all(account.name)
    said = "is nobody's now; whoever comes first with its name has it" if is_forgotten else "was nobody's"
    typer.echo(f"{account.name} {said}.")


def centres(
    *,
    passwords: Annotated[Path, typer.Option("--passwords", help="The new file for the passwords.")],
    level: Annotated[list[str] | None, typer.Option("--level", help="Key of a level; may be repeated.")] = None,
    role: Annotated[str, typer.Option("--role", help="Of all of them.")] = "commander",
    city: CityOption = None,
) -> None:
    with opened_accounts(city) as opened:
        store, taken = opened.people.store, role_of_a_person(role)
        if not store.is_used():
            raise NotAllowed(f"Make the account of an {FIRST_ROLE} first: `yiping account add`.")
        areas = list(_areas(opened.tree, opened.profile, level or []))
        new = [area for area in areas if store.find(area.code.casefold()) is None]
        with _owners_file(passwords) as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for area in new:
                whole = not area.parent_id
                account = replace(store.new_account(area.code, taken, area.name), areas=() if whole else (area.code,))
                password = secrets.token_urlsafe(PASSWORD_BYTES)
                opened.people.add(account, password)
                rows.writerow((account.name, account.display_name, account.role, area.code, password))
    there = len(areas) - len(new)
    typer.echo(f"{len(new)} accounts made, {there} were there already; passwords are in {passwords}.")


def _areas(tree: "AreaTree", profile: "Profile", levels: list[str]) -> "Iterator[Area]":
    keys = [one.key for one in profile.levels]
    yield tree.root
    for key in levels:
        if key not in keys[1:]:
            raise BadParameter("level", f"{key!r} is none of {', '.join(keys[1:])}")
        yield from (tree.by_id(number) for number in tree.at_level(keys.index(key)).tolist())


def _owners_file(path: Path) -> TextIO:
    """A new file for its owner only. Raises BadParameter where there is one."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="")
    except FileExistsError:
        raise BadParameter("passwords", f"there is a file {path} already; name another one") from None
