"""Rasters kept on disk: the same placing, built once, never a damaged or an outdated one."""

from pathlib import Path

import numpy as np
import pytest

from geodata.areas.area_tree import AreaTree
from geodata.areas.tree_file import AREAS_FILE, read_tree, write_tree
from geodata.placing import lookup_raster
from geodata.placing import placer as placing
from geodata.placing.placer import Placer
from geodata.placing.raster_folder import FOLDER, RasterFolder


@pytest.fixture
def folder(town: AreaTree, tmp_path: Path) -> Path:
    write_tree(tmp_path, town)
    return tmp_path


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with every raster that is built."""
    times: list[int] = []
    build = lookup_raster.build_raster

    def counted(*given: object) -> object:
        times.append(1)
        return build(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(placing, "build_raster", counted)
    return times


def placer_of(folder: Path) -> Placer:
    return Placer(read_tree(folder), RasterFolder(folder / AREAS_FILE))


def test_a_kept_raster_places_as_the_built_one(folder: Path, town: AreaTree, built: list[int]) -> None:
    lon, lat = np.random.default_rng(1).uniform(-0.5, 4.5, (2, 20_000))
    lon, lat = np.append(lon, [2, 4, 0, np.nan]), np.append(lat, [1, 4, 0, 1])
    expected = Placer(town).place(lon, lat)
    built.clear()
    for _ in range(3):
        assert (placer_of(folder).place(lon, lat) == expected).all()
    assert len(built) == 1


def test_other_areas_get_another_raster_and_the_old_one_goes(folder: Path, town: AreaTree, built: list[int]) -> None:
    placer_of(folder)
    other = read_tree(folder)
    object.__setattr__(other, "grid_version", "2")
    write_tree(folder, other)
    placer_of(folder)
    assert len(built) == 2
    assert len(list((folder / FOLDER).iterdir())) == 1


@pytest.mark.parametrize("file", ["pixels.npy", "ends.npy", "corner.npy", "checksums.json"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_raster_is_built_again(folder: Path, built: list[int], file: str, damage: str) -> None:
    expected = placer_of(folder).place([1, 3.5], [1, 3.5]).tolist()
    [kept] = (folder / FOLDER).glob(f"*/{file}")
    content = kept.read_bytes()
    if damage == "gone":
        kept.unlink()
    else:
        half = len(content) // 2
        kept.write_bytes(content[:half] if damage == "cut" else content[:half] + b"\xff" * 64 + content[half + 64 :])
    assert placer_of(folder).place([1, 3.5], [1, 3.5]).tolist() == expected
    assert len(built) == 2
    assert placer_of(folder).place([1, 3.5], [1, 3.5]).tolist() == expected
    assert len(built) == 2, "the raster that was built again is kept"


def test_without_a_place_to_keep_it_points_are_placed_all_the_same(folder: Path, town: AreaTree) -> None:
    (folder / FOLDER).write_text("no folder")
    assert placer_of(folder).place([1], [1]).tolist() == Placer(town).place([1], [1]).tolist()
    nowhere = Placer(town, RasterFolder(folder / "missing" / AREAS_FILE))
    assert nowhere.place([1], [1]).tolist() == Placer(town).place([1], [1]).tolist()


@pytest.mark.skipif(not Path("/proc/self/smaps").is_file(), reason="resident pages are read from /proc")
def test_pages_of_a_mapped_raster_are_given_back_and_read_again(folder: Path) -> None:
    placer = Placer(read_tree(folder), RasterFolder(folder / AREAS_FILE))
    lon, lat = np.random.default_rng(7).uniform(-0.5, 4.5, (2, 5_000))
    before = placer.place(lon, lat)
    assert _resident_kb(folder, "pixels.npy") > 0
    placer.release_pages()
    assert _resident_kb(folder, "pixels.npy") == 0
    assert (placer.place(lon, lat) == before).all()


def _resident_kb(folder: Path, file: str) -> int:
    """Resident kB of this process that are mapped from files of that name below a folder; other tests have mapped
    rasters of theirs."""
    found, here = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if not line[0].isupper():
            here = line.endswith(file) and str(folder) in line
        elif here and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found
