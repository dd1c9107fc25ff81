"""What `check` finds, and what it advises."""

from pathlib import Path

import pytest

from dashboard.commands import check
from dashboard.settings import Settings


def lines(settings: Settings) -> dict[str, check.Line]:
    return {line.what: line for line in check.environment(settings)}


def test_another_distribution_that_owns_our_packages_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    owners = {"dashboard": ["yiping", "somebody-elses-dashboard"], "queries": ["queries"]}
    monkeypatch.setattr(check, "packages_distributions", lambda: owners)
    found = lines(Settings(home=tmp_path))["packages"]
    assert not found.ok
    assert "somebody-elses-dashboard" in found.found
    assert "queries (queries)" in found.found


def test_a_missing_browser_or_font_comes_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(check, "chinese_fonts", list)
    found = lines(Settings(home=tmp_path, browser=Path("/no/such/browser")))
    assert not found["browser"].ok
    assert "/no/such/browser" in found["browser"].advice
    assert "apt-get install fonts-noto-cjk" in found["Chinese font"].advice


def test_a_home_that_cannot_be_made_is_found(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    assert not lines(Settings(home=blocked / "yiping"))["home"].ok
    assert lines(Settings(home=tmp_path / "new" / "home"))["home"].ok
