"""`yiping account`: who may enter a city, with and beside its running server."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from dashboard.cli.messages import PlainErrorGroup, say
from dashboard.cli.numbers.kpi_table import DASH, wide_console
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.errors import BadParameter, NotAllowed, NotFound
from dashboard.settings import Settings
from dashboard.words.moments import date_and_minute

if TYPE_CHECKING:
    from dashboard.access.accounts.account import Account
    from dashboard.access.accounts.city_accounts import CityAccounts
    from geodata.areas.area_tree import AreaTree
    from geodata.city.profile import Profile

EXIT_CODES = "Exit codes: 0 done · 1 cannot be · 2 wrong option or password · 130 Ctrl-C."
HELP = f"""Who may enter a city, in what role, and where they are signed in.

A city without accounts opens on this machine without asking; from the first account on, everybody signs in.

{EXIT_CODES}
"""
ADD_HELP = f"""Make an account. The first one of a city is its admin.

The password is asked for on the terminal, or read from the first line of stdin; it has 12 characters or more.

{EXIT_CODES}

\b
Examples:
  yiping account add wang --city mycity                     the first one: an admin
  yiping account add li --display-name "Li Ming" --role viewer --area 410105000000 --city mycity
  yiping account add chen --role commander < file-with-the-password
  yiping account add zhao --no-password                     who signs in at the organisation's provider
"""
PASSWORD_HELP = f"""Give an account another password; ends its sessions.

{EXIT_CODES}

\b
Example:
  yiping account password li --city mycity
  yiping account password li --no-second-factor    the phone is lost, and so are the recovery codes
