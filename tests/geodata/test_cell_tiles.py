"""Cell tiles: under the middle of every pixel the area that placing that point gives, at every zoom."""

import gzip
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geodata.areas.area_tree import NOWHERE, AreaTree
from geodata.coordinates.web_mercator import TILE_PIXELS, to_degrees, to_world
from geodata.placing.placer import Placer
from geodata.tiles import cell_tiles
from geodata.tiles.cell_tiles import HIGHEST_ZOOM, LOWEST_ZOOM, SIDE, CellTiles, packed, unpacked
from tests.geodata.conftest import Built


def middles(zoom: int, x: int, y: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes of a tile's columns and latitudes of its rows, at the middles of the pixels."""
    scale = TILE_PIXELS << zoom
    pixels = np.arange(SIDE) + 0.5
    return to_degrees((x * TILE_PIXELS + pixels) / scale, (y * TILE_PIXELS + pixels) / scale)


def tile_at(zoom: int, lon: float, lat: float) -> tuple[int, int]:
    x, y = to_world(lon, lat)
    return int(x * 2**zoom), int(y * 2**zoom)


@pytest.fixture(scope="module")
def tiles(zhengzhou: Built, zhengzhou_placer: Placer) -> CellTiles:
    return CellTiles(zhengzhou.tree, zhengzhou_placer)


def test_degrees_and_world_coordinates_are_inverse() -> None:
    lon, lat = np.meshgrid(np.linspace(-179, 179, 13), np.linspace(-84, 84, 13))
    again = to_degrees(*to_world(lon, lat))
    assert np.allclose(again[0], lon)
    assert np.allclose(again[1], lat)
    assert [float(world) for world in to_world(0, 0)] == [0.5, 0.5]


@pytest.mark.parametrize("zoom", [LOWEST_ZOOM, 8, 10, 11, 12, 13, 14, 15, 16, 17, HIGHEST_ZOOM])
def test_a_pixel_holds_the_area_of_its_middle(
    zoom: int, zhengzhou: Built, zhengzhou_placer: Placer, tiles: CellTiles
) -> None:
    """All pixels of four tiles a zoom: equal, but where a border runs within a millionth of a pixel of the middle."""
    random = np.random.default_rng(zoom)
    different = 0
    for number in random.choice(zhengzhou.tree.at_level(5), 4).tolist():
        area = zhengzhou.tree.by_id(number)
        x, y = tile_at(zoom, area.lon, area.lat)
        lon, lat = middles(zoom, x, y)
        different += int((tiles.numbers(zoom, x, y) != zhengzhou_placer.place(lon[None, :], lat[:, None])).sum())
    assert different <= 4


def test_a_painted_area_differs_from_the_exact_one_only_within_half_a_pixel_of_a_border(
    zhengzhou: Built, zhengzhou_placer: Placer, tiles: CellTiles
) -> None:
    tree, random = zhengzhou.tree, np.random.default_rng(5)
    chosen = random.choice(tree.at_level(tree.depth), 400) - 1
    west, south, east, north = tree.bbox[chosen].T
    lon, lat = random.uniform(west, east), random.uniform(south, north)
    exact = zhengzhou_placer.place(lon, lat)
    for zoom in (12, 14, 16):
        x, y = to_world(lon, lat)
        pixel_x, pixel_y = (np.floor(world * (TILE_PIXELS << zoom)).astype(int) for world in (x, y))
        painted = np.array(
            [
                tiles.numbers(zoom, px // TILE_PIXELS, py // TILE_PIXELS)[py % TILE_PIXELS, px % TILE_PIXELS]
                for px, py in zip(pixel_x.tolist(), pixel_y.tolist(), strict=True)
            ]
        )
        wrong = np.flatnonzero(painted != exact)
        pixel_degrees = 360 / (TILE_PIXELS << zoom)
        for one in wrong.tolist():
            assert painted[one] > 0 or exact[one] > 0
            outline = tree.geometry(int(exact[one] or painted[one]))
            distance = shapely.distance(shapely.boundary(outline), shapely.Point(lon[one], lat[one]))
            assert distance <= pixel_degrees * 0.71
        assert len(wrong) <= (1.0 if zoom < 14 else 0.05) * len(exact)


def test_a_tile_repeats_the_first_row_and_column_of_its_neighbours(zhengzhou: Built, tiles: CellTiles) -> None:
    x, y = tile_at(13, zhengzhou.tree.root.lon, zhengzhou.tree.root.lat)
    here, east, south = tiles.numbers(13, x, y), tiles.numbers(13, x + 1, y), tiles.numbers(13, x, y + 1)
    assert (here[:-1, -1] == east[:-1, 0]).mean() > 0.999
    assert (here[-1, :-1] == south[0, :-1]).mean() > 0.999


def test_areas_that_their_children_do_not_cover_and_holes_are_painted_too(town: AreaTree) -> None:
    placer = Placer(town)
    tiles = CellTiles(town, placer)
    for zoom in (6, 7, 8):
        x, y = tile_at(zoom, 2.5, 2.5)
        lon, lat = middles(zoom, x, y)
        assert (tiles.numbers(zoom, x, y) == placer.place(lon[None, :], lat[:, None])).all()


def test_outside_the_city_a_tile_is_empty_and_beyond_the_map_there_is_none(tiles: CellTiles) -> None:
    assert (tiles.numbers(10, 0, 0) == NOWHERE).all()
    for zoom, x, y in ((LOWEST_ZOOM - 1, 0, 0), (HIGHEST_ZOOM + 1, 0, 0), (10, -1, 0), (10, 0, 1024)):
        with pytest.raises(ValueError, match="no tile"):
            tiles.numbers(zoom, x, y)


def test_packing_keeps_every_number_and_is_small(zhengzhou: Built, tiles: CellTiles) -> None:
    root = zhengzhou.tree.root
    for zoom in (9, 12, 15):
        numbers = tiles.numbers(zoom, *tile_at(zoom, root.lon, root.lat))
        data = packed(numbers)
        assert (unpacked(data) == numbers).all()
        assert data == packed(numbers.copy())
        assert len(gzip.compress(data, 6)) < 200_000


def test_border_lines_are_found_once_and_read_from_their_file_afterwards(
    tmp_path: Path, zhengzhou: Built, zhengzhou_placer: Placer, tiles: CellTiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "city" / "tiles" / "edges" / "1.npz"
    (tmp_path / "city").mkdir()
    root = zhengzhou.tree.root
    x, y = tile_at(12, root.lon, root.lat)

    def cut() -> NDArray[np.int32]:
        return CellTiles(zhengzhou.tree, zhengzhou_placer, edges_file=file).numbers(12, x, y)

    expected = tiles.numbers(12, x, y)
    assert (cut() == expected).all()
    with monkeypatch.context() as only_reading:
        only_reading.setattr(cell_tiles, "bin_edges", lambda *_: pytest.fail("found again"))
        assert (cut() == expected).all()
    file.write_bytes(file.read_bytes()[:1000])
    assert (cut() == expected).all(), "a torn file is made again"
    assert len(file.read_bytes()) > 1000
