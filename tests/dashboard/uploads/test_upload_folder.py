"""Files on their way from a browser: owner-only, bounded, removed when nobody asks for them any more."""

from pathlib import Path

import pytest

from dashboard.intake.upload_folder import (
    ABANDONED_AFTER_S,
    LONGEST_NAME,
    MOST_AT_ONCE,
    UploadRefused,
    Uploads,
    safe_name,
)


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def uploads(tmp_path: Path, time: Time) -> Uploads:
    return Uploads(tmp_path, 1_000, time)


def refused(uploads: Uploads, size: int) -> str:
    with pytest.raises(UploadRefused) as refusal:
        uploads.begin("a.csv", size)
    return str(refusal.value)


def test_a_file_comes_in_pieces_and_only_its_owner_may_read_it(uploads: Uploads) -> None:
    key = uploads.begin("../../工单.csv", 5)
    assert uploads.append(key, 0, b"abc") == 3
    with pytest.raises(UploadRefused), uploads.whole(key):
        pass
    assert uploads.append(key, 3, b"de") == 5
    with uploads.whole(key) as path:
        assert (path.name, path.read_bytes()) == ("工单.csv", b"abcde")
        modes = [place.stat().st_mode & 0o777 for place in (path, path.parent, path.parent.parent)]
        assert modes == [0o600, 0o700, 0o700]


@pytest.mark.parametrize(("offset", "piece"), [(1, b"x"), (0, b"x" * 6)])
def test_a_piece_out_of_step_or_too_long_is_not_written(uploads: Uploads, offset: int, piece: bytes) -> None:
    key = uploads.begin("a.csv", 5)
    with pytest.raises(UploadRefused):
        uploads.append(key, offset, piece)
    assert uploads.append(key, 0, b"12345") == 5


def test_empty_and_huge_files_are_refused_in_a_clear_sentence(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 5_000_000)
    assert refused(uploads, 0) == "The file is empty; choose another one."
    assert "5 MB at most" in refused(uploads, 5_000_001)
    assert not list(tmp_path.rglob("*.csv"))
    assert "no room" in refused(Uploads(tmp_path, 1 << 50), 1 << 49)


def test_what_nobody_asks_for_is_removed_and_makes_room(uploads: Uploads, time: Time, tmp_path: Path) -> None:
    keys = [uploads.begin("a.csv", 5) for _ in range(MOST_AT_ONCE)]
    assert "Too many" in refused(uploads, 5)
    time.now = ABANDONED_AFTER_S - 1
    uploads.append(keys[0], 0, b"12345")
    with uploads.whole(keys[0]):
        time.now = 3 * ABANDONED_AFTER_S
        uploads.remove_abandoned()
    assert [path.parent.name for path in tmp_path.rglob("*.csv")] == [keys[0]]
    uploads.abandon(keys[0])
    assert not list(tmp_path.rglob("*.csv"))
    with pytest.raises(UploadRefused):
        uploads.append(keys[0], 5, b"")


def test_a_start_and_an_end_leave_nothing(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 1_000)
    uploads.begin("a.csv", 5)
    again = Uploads(tmp_path, 1_000)
    assert not (tmp_path / "uploads").exists()
    again.begin("a.csv", 5)
    again.close()
    assert not (tmp_path / "uploads").exists()


@pytest.mark.parametrize(
    ("given", "name"),
    [("C:\\Users\\x\\a.csv", "a.csv"), ("..", "file"), ("a\x00b?.csv", "a_b_.csv"), (".xlsx", "xlsx"), ("", "file")],
)
def test_a_name_is_one_that_every_disk_takes(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("案" * 200 + ".geojson")
    assert name.endswith("案.geojson")
    assert len(name.encode()) <= LONGEST_NAME
