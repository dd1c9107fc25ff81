"""Addresses of those who connect, and the networks by which they are counted."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
ONE_HOST = (32, 64)
"""Prefix lengths of what counts as one peer: an IPv4 address, and an IPv6 network, whose addresses one machine may
change as it likes."""
ONE_NETWORK = (24, 64)
"""Prefix lengths of what counts as one network when secrets are guessed."""


def address_of(text: str) -> Address | None:
    """The address that a text writes, IPv4 also where it is written as IPv6 (`::ffff:192.0.2.1`); None for others."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def network_of(text: str, prefixes: tuple[int, int]) -> str:
    """The network of an address, with the prefix length for IPv4 or the one for IPv6; the text itself if it is none."""
    address = address_of(text)
    if address is None:
        return text
    return str(ip_network((address, prefixes[address.version == 6]), strict=False))
