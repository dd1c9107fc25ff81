"""Tests that need data beside the checkout are named in the summary when they were left out."""

import pytest

from tests.conftest import SHARED, left_out


def skipped(name: str, keyword: str) -> pytest.TestReport:
    return pytest.TestReport(name, ("a.py", 1, name), {keyword: 1}, "skipped", ("a.py", 1, "Skipped: no file"), "setup")


def test_only_what_needs_the_shared_files_is_named() -> None:
    reports = [skipped("a.py::of_boston", SHARED), skipped("a.py::of_this_machine", "browser")]
    assert left_out(reports) == ["a.py::of_boston  no file"]
