"""Keys of sources: random, kept as digests, in a file for its owner alone."""

import stat
from pathlib import Path

import pytest

from dashboard.access import source_keys
from dashboard.access.source_keys import NAME, SourceKeys, create, holders, remove
from dashboard.errors import KeysDamaged


def test_a_key_is_kept_only_as_its_digest_for_its_owner_alone(tmp_path: Path) -> None:
    key = create(tmp_path, "热线.12345")
    assert len(key) >= 43
    assert key not in (tmp_path / NAME).read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert SourceKeys(tmp_path).source_of(key) == "热线.12345"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_every_source_has_its_own(tmp_path: Path) -> None:
    first, second = create(tmp_path, "a"), create(tmp_path, "b")
    keys = SourceKeys(tmp_path)
    assert (keys.source_of(first), keys.source_of(second), keys.source_of(""), keys.source_of("x")) == (
        "a", "b", None, None,
    )  # fmt: skip
    assert remove(tmp_path, "a")
    assert not remove(tmp_path, "a")
    assert (keys.source_of(first), keys.source_of(second)) == (None, "b")
    assert holders(tmp_path) == {"b"}


def test_the_digest_is_no_key(tmp_path: Path) -> None:
    key = create(tmp_path, "a")
    assert SourceKeys(tmp_path).source_of(source_keys.digest(key)) is None


@pytest.mark.parametrize("text", ["nonsense", "[a]\nkey = 1\n", "a = 3\n"])
def test_a_file_that_cannot_be_read_lets_nobody_in_and_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(KeysDamaged, match=NAME):
        SourceKeys(tmp_path).source_of("key")
    with pytest.raises(KeysDamaged):
        create(tmp_path, "a")
