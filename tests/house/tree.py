"""The tree of packages as CONTRIBUTING shows it: every room with the one line that its `__init__` says."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("dashboard", "queries", "geodata")
DOCUMENT = ROOT / "CONTRIBUTING.md"
BEGINS, ENDS = "<!-- tree: written by make bless -->\n```\n", "```\n<!-- end of tree -->"


def packages() -> list[Path]:
    """The folders of all packages of the three floors, each floor from its root down."""
    return [
        file.parent
        for floor in FLOORS
        for file in sorted((ROOT / floor).rglob("__init__.py"), key=lambda file: file.parts)
    ]


def line_of(package: Path) -> str:
    """What a package says of itself."""
    text = (package / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")


def tree() -> str:
    """One line for each package, indented by its depth."""
    lines = []
    for package in packages():
        parts = package.relative_to(ROOT).parts
        name = f"{'  ' * (len(parts) - 1)}{parts[-1]}/"
        lines.append(f"{name:20} {line_of(package)}")
    return "\n".join(lines) + "\n"


def written() -> str:
    """The tree that stands in the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return text.split(BEGINS, maxsplit=1)[1].split(ENDS, maxsplit=1)[0]


def write() -> None:
    """Put the present tree into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGINS, maxsplit=1)
    DOCUMENT.write_text(before + BEGINS + tree() + ENDS + rest.split(ENDS, maxsplit=1)[1], encoding="utf-8")
