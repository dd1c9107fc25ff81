"""A city opened for one command: through its running server when there is one, else by this process.

Imports inside functions: a question beside a running server must not wait a second for pandas, DuckDB and Dash.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.entries.command_entries import enter_present_command
from dashboard.cli.messages import say
from dashboard.commands import city_folders, server_file
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.commands.city_commands import Commands
    from dashboard.view.registry import Registry

CityOption = Annotated[
    str | None,
    typer.Option("--city", metavar="NAME|FOLDER", help="City name or folder; may be omitted when there is only one."),
]


def chosen_folder(settings: Settings, given: str | None) -> Path:
    """The folder of the city meant; says on stderr which one was taken when nobody named it. The command is entered
    into its audit, where it has to be. Raises NoCity, and AuditNotWritten."""
    chosen = city_folders.choose(settings, given)
    if chosen.because:
        say(chosen.because)
    enter_present_command(chosen.folder)
    return chosen.folder


def set_damaged_store_aside(folder: Path) -> None:
    """Moves a store that cannot be opened out of the way of a rebuild; a healthy or served one is left alone."""
    from queries.values import set_aside_if_damaged  # noqa: PLC0415

    if server_file.running(folder):
        return
    aside = set_aside_if_damaged(folder)
    if aside:
        say(f"The damaged store was put aside as {aside.name}.")


@contextmanager
def opened(settings: Settings, folder: Path) -> Iterator["Commands"]:
    """The commands of the city in `folder`. Raises StoreBusy when another command has it open."""
    address = server_file.running(folder)
    if address:
        from dashboard.commands.remote import RemoteCommands  # noqa: PLC0415

        remote = RemoteCommands(address)
        try:
            yield remote
        finally:
            remote.close()
        return
    from dashboard.commands.city_commands import CityCommands  # noqa: PLC0415
    from queries.city import City  # noqa: PLC0415

    city = City.open(folder, time_limit_s=settings.time_limit_s)
    try:
        yield CityCommands(city, settings, screens=_screens)
    finally:
        city.close()


def _screens() -> "Registry":
    from dashboard.screens.screen_registry import REGISTRY  # noqa: PLC0415

    return REGISTRY
