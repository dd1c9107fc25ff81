"""The rooms of the house: none too full, each says what lies in it, and the documents show the tree as it is."""

import ast
import os
import subprocess
from collections import Counter
from pathlib import Path

from tests.house.tree import ROOT, packages, tree, write, written

MOST_FILES = 20
MOST_LINES = 400
LONG_FUNCTION, FEW = 40, 0.01
PLACES = ("dashboard", "queries", "geodata", "assets", "tests", "benchmarks")
SOURCES = sorted(path for floor in ("dashboard", "queries", "geodata") for path in (ROOT / floor).rglob("*.py"))


def tracked() -> list[Path]:
    """Files that belong to the project: those git knows, or, without git, those that are no caches."""
    listed = subprocess.run(["git", "ls-files", "--", *PLACES], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [Path(name) for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    files = (file.relative_to(ROOT) for place in PLACES for file in (ROOT / place).rglob("*") if file.is_file())
    return [file for file in files if "__pycache__" not in file.parts]


def test_no_folder_holds_more_than_twenty_files() -> None:
    files = Counter(file.parent for file in tracked())
    assert not {str(folder): count for folder, count in files.items() if count > MOST_FILES}


def test_a_package_says_in_one_line_what_lies_in_it_and_nothing_else() -> None:
    for package in packages():
        tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
        described = ast.get_docstring(tree) or ""
        assert described.endswith("."), package
        if package.name != "cli":  # the entry point of the command stands there
            assert "\n" not in described, package
            assert len(tree.body) == 1, package


def test_contributing_shows_the_tree_as_it_is() -> None:
    if os.environ.get("YIPING_BLESS"):
        write()
    assert written() == tree()


def test_functions_stay_short() -> None:
    functions = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONG_FUNCTION]
    assert len(long) <= FEW * len(functions), long


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    written = [path for path in tracked() if path.suffix in (".py", ".js", ".css")]
    lines = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in written}
    assert len(lines) > 500
    assert not {path: count for path, count in lines.items() if count > MOST_LINES}


def test_two_classes_never_share_a_name() -> None:
    """Models of the HTTP API and payloads of the browser are apart: they have the published names of what they show."""
    places: dict[str, list[str]] = {}
    for path in SOURCES:
        if "schemas" in path.parent.parts or path.name == "payloads.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert not {name: paths for name, paths in places.items() if len(paths) > 1}
