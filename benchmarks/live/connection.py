"""A connection to the server for load generators: HTTP/1.1 kept alive, with next to no work of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """status and body; headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One request at a time. Opens itself at the first need and again when the server has closed it."""

    def __init__(self, server: str, headers: dict[str, str] | None = None) -> None:
        place = urlsplit(server)
        self._host, self._port = place.hostname or "127.0.0.1", place.port or 80
        given = {"Host": place.netloc, **(headers or {})}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Reply:
        return await self._request(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())

    async def post(self, path: str, body: bytes) -> Reply:
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return await self._request(f"POST {path} HTTP/1.1\r\n{self._head}{length}\r\n".encode() + body)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _request(self, asked: bytes) -> Reply:
        try:
            return await self._exchange(asked)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return await self._exchange(asked)

    async def _exchange(self, asked: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(int(head[0].split(" ", 2)[1]), headers, body)
