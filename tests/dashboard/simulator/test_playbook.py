"""The playbook of the simulated city: every kind has one entry at a time, but for those that show what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.playbook import declaration, write_playbook
from queries.dispatch.playbook import PLAYBOOK_FILE, playbook_of

DAY = date(2026, 11, 28)


def test_the_playbook_holds_the_kinds_of_the_simulation_and_what_it_lacks(tmp_path: Path) -> None:
    write_playbook(tmp_path, DAY)
    found, said = playbook_of(tmp_path), declaration()
    assert not found.refused
    valid = {one.category: one.department for one in found.entries if one.state(DAY) == "valid"}
    lacking = {*said["without"], *(one["category"] for one in said["ended"])}
    assert lacking < {third for *_, third in kinds().names}
    assert {third for *_, third in kinds().names} - valid.keys() == lacking
    [moved] = said["moved"]
    assert valid[moved["category"]] == moved["department"]
    earlier = {one.category: one.department for one in found.entries if one.state(DAY - timedelta(days=60)) == "valid"}
    assert earlier[moved["category"]] != moved["department"]
    (tmp_path / PLAYBOOK_FILE).write_text("category,department\nx,y\n", encoding="utf-8")
    write_playbook(tmp_path, DAY)  # a city keeps its own
    assert [one.category for one in playbook_of(tmp_path).entries] == ["x"]
