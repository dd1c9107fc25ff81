"""Photographs: exact sizes, and a sentence whenever one cannot be taken."""

import struct
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dashboard.errors import SnapRefused
from dashboard.exports import browser, browser_limit, photograph
from dashboard.exports.photograph import Photograph
from dashboard.settings import Settings
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


@pytest.mark.browser
def test_a_print_is_pages_of_paper_without_controls(yiping: Yiping, out: Path) -> None:
    done = yiping("snap", "/?theme=dark&lang=zh-CN", "--wait", "300", "--out", str(out.with_suffix(".pdf")))
    assert done.exit_code == 0, done.output
    print_ = PdfReader(out.with_suffix(".pdf"))
    pages = [unicodedata.normalize("NFKC", page.extract_text()).replace("⻚", "页") for page in print_.pages]
    for number, text in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {len(pages)} 页" in text
        assert "统计时段 " in text
        assert "数据截至 " in text
        assert "已入库的记录" in text
    whole = "".join(pages)
    assert "上报数" in whole
    for control in ("浅色", "English", "指标：", "案件清单", "打印"):
        assert control not in whole
    root = print_.root_object
    assert str(root["/Lang"]) == "zh-CN"
    assert cast(DictionaryObject, root["/MarkInfo"])["/Marked"]
    assert print_.metadata is not None
    assert "一屏" in str(print_.metadata.title)


def test_paper_is_the_theme_unless_a_screen_is_taken_as_seen(tmp_path: Path) -> None:
    asked = Photograph("http://127.0.0.1:1/?theme=dark&period=7d", tmp_path / "a.pdf", (1920, 1080))
    assert asked.address == "http://127.0.0.1:1/?period=7d&theme=paper"
    assert replace(asked, as_seen=True).address == asked.url


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a page that never ends what it is asked first, so that its browser answers nothing."""

    class Hanging(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(
                b"<p>here</p><script>document.documentElement.toggleAttribute = () => { for (;;); }</script>"
            )

        def log_message(self, format: str, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hanging) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.browser
def test_a_browser_that_hangs_is_killed_with_all_its_processes(
    hanging: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photograph, "TAKING_S", 1.0)
    seen: list[int] = []
    ended = browser_limit.browser_processes

    def remembered() -> list[int]:
        seen.extend(ended())
        return list(seen)

    monkeypatch.setattr(browser_limit, "browser_processes", remembered)
    with pytest.raises(SnapRefused, match="no longer answered, and was ended"):
        photograph.snap(Photograph(hanging, out, (800, 600), time_limit_s=1.0), Settings())
    assert seen
    assert not [one for one in seen if is_running(one)]
    assert list(out.parent.iterdir()) == []


def is_running(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def test_only_its_own_origin_is_asked() -> None:
    is_elsewhere = photograph.elsewhere("http://127.0.0.1:8050/wall").search
    assert is_elsewhere("http://127.0.0.1:80501/")
    assert is_elsewhere("https://evil.example/http://127.0.0.1:8050/")
    assert is_elsewhere("file:///etc/passwd")
    assert not is_elsewhere("http://127.0.0.1:8050/styles/a.css")
    assert not is_elsewhere("blob:http://127.0.0.1:8050/1")
