"""A server of a city, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.commands import server_file
from dashboard.commands.server_file import ServerAddress

COMMAND = Path(sys.executable).with_name("yiping")


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[ServerAddress]:
    """The address and the key of a server of the city in `folder`; settings: environment variables of it."""
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    command = [str(COMMAND), "serve", "--city", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    try:
        while (known := server_file.read(folder)) is None:
            if process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        yield known
    finally:
        process.terminate()
        process.wait(timeout=60)
