"""Who has too many connections loses the one that is worth least; others are not touched."""

from ipaddress import ip_network

from dashboard.web.connection_table import RESERVE, ConnectionTable
from dashboard.web.proxies import TrustedProxies

PROXIES = TrustedProxies([ip_network("10.0.0.0/24")], "x-forwarded")


class Line:
    """A connection of known worth."""

    def __init__(self, table: ConnectionTable, address: str, worth: tuple[int, float] | None = (0, 0.0)) -> None:
        self.peer, self.is_dropped, self._worth = table.peer_of(address), False, worth

    def worth(self) -> tuple[int, float] | None:
        return self._worth

    def drop(self) -> None:
        self.is_dropped = True


def connected(table: ConnectionTable, address: str, worths: list[tuple[int, float] | None]) -> list[Line]:
    """Connections from an address, as far as there is room."""
    lines = []
    for worth in worths:
        if table.make_room(address) is not None:
            lines.append(Line(table, address, worth))
            table.add(lines[-1])
    return lines


def test_a_peer_with_too_many_loses_the_one_that_is_worth_least() -> None:
    table = ConnectionTable(100, 3, PROXIES)
    others = connected(table, "192.0.2.1", [(0, 1.0)] * 3)
    busy, idle, old, young = connected(table, "192.0.2.2", [None, (1, 1.0), (0, 2.0), (0, 3.0)])
    assert (busy.is_dropped, idle.is_dropped, old.is_dropped, young.is_dropped) == (False, False, True, False)
    assert not any(line.is_dropped for line in others)
    assert table.open == 6


def test_addresses_of_one_ipv6_network_are_one_peer() -> None:
    table = ConnectionTable(100, 2, PROXIES)
    lines = [connected(table, f"2001:db8::{number}", [(0, float(number))])[0] for number in range(1, 5)]
    assert [line.is_dropped for line in lines] == [True, True, False, False]
    assert not connected(table, "2001:db8:0:1::1", [(0, 0.0)])[0].is_dropped


def test_when_all_are_being_answered_there_are_places_of_the_reserve_and_then_none() -> None:
    table = ConnectionTable(1000, 4, PROXIES)
    connected(table, "192.0.2.1", [None] * 4)
    assert table.make_room("192.0.2.1") is False
    connected(table, "192.0.2.1", [None] * RESERVE)
    assert table.make_room("192.0.2.1") is None
    assert table.make_room("192.0.2.2") is True


def test_a_declared_proxy_may_have_all_connections_and_then_loses_one_itself() -> None:
    table = ConnectionTable(10, 3, PROXIES)
    honest = connected(table, "192.0.2.1", [(0, 0.0)])
    of_proxy = connected(table, "10.0.0.7", [(1, float(number)) for number in range(12)])
    assert sum(line.is_dropped for line in of_proxy) == 3
    assert not honest[0].is_dropped
    assert table.open == 10


def test_a_connection_that_was_closed_is_forgotten_once() -> None:
    table = ConnectionTable(10, 3, PROXIES)
    [line] = connected(table, "192.0.2.1", [None])
    table.remove(line)
    table.remove(line)
    assert table.open == 0
