from pathlib import Path

import pandas as pd
import pytest

from tests.acceptance import small_city
from tests.acceptance.command_line import CommandLine
from tests.geodata.conftest import zhengzhou

__all__ = ["zhengzhou"]


@pytest.fixture(scope="module")
def small_cases() -> pd.DataFrame:
    return small_city.cases()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, small_cases: pd.DataFrame) -> CommandLine:
    """The small city, initialised and loaded by the installed command."""
    folder = tmp_path_factory.mktemp("small")
    boundaries = small_city.write_boundaries(folder / "neighborhoods.geojson")
    cases = folder / "cases.csv"
    small_cases.to_csv(cases, index=False)
    command = CommandLine(folder / "home")
    command.run_installed("init", "small", "--areas", boundaries, "--zone", small_city.ZONE)
    command.run_installed("load", cases, "--city", "small")
    return command


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not beside this checkout")
    return folder
