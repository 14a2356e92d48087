"""What tests of fetching share: answers that misbehave, a page as a run reads it, a sitemap."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Callable

from ingest.fetch.fetcher import Fetched
from ingest.fetch.site import Web
from tests.sites import (
    Asked,
)

OTHER = "other.example.org"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ZEROS = gzip.compress(bytes(10_000_000), 9)


def one(web: Web, url: str) -> Fetched:
    """The page at an address, as a run reads it."""
    found = web.find(url)
    assert (found.kind, found.errors) == ("url", ())
    return web.read(found.pages[0], found.uri)


def sitemap(*locations: str, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    listed = "".join(f"<{inner}><loc>{at}</loc></{inner}>" for at in locations)
    return f'<?xml version="1.0"?><{outer} xmlns="http://s.example.org">{listed}</{outer}>'.encode()


def endless(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def endless_head(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def endless_informing(asked: Asked, connection: ssl.SSLSocket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def endless_chunks(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1\r\nx\r\n" * 10_000)


def bomb(asked: Asked, connection: ssl.SSLSocket) -> None:
    """A thousand million zeros in a megabyte."""
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    for _ in range(100):
        connection.sendall(ZEROS)


def drip(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_head(asked: Asked, connection: ssl.SSLSocket) -> None:
    for octet in HEAD * 10:
        connection.sendall(bytes([octet]))
        time.sleep(0.05)


def silent(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.recv(1)


def hang_up(asked: Asked, connection: ssl.SSLSocket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def played(octets: bytes) -> Callable[[Asked, ssl.SSLSocket], None]:
    """Sends the octets and hangs up."""

    def play(asked: Asked, connection: ssl.SSLSocket) -> None:
        connection.sendall(octets)

    return play
