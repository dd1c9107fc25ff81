"""Whatever encoding stdout has, a command that has done its work ends with exit code 0 (reports-06)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.cli.conftest import process


@pytest.mark.parametrize(
    "encoding", ["ascii", *(pytest.param(one, marks=pytest.mark.soak) for one in ("gbk", "latin-1"))]
)
def test_output_is_spelt_out_where_its_encoding_lacks_a_sign(home: Path, tmp_path: Path, encoding: str) -> None:
    file = write_cases(tmp_path / "新しい工单é.csv", *ROWS)
    loaded = subprocess.run(
        [sys.executable, "-m", "dashboard", "load", str(file)],
        env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": "", "PYTHONIOENCODING": encoding},
        capture_output=True, encoding=encoding, timeout=120, check=False,
    )  # fmt: skip
    assert loaded.returncode == 0, loaded.stderr
    assert ".csv -> source tiny" in loaded.stdout or encoding == "gbk"


def test_json_stays_json_in_any_encoding(home: Path, tmp_path: Path) -> None:
    file = write_cases(tmp_path / "工单 → 😀.csv", *ROWS)
    loaded = process(home, "load", str(file), "--json", PYTHONIOENCODING="ascii")
    said, error = loaded.communicate(timeout=120)
    assert loaded.returncode == 0, error
    assert json.loads(said)[0]["file"] == "工单 → 😀.csv"
