"""A host's name -> the addresses to connect to, or the reason why none of them may be.

An answer that holds one address that is not public is refused whole: a name that points inside and
outside is either broken or an attack. Does not connect; `client.py` connects to what this gives and
to nothing else.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int, float], list[str]]
"""host, port, seconds at most -> its addresses in the order in which to try them.

Raises: OSError (TimeoutError when it takes longer).
"""

MAX_ADDRESSES = 8
"""Of one name that are looked at; a name with more has them for other reasons than failover."""

# The special-purpose registries of IANA, as of 2025; beside `is_global`, whose tables differ from
# one release of Python to the next.
_CLOSED_V4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/3",
        "168.63.129.16/32",  # public by number, but a cloud's own service to its machines
    )
)  # fmt: skip
_OPEN_V6 = ip_network("2000::/3")
_CLOSED_V6 = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # IETF protocols, Teredo among them, which carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    """Whether the address is one that anybody's page can stand at.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64, Teredo) are not.

    >>> [is_public(ip_address(a)) for a in ("9.9.9.9", "10.0.0.1", "::ffff:9.9.9.9", "2620:fe::9")]
    [True, False, False, True]
    """
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in block for block in _CLOSED_V6)


def resolve_host(host: str, port: int, seconds: float) -> list[str]:
    """The system's answer for a name, in its order of preference.

    The system's resolver cannot be interrupted: one that takes too long is left behind in a thread
    that ends with it. Raises: OSError; TimeoutError after the seconds.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            answers.put(error)
        except UnicodeError as error:
            answers.put(OSError(str(error)))
        else:
            answers.put([str(sockaddr[0]) for *_, sockaddr in found])

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty as error:
        raise TimeoutError(f"no answer within {seconds:g} s") from error
    if isinstance(answer, OSError):
        raise answer
    return answer


def checked(found: list[str], allowed: Callable[[Address], bool]) -> list[str]:
    """The addresses, each once, in their order. Raises: ValueError naming one that is not allowed.

    An address with a zone (`fe80::1%eth0`) belongs to one link and is never allowed.
    """
    for text in found:
        if "%" in text or not allowed(ip_address(text)):
            raise ValueError(text)
    return list(dict.fromkeys(found))[:MAX_ADDRESSES]
