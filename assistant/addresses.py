"""Whose request it is: the client's address, through trusted proxies and no others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_HOPS = 20
"""Hops that are read: more is no chain of proxies."""
UNKNOWN = "unknown"
"""What stands for a peer without an address, such as a socket of this machine."""


def networks_of(text: str) -> tuple[Network, ...]:
    """The networks of a list with commas. Raises: ValueError.

    >>> networks_of("127.0.0.1, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def client_of(peer: str | None, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """The address that a request came from, in one form.

    `forwarded` are the X-Forwarded-For headers in their order. Each proxy adds at the right whom it
    was asked by, so they are read from the right, and only as long as a trusted proxy says so: what
    a client wrote itself stands to the left of that and is never reached.

    >>> client_of("10.0.0.1", ["1.1.1.1, 9.9.9.9"], networks_of("10.0.0.0/8"))
    '9.9.9.9'
    >>> client_of("9.9.9.9", ["1.1.1.1"], networks_of("10.0.0.0/8"))
    '9.9.9.9'
    """
    client = _address(peer or "")
    if client is None:
        return UNKNOWN
    hops = [hop for header in forwarded for hop in header.split(",")]
    for hop in reversed(hops[-MAX_HOPS:]):
        if not _is_in(client, trusted):
            break
        named = _address(hop)
        if named is None:  # what a trusted proxy says of an address it cannot name
            break
        client = named
    return str(client)


def visitor_of(client: str) -> str:
    """What one visitor is known by for limits: an address, of IPv6 the /64 that a home is given.

    >>> visitor_of("2001:db8:1:2:3::4")
    '2001:db8:1:2::/64'
    """
    address = _address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> 64 << 64, 64)))
    return client


def _address(text: str) -> Address | None:
    """The address of a hop, its port left out; IPv4 within IPv6 is IPv4."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)