"""
FIRST_ROLE, USUAL_ROLE = "admin", "viewer"
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the account.")]
Areas = Annotated[list[str] | None, typer.Argument(metavar="CODE…", help="Codes of areas; none: the whole city.")]


def register(app: typer.Typer) -> None:
    from dashboard.cli.accounts import account_rights  # noqa: PLC0415  (which uses what stands here)

    group = typer.Typer(cls=PlainErrorGroup, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    group.command("add", help=ADD_HELP)(add)
    group.command("list", help=f"List the accounts of a city.\n\n{EXIT_CODES}")(show)
    group.command("role", help=f"Give an account another role.\n\n{EXIT_CODES}")(role)
    group.command("areas", help=f"Say which areas an account sees.\n\n{EXIT_CODES}")(areas)
    group.command("password", help=PASSWORD_HELP)(password)
    group.command("disable", help=f"Keep somebody out: ends all sessions. `--undo` lets in again.\n\n{EXIT_CODES}")(
        disable
    )
    group.command("sessions", help=f"List where an account is signed in.\n\n{EXIT_CODES}")(sessions)
    group.command("revoke", help=f"End one session of an account, or all of them.\n\n{EXIT_CODES}")(revoke)
    account_rights.register(group)
    app.add_typer(group, name="account")


@dataclass(frozen=True)
class OpenedAccounts:
    """The accounts of a city, its areas and its profile."""

    people: "CityAccounts"
    tree: "AreaTree"
    profile: "Profile"


@contextmanager
def opened_accounts(city: str | None) -> Iterator[OpenedAccounts]:
    """Those of the city meant."""
    from dashboard.access.accounts.city_accounts import accounts_of, limits_of  # noqa: PLC0415
    from geodata.areas.tree_file import read_tree  # noqa: PLC0415
    from geodata.city.profile import load_profile  # noqa: PLC0415

    settings = Settings()
    folder = chosen_folder(settings, city)
    profile = load_profile(folder)
    people = accounts_of(folder, profile.name, limits=limits_of(settings))
    try:
        yield OpenedAccounts(people, read_tree(folder), profile)
    finally:
        people.close()


def add(  # noqa: PLR0913  (options of a command)
    name: Name,
    *,
    display_name: Annotated[str, typer.Option("--display-name", help="Name that the screens show.")] = "",
    role: Annotated[str | None, typer.Option("--role", help="The first: admin; later ones: viewer.")] = None,
    area: Annotated[list[str] | None, typer.Option("--area", help="Code of an area; may be repeated.")] = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="They sign in elsewhere (OIDC, proxy).")] = False,
    city: CityOption = None,
) -> None:
    with opened_accounts(city) as opened:
        people = opened.people
        taken = role or (USUAL_ROLE if people.store.is_used() else FIRST_ROLE)
        if taken != FIRST_ROLE and not people.store.is_used():
            raise BadParameter("role", f"the first account of a city is an {FIRST_ROLE}, who makes others")
        account = people.store.new_account(name, role_of_a_person(taken), display_name)
        if people.store.find(account.name):
            raise BadParameter("name", f"there is an account {account.name} already; choose another name")
        account = replace(account, areas=_codes(opened.tree, area))
        if no_password:
            people.store.add(account, None)
        else:
            people.add(account, _given_password())
    typer.echo(f"{account.name} may enter as {taken}.")


def show(city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        accounts = opened.people.store.all()
        sessions = {one.name: len(opened.people.sessions.of(one.name)) for one in accounts}
    table = Table("account", "name", "role", "areas", "factor", "sessions", "status", box=None, padding=(0, 3, 0, 0))
    for one in accounts:
        factor = "yes" if one.has_second_factor else "no"
        status = "disabled" if one.disabled else ""
        areas = ", ".join(one.areas) or "all"
        table.add_row(one.name, one.display_name, one.role, areas, factor, str(sessions[one.name]), status)
    wide_console().print(table)


def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")], city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        account = _person(opened, name)
        changed = replace(account, role=role_of_a_person(role))
        _keep_an_admin(opened, account, changed)
        opened.people.store.change(changed)
    typer.echo(f"{account.name} is {role} now.")


def areas(name: Name, codes: Areas = None, *, city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        account = opened.people.store.named(name)
        changed = replace(account, areas=_codes(opened.tree, codes))
        opened.people.store.change(changed)
    typer.echo(f"{account.name} sees {', '.join(changed.areas) or 'the whole city'}.")


def password(
    name: Name,
    *,
    no_second_factor: Annotated[bool, typer.Option("--no-second-factor", help="Ask for no code any more.")] = False,
    city: CityOption = None,
) -> None:
    with opened_accounts(city) as opened:
        account = _person(opened, name)
        opened.people.set_password(account, _given_password())
        if no_second_factor:
            opened.people.factors.remove(account.name)
    typer.echo(f"{account.name} has another password; sessions have ended.")


def disable(
    name: Name,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Let in again.")] = False,
    city: CityOption = None,
) -> None:
    with opened_accounts(city) as opened:
        account = opened.people.store.named(name)
        changed = replace(account, disabled=not undo)
        _keep_an_admin(opened, account, changed)
        opened.people.store.change(changed)
        ended = 0 if undo else opened.people.sessions.end_all(account.name)
    typer.echo(f"{account.name} may enter again." if undo else f"{account.name} is kept out; {ended} sessions ended.")


def sessions(name: Name, city: CityOption = None) -> None:
    with opened_accounts(city) as opened:
        found = opened.people.sessions.of(opened.people.store.named(name).name)
        zone = ZoneInfo(opened.profile.zone)
    table = Table("session", "since", "last used", "from", "browser", box=None, padding=(0, 3, 0, 0))
    for one in found:
        moments = [date_and_minute(moment, zone) for moment in (one.made_at, one.used_at)]
        table.add_row(one.key, *moments, one.address, one.agent or DASH)
    wide_console().print(table)


def revoke(
    name: Name,
    session: Annotated[str | None, typer.Argument(metavar="[SESSION]", help="As `account sessions` shows it.")] = None,
    *,
    everywhere: Annotated[bool, typer.Option("--all", help="End all of them.")] = False,
    city: CityOption = None,
) -> None:
    if (session is None) != everywhere:
        raise BadParameter("SESSION", "name one session, as `yiping account sessions` shows it, or write --all")
    with opened_accounts(city) as opened:
        account = opened.people.store.named(name)
        if session is None:
            ended = opened.people.sessions.end_all(account.name)
        elif not opened.people.sessions.end(account.name, session):
            raise NotFound(f"{account.name} has no session {session}; `yiping account sessions` shows them.")
        else:
            ended = 1
    typer.echo(f"{ended} ended.")


def role_of_a_person(given: str) -> str:
    """A role that an account of a person can have. Raises BadParameter."""
    from dashboard.access.accounts.account import PEOPLES_ROLES  # noqa: PLC0415

    if given not in PEOPLES_ROLES:
        raise BadParameter("role", f"{given!r} is no role of a person; choose one of {', '.join(PEOPLES_ROLES)}")
    return given


def _codes(tree: "AreaTree", given: list[str] | None) -> tuple[str, ...]:
    """The codes of areas that there are; one of the whole city means all. Raises BadParameter."""
    codes = tuple(dict.fromkeys(tree.area(code).code for code in given or ()))
    return () if tree.root.code in codes else codes


def _person(opened: OpenedAccounts, name: str) -> "Account":
    account = opened.people.store.named(name)
    if account.is_device:
        raise NotAllowed(f"{account.name} is a wall: it has no password, and its role does not change.")
    return account


def _keep_an_admin(opened: OpenedAccounts, before: "Account", after: "Account") -> None:
    """Somebody must be left who can let others in. Raises NotAllowed."""
    from dashboard.access.accounts.last_admin import is_last_admin  # noqa: PLC0415

    if is_last_admin(opened.people.store, before, after):
        raise NotAllowed(f"{before.name} is the only admin; make another one first.")


def _given_password() -> str:
    """The password, typed twice on a terminal, or the first line of stdin."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    say("Reading the password from stdin.")
    return sys.stdin.readline().rstrip("\r\n")
