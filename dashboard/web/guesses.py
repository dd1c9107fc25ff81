"""Wrong secrets, counted for each network. A right one is never counted and never refused."""

from __future__ import annotations

import hashlib
from threading import Lock

from cachetools import TTLCache
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dashboard.web.peers import ONE_NETWORK, network_of

WINDOW_S = 60
REMEMBERED = 20_000


class Guesses:
    """Counts at most `allowed` different wrong secrets a minute for each network, over a moving window.

    The same wrong secret sent again tells its sender nothing new and counts once: a browser whose cookie belongs to an
    older token asks every second, and must not use up what others of its network have.
    """

    def __init__(self, allowed: int) -> None:
        self._limit = RateLimitItemPerMinute(allowed)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._seen: TTLCache[bytes, bool] = TTLCache(REMEMBERED, WINDOW_S)
        self._lock = Lock()

    def wrong(self, address: str, secret: str) -> bool:
        """Counts a wrong secret tried from an address; whether its network has used up what a minute allows."""
        network = network_of(address, ONE_NETWORK)
        seen = hashlib.sha256(f"{network}\0{secret}".encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            if seen in self._seen:
                return not self._limiter.test(self._limit, network)
            self._seen[seen] = True
        return not self._limiter.hit(self._limit, network)
