"""Sentences for people lie in the catalogue: Chinese stands in a Python string only where it is data of a parser."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

HAN = re.compile(r"[\u3400-\u9fff]")
FLOORS = ("dashboard", "queries", "geodata")
EXAMPLE = "help in English with an example of what a user would write"
MASKING = "what stands around numbers and names in Chinese text, as patterns of the masking"
VOCABULARY = "names by which columns and levels of boundary files are recognised"
DEMO_CITY = "published names of Zhengzhou, and how the names of its areas are made"
WRITINGS = "how dates are written in delivered files"
DATA = {
    "dashboard/api/description/parameters.py": EXAMPLE,
    "dashboard/cli/application.py": "the name of the program in its help",
    "dashboard/cli/init.py": EXAMPLE,
    "dashboard/cli/load.py": EXAMPLE,
    "dashboard/cli/open_file.py": EXAMPLE,
    "dashboard/simulator/places.py": DEMO_CITY,
    "dashboard/simulator/table.py": DEMO_CITY,
    "geodata/founding/founding_from_cases.py": VOCABULARY,
    "geodata/founding/level_names.py": VOCABULARY,
    "geodata/zhengzhou/": DEMO_CITY,
    "queries/conversion/column_names.py": EXAMPLE,
    "queries/conversion/times.py": WRITINGS,
    "queries/conversion/writings/time_shapes.py": WRITINGS,
    "queries/privacy/": MASKING,
}
"""Modules (or rooms, with / at the end) whose strings may hold Chinese, each with its reason."""


def chinese_strings(file: Path) -> list[str]:
    """String literals of a module that hold a Chinese character; strings that stand alone describe and do not count."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone)
    return [f"{file.relative_to(ROOT)}:{node.lineno}" for node in literals if HAN.search(str(node.value))]


def modules() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (ROOT / floor).rglob("*.py")


def place_of(file: Path) -> str | None:
    name = file.relative_to(ROOT).as_posix()
    return next((place for place in DATA if name == place or (place.endswith("/") and name.startswith(place))), None)


def test_chinese_sentences_stand_in_the_catalogue_and_not_in_python() -> None:
    assert [line for file in modules() if not place_of(file) for line in chinese_strings(file)] == []


def test_a_sentence_in_python_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.house.test_sentences.ROOT", tmp_path)
    (tmp_path / "module.py").write_text('"""城市"""\nSAID = f"来源 {1}"\n', encoding="utf-8")
    assert chinese_strings(tmp_path / "module.py") == ["module.py:2"]


def test_every_exception_is_still_needed() -> None:
    assert {place_of(file) for file in modules() if chinese_strings(file)} == set(DATA)
