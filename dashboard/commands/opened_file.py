"""The city that belongs to a file of cases: the one made for it before, else a new name taken from the file's name."""

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from dashboard.commands import city_folders
from dashboard.commands.city_folders import PROFILE
from dashboard.settings import Settings

OPENED_FILE = "opened.json"
"""In the city's folder: for which file `yiping open` made it."""


@dataclass(frozen=True)
class CityOfFile:
    """name and folder of the city; exists: whether it has been made for this file already."""

    name: str
    folder: Path
    exists: bool


def city_of_file(settings: Settings, file: Path, name: str | None) -> CityOfFile:
    """The city for `file`; a city of that name that was made otherwise is not touched, the next free name is taken.

    With a `name` that very city, which may have been made in any way."""
    if name:
        folder = city_folders.new_folder(settings, name)
        return CityOfFile(name, folder, (folder / PROFILE).is_file())
    stem = name_of(file)
    for number in count(1):
        one = stem if number == 1 else f"{stem}-{number}"
        folder = city_folders.new_folder(settings, one)
        exists = (folder / PROFILE).is_file()
        if not exists or _made_for(folder) == str(file.resolve()):
            return CityOfFile(one, folder, exists)
    raise AssertionError


def remember(folder: Path, file: Path) -> None:
    """Write down that the city was made for this file."""
    (folder / OPENED_FILE).write_text(json.dumps({"file": str(file.resolve())}), encoding="utf-8")


def name_of(file: Path) -> str:
    """Small letters, digits and hyphens of the file's name; without any, `city` and a few letters of its digest."""
    stem = file.name.split(".")[0]
    latin = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return latin[:40].strip("-") or f"city-{hashlib.sha256(stem.encode()).hexdigest()[:6]}"


def title_of(file: Path) -> str:
    """The file's name as people write it."""
    return re.sub(r"[_\s]+", " ", file.name.split(".")[0]).strip() or file.name


def _made_for(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / OPENED_FILE).read_text(encoding="utf-8"))["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
