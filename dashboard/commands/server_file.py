"""server.json in the city's folder: where the running server is, for the commands of the same person."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

NAME = "server.json"


@dataclass(frozen=True)
class ServerAddress:
    """`url` on loopback, without a path; `key` lets commands through the gate; `pid` is the server's process.

    `ahead_s`: seconds that the city's clock is ahead of the wall's (negative: behind).
    """

    url: str
    key: str
    pid: int
    ahead_s: float = 0.0


def write(folder: Path, address: ServerAddress) -> None:
    """Writes server.json, readable by its owner only from the first byte on."""
    part = folder / f"{NAME}.{address.pid}"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(address), file)
    part.replace(folder / NAME)


def read(folder: Path) -> ServerAddress | None:
    """What server.json says, or None when there is none or it is no such file."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return ServerAddress(str(data["url"]), str(data["key"]), int(data["pid"]), float(data.get("ahead_s", 0.0)))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remove(folder: Path, pid: int) -> None:
    """Removes server.json when it is that of process `pid`."""
    address = read(folder)
    if address and address.pid == pid:
        (folder / NAME).unlink(missing_ok=True)


def running(folder: Path) -> ServerAddress | None:
    """The server of this city when its process lives and answers to the key; a stale file counts as no server."""
    address = read(folder)
    if address is None or not _lives(address.pid):
        return None
    try:
        headers = {"Authorization": f"Bearer {address.key}"}
        with httpx.Client(timeout=5, trust_env=False) as client:
            data = client.post(f"{address.url}/api/v1/commands/hello", headers=headers, json={})
    except httpx.TimeoutException:
        return address
    except httpx.HTTPError:
        return None
    return address if data.status_code == 200 else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
