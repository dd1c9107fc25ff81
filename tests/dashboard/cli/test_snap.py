"""Photographs: exact sizes, and a sentence whenever one cannot be taken."""

import struct
from pathlib import Path

import pytest

from dashboard.exports import browser
from tests.dashboard.cli.conftest import Yiping, process


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "screen.png"


def test_without_a_browser_the_sentence_says_what_to_install(
    yiping: Yiping, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "EXECUTABLES", ())
    done = yiping("snap", "/wall", "--out", str(out))
    assert done.exit_code == 1
    assert "apt-get install chromium fonts-noto-cjk" in done.stderr


def test_without_a_chinese_font_the_sentence_says_what_to_install(
    yiping: Yiping, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda settings: Path("/bin/true"))
    monkeypatch.setattr(browser, "chinese_fonts", list)
    done = yiping("snap", "/wall", "--out", str(out))
    assert done.exit_code == 1
    assert "apt-get install fonts-noto-cjk" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("snap", "wall", "--out", "a.png"), 2, "PATH"),
        (("snap", "//evil.example/", "--out", "a.png"), 2, "PATH"),
        (("snap", "/", "--out", "a.png", "--size", "big"), 2, "size"),
        (("snap", "/", "--out", "a.png", "--size", "0x10"), 1, "0x10"),
        (("snap", "/", "--out", "a.gif"), 1, ".png"),
        (("snap", "/", "--out", "missing/folder/a.png"), 1, "folder"),
        (("snap", "/"), 2, "--out"),
    ],
)
def test_what_cannot_be_photographed_is_refused(
    yiping: Yiping, arguments: tuple[str, ...], code: int, word: str
) -> None:
    done = yiping(*arguments)
    assert done.exit_code == code
    assert word in done.stderr


def size_of(png: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height


@pytest.mark.browser
def test_a_photograph_has_exactly_the_pixels_asked_for(yiping: Yiping, out: Path) -> None:
    done = yiping("snap", "/wall", "--size", "1366x768", "--scale", "2", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert size_of(out) == (2732, 1536)


@pytest.mark.browser
def test_an_address_that_is_no_screen_is_not_photographed(yiping: Yiping, out: Path) -> None:
    done = yiping("snap", "/no-such-screen", "--out", str(out))
    assert done.exit_code == 1
    assert "404" in done.stderr
    assert not out.exists()


@pytest.mark.browser
def test_a_page_that_is_never_ready_is_given_up_with_a_sentence(home: Path, out: Path) -> None:
    snapping = process(home, "snap", "/healthz", "--out", str(out), "--wait", "2")
    _, stderr = snapping.communicate(timeout=60)
    assert snapping.returncode == 1
    assert "not ready within 2 s (the page has not begun)" in stderr
