"""Every recipe of CONTRIBUTING is followed on a copy of the tree, and the new thing works there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.recipes import copy_of_the_tree, recipes

CHECKS = Path(__file__).with_name("checks")
ONE_AFTER_THE_OTHER = """
import os, runpy, sys
home = os.environ["YIPING_HOME"]
for name in sys.argv[1:]:
    os.environ["YIPING_HOME"] = f"{home}/{name}"
    runpy.run_module(f"tests.house.checks.{name}", run_name="__main__")
"""


def check_of(title: str) -> Path:
    """The program that looks for the new thing: `A URL parameter` → checks/url_parameter.py."""
    return CHECKS / f"{title.lower().removeprefix('a ').removeprefix('an ').replace(' ', '_')}.py"


def test_every_recipe_has_a_check_and_every_check_a_recipe() -> None:
    named = {check_of(title).name for title in recipes()}
    assert named == {file.name for file in CHECKS.glob("*.py") if file.name != "__init__.py"}
    assert len(named) >= 7


def followed(titles: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """The checks of these recipes, one after the other in a process, on one copy of the tree that follows them all."""
    tree = copy_of_the_tree(folder / "tree")
    for title in titles:
        edits = recipes()[title]
        assert edits, title
        for edit in edits:
            edit.apply(tree)
    return subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, *(check_of(title).stem for title in titles)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "YIPING_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_recipes_work_one_beside_the_other(tmp_path: Path) -> None:
    checked = followed(list(recipes()), tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.soak
@pytest.mark.parametrize("title", recipes())
def test_a_recipe_works_alone(title: str, tmp_path: Path) -> None:
    checked = followed([title], tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
