"""server.json: secret, removed by its owner only, and ignored when it is stale."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from dashboard.commands import server_file
from dashboard.commands.server_file import ServerAddress


def dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    server_file.write(tmp_path, ServerAddress("http://127.0.0.1:1", "key", os.getpid()))
    assert stat.S_IMODE((tmp_path / "server.json").stat().st_mode) == 0o600
    assert server_file.read(tmp_path) == ServerAddress("http://127.0.0.1:1", "key", os.getpid())


def test_the_file_of_another_server_is_left_alone(tmp_path: Path) -> None:
    server_file.write(tmp_path, ServerAddress("http://127.0.0.1:1", "key", 1))
    server_file.remove(tmp_path, 2)
    assert server_file.read(tmp_path)
    server_file.remove(tmp_path, 1)
    assert server_file.read(tmp_path) is None


def test_a_file_whose_process_is_gone_means_no_server(tmp_path: Path) -> None:
    server_file.write(tmp_path, ServerAddress("http://127.0.0.1:1", "key", dead_process()))
    assert server_file.running(tmp_path) is None


def test_a_living_process_that_does_not_listen_is_no_server(tmp_path: Path) -> None:
    server_file.write(tmp_path, ServerAddress("http://127.0.0.1:1", "key", os.getpid()))
    assert server_file.running(tmp_path) is None


def test_a_broken_file_means_no_server(tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"url": "http://127.0.0.1:1"}', '{"url": 1, "key": 2, "pid": "x"}'):
        (tmp_path / "server.json").write_text(text)
        assert server_file.running(tmp_path) is None
