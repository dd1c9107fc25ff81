"""The README's pictures and the ones to look at before a release, taken from the running demo city.

make shots            # the README's, into benchmarks/shots/
python -m benchmarks.pictures.shots --all FOLDER   # every size, theme, language and level
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dashboard.commands.city_folders import new_folder
from dashboard.settings import Settings
from geodata.areas.tree_file import read_tree

FOLDER = Path(__file__).parents[1] / "shots"
COMMAND = Path(sys.executable).with_name("yiping")
CITY = "demo"


@dataclass(frozen=True)
class Shot:
    name: str
    address: str
    size: str


README = (Shot("analyst", "/", "1920x1080"), Shot("wall", "/wall", "3840x1080"))


def every() -> list[Shot]:
    """A pairwise choice of sizes, themes, languages and the levels of the tree."""
    tree = read_tree(new_folder(Settings(), CITY))
    path = [tree.root]
    while children := tree.children(path[-1]):
        path.append(children[len(children) // 2])
    themes, languages = ("dark", "light"), ("zh-CN", "en")
    shots = [
        Shot(f"analyst_{area.level}", f"/?area={area.code}&theme={themes[i % 2]}&lang={languages[i // 2 % 2]}", size)
        for i, (area, size) in enumerate(zip(path, ("1366x768", "1920x1080") * 3, strict=False))
    ]
    shots += [Shot(f"wall_{size}", "/wall", size) for size in ("1920x1080", "3840x1080", "7680x2160")]
    return [
        *shots,
        Shot("wall_en_district", f"/wall?area={path[1].code}&lang=en&theme=light", "1920x1080"),
        Shot("dictionary", "/dictionary", "1920x1080"),
    ]


def take(shot: Shot, folder: Path) -> None:
    """One picture by `yiping snap`, which says itself what is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{shot.name}.png"
    arguments = ["snap", shot.address, "--size", shot.size, "--out", str(out), "--city", CITY]
    subprocess.run([str(COMMAND), *arguments], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    folder = parser.parse_args().all
    if not (new_folder(Settings(), CITY) / "city.toml").is_file():
        subprocess.run([str(COMMAND), "demo", "--build-only"], check=True)
    for shot in every() if folder else README:
        take(shot, folder or FOLDER)


if __name__ == "__main__":
    main()
