"""What the documents say is checked where a program can: settings, the KPI example, links, house rules."""

import re
import statistics
import tomllib
from pathlib import Path

import pytest

from dashboard.settings import Settings
from queries.kpis.dictionary import Dictionary

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")
SOURCES = [path for part in ("dashboard", "geodata", "queries") for path in (ROOT / part).rglob("*.py")]


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_in_the_readme(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    missing = [field for field in Settings.model_fields if f"YIPING_{field.upper()}" not in text]
    assert not missing


@pytest.mark.parametrize("name", READMES)
def test_the_example_of_a_kpi_can_be_pasted(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    file = tmp_path / "metrics.toml"
    file.write_text(example[1], encoding="utf-8")
    assert list(Dictionary.read(file)) == list(tomllib.loads(example[1]))


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_the_median_module_is_small() -> None:
    assert statistics.median(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES) < 100


def test_results_are_read_to_their_end() -> None:
    """A result of which only some rows were fetched keeps its snapshot: row versions pile up, no checkpoint is made."""
    assert not [path for path in SOURCES if re.search(r"\.fetch(one|many)\(", path.read_text(encoding="utf-8"))]
