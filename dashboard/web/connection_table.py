"""The open connections, counted for each peer, and which of them has to go when there are too many."""

from __future__ import annotations

from typing import Protocol

from dashboard.web.peers import ONE_HOST, network_of
from dashboard.web.proxies import TrustedProxies

RESERVE = 32
"""Connections beyond the limits, for health checks, news and pages when all others are being answered."""


class Connection(Protocol):
    """What the table knows of a connection."""

    peer: str

    def worth(self) -> tuple[int, float] | None:
        """None while it is being answered; else how much it is worth, and since when it waits (seconds). The least is
        dropped first."""

    def drop(self) -> None:
        """Closes it soon."""


class ConnectionTable:
    """Not for several threads: the loop that accepts connections is the only one to use it."""

    def __init__(self, most: int, most_of_a_peer: int, proxies: TrustedProxies) -> None:
        self._most, self._most_of_a_peer, self._proxies = most, most_of_a_peer, proxies
        self._of_peers: dict[str, dict[Connection, None]] = {}
        self.open = self.dropped = 0

    def peer_of(self, address: str) -> str:
        """The peer as which an address is counted."""
        return network_of(address, ONE_HOST)

    def make_room(self, address: str) -> bool | None:
        """Makes room for a connection from an address: True when it is within the limits, where needed because another
        was dropped; False when it takes a place of the reserve; None when there is no room.

        Who has too many loses the one that is worth least; when there are too many altogether, the peer with the most
        does. A declared proxy stands for many, so that only the second limit holds for it.
        """
        peer = self.peer_of(address)
        own = self._of_peers.get(peer, {})
        if len(own) >= self._most_of_a_peer and address not in self._proxies:
            self._drop_one(own)
            if len(own) < self._most_of_a_peer:
                return True
            return False if len(own) < self._most_of_a_peer + RESERVE and self.open < self._most + RESERVE else None
        if self.open < self._most or self._drop_one(max(self._of_peers.values(), key=len)):
            return True
        return False if self.open < self._most + RESERVE else None

    def add(self, connection: Connection) -> None:
        self._of_peers.setdefault(connection.peer, {})[connection] = None
        self.open += 1

    def remove(self, connection: Connection) -> None:
        """Forgets a connection that was closed; a second call does nothing."""
        own = self._of_peers.get(connection.peer, {})
        if connection in own:
            del own[connection]
            self.open -= 1
            if not own:
                del self._of_peers[connection.peer]

    def _drop_one(self, connections: dict[Connection, None]) -> bool:
        worths = [(worth, connection) for connection in connections if (worth := connection.worth()) is not None]
        if not worths:
            return False
        _, connection = min(worths, key=lambda pair: pair[0])
        self.dropped += 1
        self.remove(connection)
        connection.drop()
        return True
