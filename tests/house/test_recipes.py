"""Every recipe of CONTRIBUTING is followed on a copy of the tree, and the new thing works there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.recipes import Edit, copy_of_the_tree, recipes

CHECKS = Path(__file__).with_name("checks")


def check_of(title: str) -> Path:
    """The program that looks for the new thing: `A URL parameter` → checks/url_parameter.py."""
    return CHECKS / f"{title.lower().removeprefix('a ').removeprefix('an ').replace(' ', '_')}.py"


def test_every_recipe_has_a_check_and_every_check_a_recipe() -> None:
    named = {check_of(title).name for title in recipes()}
    assert named == {file.name for file in CHECKS.glob("*.py") if file.name != "__init__.py"}
    assert len(named) >= 7


@pytest.mark.parametrize(("title", "edits"), recipes().items(), ids=lambda part: part if isinstance(part, str) else "")
def test_a_recipe_works(title: str, edits: list[Edit], tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path / "tree")
    for edit in edits:
        edit.apply(tree)
    assert edits
    checked = subprocess.run(
        [sys.executable, "-m", f"tests.house.checks.{check_of(title).stem}"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "YIPING_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
