"""Scripts that tests hand to another process stand in strings, where no type checker looks."""

import ast
import importlib
import re
from pathlib import Path

from tests.house.tree import ROOT

IMPORTED = re.compile(r"(?m)^\s*from ((?:dashboard|queries|geodata|tests|benchmarks)[\w.]*) import ([\w, ]+)$")


def written_scripts() -> list[tuple[Path, str, str]]:
    """(file, module, names) of each import in a string of the tests and benchmarks."""
    found = []
    for file in sorted([*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [(file, module, names) for module, names in IMPORTED.findall(node.value)]
    return found


def exists(module: str, name: str) -> bool:
    try:
        if not hasattr(importlib.import_module(module), name):
            importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


def test_what_a_script_imports_exists() -> None:
    written = written_scripts()  # here, not while tests are collected: every test process would read all files
    assert written
    missing = [
        (file.relative_to(ROOT).as_posix(), module, name)
        for file, module, names in written
        for name in (part.split(" as ")[0].strip() for part in names.split(","))
        if not exists(module, name)
    ]
    assert not missing
