"""A small internet for one network namespace: a public site, private ones, and a DNS that lies.

Run inside the namespace: `python -m tests.namespace_site FOLDER`, where FOLDER holds the files of
an `Authority`. Says "ready" and serves until it is ended; prints a line for each request.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from tests.sites import Authority, Server, answer, redirect

PUBLIC, PUBLIC_6 = "11.22.33.44", "2a0f:1234::44"
PRIVATE, PRIVATE_6, METADATA = "10.9.9.9", "fd00::9", "169.254.169.254"
ADDRESSES = (PUBLIC, PUBLIC_6, PRIVATE, PRIVATE_6, METADATA)

GOOD, SIX = "careers.example.org", "six.example.org"
INSIDE, INSIDE_6, BOTH = "inside.example.org", "inside6.example.org", "both.example.org"
CLOUD, PINNED, TURNING = "cloud.example.org", "pinned.example.org", "turning.example.org"
NAMES: dict[str, list[list[str]]] = {
    GOOD: [[PUBLIC]],
    SIX: [[PUBLIC_6]],
    INSIDE: [[PRIVATE]],
    INSIDE_6: [[PRIVATE_6]],
    BOTH: [[PUBLIC, PRIVATE]],
    CLOUD: [[METADATA]],
    PINNED: [[PUBLIC], [PRIVATE]],
    TURNING: [[PUBLIC], [PRIVATE]],
}
"""Each name's answers in turn, the last one for ever: PINNED and TURNING are public once only."""

_TYPES = {1: 4, 28: 6}


def page(title: str) -> bytes:
    return answer(
        f"<html><body><h1>{title}</h1><p>A {title} does honest work every day, and is paid for it, "
        "which is more than many people can say of theirs.</p></body></html>"
    )


def routes() -> dict[str, bytes]:
    """Of the public site. TURNING closes after robots.txt, so that its name is asked for again."""
    inside = {
        "literal": f"https://{PRIVATE}/secret",
        "literal-6": f"https://[{PRIVATE_6}]/secret",
        "mapped": f"https://[::ffff:{PRIVATE}]/secret",
        "decimal": f"https://{int(ip_address(PRIVATE))}/secret",
        "by-name": f"https://{INSIDE}/secret",
        "by-name-6": f"https://{INSIDE_6}/secret",
        "both": f"https://{BOTH}/secret",
        "cloud": f"https://{CLOUD}/latest/meta-data/",
        "second-hop": "/by-name",
    }
    listed = [*inside, "Cook", "to-six"]
    locations = "".join(f"<url><loc>https://{GOOD}/{name}</loc></url>" for name in listed)
    closing = answer("", "text/plain", connection="close")
    return {
        "/sitemap.xml": answer(f"<urlset>{locations}</urlset>", "application/xml"),
        "/Cook": page("Cook"),
        "/Pinned": page("Pinned"),
        "/to-six": redirect(f"https://{SIX}/Baker"),
        "/Baker": page("Baker"),
        f"{TURNING} /robots.txt": closing,
        "/Turning": page("Turning"),
        **{f"/{name}": redirect(target) for name, target in inside.items()},
    }


def reply(query: bytes, asked: Counter[tuple[str, int]]) -> bytes:
    """The DNS answer to one question; no such name for a name that is not ours."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode())
        at += 1 + query[at]
    kind = struct.unpack_from("!H", query, at + 1)[0]
    name = ".".join(labels).lower()
    turns = NAMES.get(name, [])
    turn = turns[min(asked[name, kind], len(turns) - 1)] if turns else []
    asked[name, kind] += 1
    found = [a for a in map(ip_address, turn) if a.version == _TYPES.get(kind)]
    records = b"".join(
        struct.pack("!HHHIH", 0xC00C, kind, 1, 0, len(a.packed)) + a.packed for a in found
    )
    flags = 0x8180 if turns else 0x8183
    head = query[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0)
    return head + query[12 : at + 5] + records


def serve_names() -> None:
    asked: Counter[tuple[str, int]] = Counter()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 53))
        while True:
            query, client = listener.recvfrom(4096)
            listener.sendto(reply(query, asked), client)


def main(folder: Path) -> None:
    authority = Authority(folder / "ca.pem", folder / "server.pem")
    threading.Thread(target=serve_names, daemon=True).start()
    with ExitStack() as stack:
        for address in ADDRESSES:
            is_public = address in (PUBLIC, PUBLIC_6)
            secret = {"/secret": page("Secret"), "/latest/meta-data/": page("Secret")}
            site = routes() if is_public else secret
            said = partial(print, address, flush=True)
            stack.enter_context(Server(authority, dict(site), address, port=443, note=said))
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
