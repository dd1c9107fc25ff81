"""A real city's own file, where it is at hand: 26 neighbourhoods, one of them invalid."""

from pathlib import Path

import pandas as pd
import pytest

from geodata.areas.tree_file import read_tree
from geodata.founding.new_city import create_city
from geodata.placing.placer import Placer

DATA = Path(__file__).parents[4] / "shared" / "data"
AREAS = DATA / "boston_neighborhoods.geojson"
REQUESTS = DATA / "boston_311_service_requests_2011.zip"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (AREAS.exists() and REQUESTS.exists()), reason="../shared/data holds no Boston files"),
]


def test_boston_is_founded_from_its_own_file(tmp_path: Path) -> None:
    report = create_city(tmp_path / "boston", "boston", [(None, AREAS)], "America/New_York")
    tree = read_tree(tmp_path / "boston")
    assert len(tree) == 27
    assert tree.root.code == "boston"
    assert tree.area("15").name == "Roslindale"
    body = " ".join(report.sentences())
    assert "repaired Hyde Park: Ring Self-intersection" in body
    assert "Fenway and Allston overlap by 31 m²" in body


def test_nearly_every_request_falls_into_a_neighbourhood(tmp_path: Path) -> None:
    create_city(tmp_path / "boston", "boston", [("neighborhood", AREAS)], "America/New_York")
    placer = Placer(read_tree(tmp_path / "boston"))
    requests = pd.read_csv(REQUESTS, usecols=["latitude", "longitude"])
    lon, lat = requests["longitude"].to_numpy(), requests["latitude"].to_numpy()
    placed = placer.place(lon, lat)
    assert (placed > 1).mean() == pytest.approx(0.9997, abs=0.0001)
    assert (placed == placer.place_exactly(lon, lat)).all()
