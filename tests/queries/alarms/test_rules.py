"""Rules are data: those of the program are right, a city's own take their place, and each mistake is said."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from queries.alarms.rule import KINDS
from queries.alarms.rule_file import read_rules
from queries.errors import RulesError
from queries.governance.loop_declaration import metrics_of_loops, read_loops
from queries.kpis.dictionary import Dictionary

HEAD = 'zh = "一"\nen = "One"\nseverity = "notice"\n'


def read(folder: Path, text: str) -> dict[str, object]:
    (folder / "alarms.toml").write_text(text, "utf-8")
    return dict(read_rules(folder / "alarms.toml", whole_dictionary()))


@cache
def whole_dictionary() -> Dictionary:
    """With the KPIs of the loops, as a city has it."""
    listed = Dictionary.read()
    return Dictionary({**listed, **metrics_of_loops(read_loops(listed).values())})


def test_those_of_the_program_are_of_every_kind_and_none_is_needed_of_a_city(tmp_path: Path) -> None:
    rules = read_rules(tmp_path / "alarms.toml", whole_dictionary())
    assert {rule.kind for rule in rules.values()} == set(KINDS)


def test_a_city_changes_ends_and_adds_rules(tmp_path: Path) -> None:
    own = '[sources_silent]\noff = true\n[case_cluster]\nkind = "threshold"\nkpi = "open"\nlevels = [0]\nabove = 1\n'
    rules = read(tmp_path, own + HEAD)
    assert not rules.keys() & {"sources_silent"}
    assert getattr(rules["case_cluster"], "above", None) == 1


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ('kind = "treshold"', "none of threshold"),
        ('kind = "threshold"\nlevels = [0]\nabove = 1', "needs kpi"),
        ('kind = "threshold"\nkpi = "opened"\nlevels = [0]\nabove = 1', "no KPI 'opened'"),
        ('kind = "threshold"\nkpi = "open"\ndenominator = "x"\nlevels = [0]\nabove = 1', "'x' is no denominator"),
        ('kind = "threshold"\nkpi = "open"\nabove = 1', "either levels"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [-1]\nabove = 1', "from 0"),
        ('kind = "threshold"\nkpi = "open"\nby = "person"\nabove = 1', "none of department"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [0]', "either above or below"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [0]\nabove = 1\nclear = 2', "where all is well"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [0]\nbelow = 2\nclear = 1', "where all is well"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [0]\nabove = "1"', "another type"),
        ('kind = "threshold"\nkpi = "open"\nlevels = [0]\nabove = 1\nhold_minutes = -1', "0 or more"),
        ('kind = "outside_band"\nkpi = "online"\nside = "above"\nlevels = [0]', "does not count cases"),
        ('kind = "outside_band"\nkpi = "open"\nside = "beside"\nlevels = [0]', "none of above, below"),
        ('kind = "outside_band"\nkpi = "open"\nside = "above"\nlevels = [0]\nabove = 3', "has levels, and neither"),
        ('kind = "limit_near"\nspent = 80\nlevels = [0]\nabove = 3', "none of 75, 90"),
        ('kind = "cluster"\ncategory = "title"\ncases = 3\nmetres = 100\nminutes = 60', "none of category1"),
        ('kind = "cluster"\ncategory = "category1"\ncases = 3\nmetres = 9000\nminutes = 60', "5,000 at most"),
        ('kind = "cluster"\ncategory = "category1"\ncases = 3\nmetres = 90\nminutes = 60\nclear = 4', "2 or more"),
        ('kind = "silence"\nof = "devices"\nabove = 2', "a share"),
        ('kind = "silence"\nof = "units"', "none of source, devices"),
        ('kind = "roll_call"', "needs above"),
        ('kind = "roll_call"\nabove = 0.1\nclear = 0.2', "clear no more than it"),
        ('kind = "silence"\nof = "source"\nloud = true', "loud is unknown"),
    ],
)
def test_a_mistake_is_said_with_its_file_and_key(tmp_path: Path, rule: str, why: str) -> None:
    with pytest.raises(RulesError, match="mine") as refused:
        read(tmp_path, f"[mine]\n{HEAD}{rule}\n")
    assert why in str(refused.value)


@pytest.mark.parametrize("text", ["[mine", "mine = 3"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(RulesError, match=r"alarms\.toml"):
        read(tmp_path, text)
