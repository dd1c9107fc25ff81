"""Refusals of one network and kind: the first is entered at once, those of the next minute together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from dashboard.access.audit.audit_entry import AuditEntry, is_summed

SUMMED_FOR = timedelta(minutes=1)
MOST_NETWORKS = 1000
OTHERS = "other networks"
_Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Minute:
    until: datetime
    more: AuditEntry | None


class RefusalSums:
    """What came since the first refusal of each minute. One thread at a time."""

    def __init__(self) -> None:
        self._minutes: dict[_Key, _Minute] = {}

    def due(self, entry: AuditEntry) -> list[AuditEntry]:
        """What is to be written when this entry comes: itself unless it is summed up."""
        found = self.ended(entry.at)
        if not (is_summed(entry.kind) and entry.outcome == "refused"):
            return [*found, entry]
        key = _key(entry)
        if key not in self._minutes and len(self._minutes) >= MOST_NETWORKS:
            entry = replace(entry, who="", origin=OTHERS, what={})
            key = _key(entry)
        minute = self._minutes.get(key)
        if minute is None:
            self._minutes[key] = _Minute(entry.at + SUMMED_FOR, None)
            return [*found, entry]
        count = (minute.more.count if minute.more else 0) + entry.count
        self._minutes[key] = replace(minute, more=replace(entry, count=count))
        return found

    def ended(self, now: datetime | None) -> list[AuditEntry]:
        """The sums of the minutes that have ended by a moment; of all for None."""
        over = [key for key, minute in self._minutes.items() if now is None or minute.until <= now]
        ended = [self._minutes.pop(key).more for key in over]
        return [entry for entry in ended if entry is not None]


def _key(entry: AuditEntry) -> _Key:
    why = " ".join(entry.what.get(name, "") for name in ("reason", "ability", "account"))
    return entry.kind, entry.who, network_of(entry.origin), why


def network_of(origin: str) -> str:
    """The network that an address counts to: itself, or of IPv6 its /64."""
    try:
        address = ip_address(origin)
    except ValueError:
        return origin
    return origin if address.version == 4 else str(ip_network(f"{address}/64", strict=False))
