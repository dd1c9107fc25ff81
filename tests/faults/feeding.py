"""Sources that deliver to a real server whatever happens to it: the same rows again until they are acknowledged."""

import random
import threading
import time
from collections import defaultdict
from typing import Any

import httpx

PATIENCE = httpx.Timeout(5.0)
NEW_YORK = "2011-07-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}-04:00"


class Feeder:
    """One source. `sent` and `acknowledged`: (key, version) of every row; at most one delivery is under way."""

    kind = "events"

    def __init__(self, url: str, key: str, seed: int) -> None:
        self.sent: set[tuple[str, int]] = set()
        self.acknowledged: set[tuple[str, int]] = set()
        self.refusals: list[str] = []
        self._url, self._headers = (
            f"{url}/api/v1/{self.kind}",
            {"Authorization": f"Bearer {key}", "Prefer": "respond-async"},
        )
        self._random = random.Random(seed)  # noqa: S311
        self._versions: dict[str, int] = defaultdict(int)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.kind, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
            while not self._end.is_set():
                batch = [self._next() for _ in range(self._random.randint(1, 20))]
                rows = [self.row(key, version) for key, version in batch]
                self.sent |= set(batch)
                while not self._delivered(client, rows):
                    time.sleep(0.02)
                self.acknowledged |= set(batch)
                if self._random.random() < 0.1:  # an answer that was lost, as it were
                    self._delivered(client, rows)
                time.sleep(0.01)

    def _next(self) -> tuple[str, int]:
        """Usually something new, else a newer version of something known."""
        number = self._random.randint(1, 1 + int(1.5 * len(self._versions)))
        key = f"{self.kind}-{number}"
        self._versions[key] += 1
        return key, self._versions[key]

    def _delivered(self, client: httpx.Client, rows: list[dict[str, Any]]) -> bool:
        try:
            answer = client.post(self._url, headers=self._headers, json=rows)
        except httpx.HTTPError:
            return False
        if answer.status_code == 202:
            body = answer.json()
            if (body["accepted"], body["refused"]) != (len(rows), 0):
                self.refusals.append(answer.text)
            return True
        if answer.status_code not in (429, 503):
            self.refusals.append(answer.text)
        return False

    def row(self, key: str, version: int) -> dict[str, Any]:
        number = int(key.rsplit("-", 1)[1])
        reported = NEW_YORK.format(day=1 + number % 28, hour=number % 24, minute=number % 60, second=0)
        title = f"垃圾 {key} 第{version}版"
        return {
            "source_id": key,
            "version": version,
            "reported_at": reported,
            "title": title,
            "lon": -71.05,
            "lat": 42.05,
        }


class UnitFeeder(Feeder):
    """Positions: the version is the second in which a unit was seen."""

    kind = "units"

    def row(self, key: str, version: int) -> dict[str, Any]:
        hours, seconds = divmod(version, 3600)
        seen = NEW_YORK.format(day=1 + hours // 24, hour=hours % 24, minute=seconds // 60, second=seconds % 60)
        return {"unit": key, "kind": "grid_worker", "duty": "on", "seen_at": seen, "lon": -71.05, "lat": 42.05}
