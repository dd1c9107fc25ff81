"""The recipes of CONTRIBUTING as edits: what a person would type, applied to a copy of the tree.

A recipe is a section `### A …` under `## Recipes`. Its blocks name the file that they change in their first line: a
block of a new file is the file, a `diff` block adds its `+` lines behind its context, before it where they stand first,
or at the end without context; lines with `-` go.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import DOCUMENT, ROOT

COPIED = ("dashboard", "queries", "geodata", "assets", "tests", "pyproject.toml", "CONTRIBUTING.md")
_BLOCK = re.compile(r"^```(\w+) (\S+/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Edit:
    """One block of a recipe: `language` is `diff` or that of a new file, `path` counts from the root of the tree."""

    language: str
    path: str
    text: str

    def apply(self, tree: Path) -> None:
        """Change the file in a copy of the tree. Raises ValueError where the context is not, or not once, there."""
        file = tree / self.path
        if self.language != "diff":
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.exists():
                raise ValueError(f"{self.path} is there already; a recipe changes it by a diff")
            file.write_text(self.text, encoding="utf-8")
            return
        present = file.read_text(encoding="utf-8")
        lines = self.text.splitlines()
        context = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
        stays = "".join(f"{line[1:]}\n" for line in lines if line.startswith(" "))
        added = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
        if [line for line in lines if line[:1] not in " +-"]:
            raise ValueError(f"a diff of {self.path} has lines that neither stay nor are added nor go")
        if not context:
            file.write_text(f"{present.rstrip()}\n\n{added}", encoding="utf-8")
            return
        if present.count(context) != 1:
            raise ValueError(f"{self.path} holds the context of the recipe {present.count(context)} times:\n{context}")
        changed = added + stays if lines[0].startswith("+") else stays + added
        file.write_text(present.replace(context, changed), encoding="utf-8")


def recipes() -> dict[str, list[Edit]]:
    """Title → edits, in the order of the document."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("\n## Recipes\n")[2].partition("\n## ")[0]
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    return {
        section.partition("\n")[0].strip(): [Edit(*found) for found in _BLOCK.findall(section)] for section in sections
    }


def copy_of_the_tree(target: Path) -> Path:
    """A copy that a recipe may change; what is compiled comes along, and stays valid where the source does."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("node_modules"))
        else:
            shutil.copy2(source, target / name)
    return target
