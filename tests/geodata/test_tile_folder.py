"""Tiles on disk: what was put is got again, and the folder stays within its limit."""

import os
from pathlib import Path

from geodata.tiles.tile_folder import TileFolder


def test_what_was_kept_is_found_again_also_by_another_process(tmp_path: Path) -> None:
    TileFolder(tmp_path, 1000).put("12/3/4", b"tile")
    assert TileFolder(tmp_path, 1000).get("12/3/4") == b"tile"
    assert TileFolder(tmp_path, 1000).get("12/3/5") is None


def test_the_longest_unused_goes_first_when_the_limit_is_reached(tmp_path: Path) -> None:
    kept = TileFolder(tmp_path, 100)
    for number in range(5):
        kept.put(f"1/{number}", bytes(20))
        os.utime(tmp_path / f"1/{number}", (1000 + number, 1000 + number))
    assert kept.get("1/0") is not None  # used again: now the newest
    kept.put("1/5", bytes(20))
    assert [kept.get(f"1/{number}") is None for number in (0, 1, 5)] == [False, True, False]
    assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) <= 100


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    TileFolder(tmp_path / "file", 100).put("1/2", b"tile")
    assert TileFolder(tmp_path / "file", 100).get("1/2") is None
