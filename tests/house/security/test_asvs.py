"""The table of OWASP ASVS is whole, the tests that it names exist, and the README counts as it does."""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
TESTS = ROOT / "tests"
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("asvs.toml").read_text("utf-8"))
REQUIREMENTS: dict[str, dict[str, Any]] = TABLE["requirements"]
STATES = ("met_by", "not_applicable", "not_met")
HOW_MANY = {"1": 70, "2": 183}
"""Requirements of ASVS 5.0.0 by their level."""


def identifiers(level: str) -> list[str]:
    """`1.2.3` of each requirement of a level."""
    sections = [one.rpartition(".") for one in TABLE["levels"][level].split()]
    return [f"{section}.{number}" for section, _, numbers in sections for number in numbers.split(",")]


@cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef))


def state_of(about: dict[str, Any]) -> str:
    [state] = about.keys() - {"about"}
    return str(state)


@pytest.mark.parametrize("level", HOW_MANY)
def test_the_list_has_every_requirement_of_the_standard(level: str) -> None:
    assert len(set(identifiers(level))) == len(identifiers(level)) == HOW_MANY[level]


def test_every_requirement_is_judged_once_in_one_way_with_words() -> None:
    assert sorted(REQUIREMENTS) == sorted([*identifiers("1"), *identifiers("2")])
    for name, about in REQUIREMENTS.items():
        assert state_of(about) in STATES, name
        assert about["about"].strip(), name
        assert about[state_of(about)], name


def test_every_test_that_is_named_exists() -> None:
    for name, about in REQUIREMENTS.items():
        for one in about.get("met_by", ()):
            path, _, function = one.partition("::")
            assert function.startswith("test_"), name
            assert (TESTS / path).is_file(), (name, one)
            assert function in functions(TESTS / path), (name, one)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_counts_as_the_table_does_and_names_what_is_not_met(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    section = next(part for part in re.split(r"^## ", text, flags=re.MULTILINE) if "ASVS" in part.splitlines()[0])
    counts = Counter(state_of(about) for about in REQUIREMENTS.values())
    row = [
        int(number) for number in re.findall(r"\b\d+\b", next(line for line in section.splitlines() if "253" in line))
    ]
    assert row == [sum(HOW_MANY.values()), *(counts[state] for state in STATES)]
    named = set(re.findall(r"\b\d+\.\d+\.\d+\b", section.replace("5.0.0", "")))
    assert named == {name for name, about in REQUIREMENTS.items() if state_of(about) == "not_met"}
