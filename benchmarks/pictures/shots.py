"""The README's pictures, taken from the demo city; those to look at before a release are taken by every_screen.py.

make shots            # into benchmarks/shots/
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dashboard.commands.city_folders import new_folder
from dashboard.settings import Settings

FOLDER = Path(__file__).parents[1] / "shots"
COMMAND = Path(sys.executable).with_name("yiping")
CITY = "demo"


@dataclass(frozen=True)
class Shot:
    """A picture of an address; size: as `yiping snap` takes it."""

    name: str
    address: str
    size: str


README = (Shot("analyst", "/?period=7d", "1920x1080"), Shot("wall", "/wall?period=7d", "3840x1080"))
"""Of a week: at midnight a day has nothing to show yet."""


def take(shot: Shot, folder: Path) -> None:
    """One picture by `yiping snap`, which says itself what is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{shot.name}.png"
    arguments = ["snap", shot.address, "--as-seen", "--size", shot.size, "--out", str(out), "--city", CITY]
    subprocess.run([str(COMMAND), *arguments], check=True)


def main() -> None:
    if not (new_folder(Settings(), CITY) / "city.toml").is_file():
        subprocess.run([str(COMMAND), "demo", "--build-only"], check=True)
    for shot in README:
        take(shot, FOLDER)


if __name__ == "__main__":
    main()
