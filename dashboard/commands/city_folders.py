"""Which city is meant: by name, by folder, by the environment, or because there is only one."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.commands import server_file
from dashboard.errors import NoCity
from dashboard.settings import Settings

PROFILE = "city.toml"


@dataclass(frozen=True)
class Chosen:
    """A city folder, and why it was taken when nobody named it (an English sentence, else None)."""

    folder: Path
    because: str | None = None


def cities(home: Path) -> list[Path]:
    """The folders of all cities under `home`, by name."""
    return sorted(file.parent for file in home.glob(f"*/{PROFILE}"))


def new_folder(settings: Settings, name: str) -> Path:
    """Where a city called `name` belongs."""
    return settings.home / name


def choose(settings: Settings, given: str | None) -> Chosen:
    """The city named by `given` (name or folder), by YIPING_CITY, or the only one there is or runs. Raises NoCity."""
    if given:
        return Chosen(named(settings, given))
    if settings.city:
        return Chosen(named(settings, settings.city), f"City {settings.city}, from YIPING_CITY.")
    known = cities(settings.home)
    if len(known) == 1:
        return Chosen(known[0], f"City {known[0].name}, the only one.")
    running = [folder for folder in known if server_file.running(folder)]
    if len(running) == 1:
        return Chosen(running[0], f"City {running[0].name}, the only one with a running server.")
    if not known:
        raise NoCity(f"There is no city in {settings.home}; make one with `yiping init` or `yiping demo`.")
    names = ", ".join(folder.name for folder in known)
    raise NoCity(f"There are several cities ({names}); say which with --city or YIPING_CITY.")


def named(settings: Settings, given: str) -> Path:
    """The folder of the city of this name, else `given` read as a folder. Raises NoCity."""
    for folder in (settings.home / given, Path(given).expanduser()):
        if (folder / PROFILE).is_file():
            return folder.resolve()
    names = ", ".join(folder.name for folder in cities(settings.home)) or "none yet"
    raise NoCity(
        f"There is no city {given!r}: neither a name in {settings.home} ({names}) nor a folder with {PROFILE}."
    )
