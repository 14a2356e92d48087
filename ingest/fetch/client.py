"""One GET -> its answer: name resolved and checked, connected to exactly the checked address.

The only module that knows httpcore. Every limit is on the connection itself, so that no server can
outlast it: seconds in all, octets on the wire, octets unpacked, headers. Knows nothing of robots,
redirects or what was fetched before (`fetcher.py`), takes no proxy from the environment, keeps no
cookies.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpcore

from ingest.errors import (
    BadResponse,
    FileTooLarge,
    PrivateAddress,
    SiteUnreachable,
    TooSlow,
)
from ingest.fetch.addresses import Address, Resolve, checked, is_public, resolve_host
from ingest.fetch.inflate import Broken, Oversize, inflate
from ingest.fetch.urls import Url

CONNECT_S = 5.0
"""To connect to an address, and again for the TLS handshake."""
MAX_BODY_BYTES = 10_000_000
"""Of a body, on the wire and unpacked."""
_MAX_HEAD_BYTES = 262_144
"""On the wire beside the body: status, headers, framing. (h11 bounds one head at 100 KiB.)"""
_MAX_HEADERS = 100
_KEEPALIVE_S = 30.0


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach servers. Tests put their own servers in the place of the public network."""

    resolve: Resolve = resolve_host
    is_allowed: Callable[[Address], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """Certificates are checked against the system's authorities (SSL_CERT_FILE names others)."""


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to one GET."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name; repeated ones joined by commas."""
    body: bytes = b""
    """Unpacked; empty unless the status is 200."""


Check = Callable[[Url, Mapping[str, str]], None]
"""Looks at the headers of a 200 before its body is read; raises to refuse it."""


class Client:
    """Connections to servers, kept open while they are in use; a context manager.

    Not for several threads: one request is under way at a time.
    """

    def __init__(self, network: Network) -> None:
        self._backend = _Backend(network)
        self._pool = httpcore.ConnectionPool(
            ssl_context=network.tls(),
            max_connections=4,
            keepalive_expiry=_KEEPALIVE_S,
            network_backend=self._backend,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def get(self, url: Url, headers: Mapping[str, str], seconds: float, check: Check) -> Response:
        """The whole answer within the seconds; redirects are not followed.

        Raises: SiteUnreachable, PrivateAddress, TooSlow, BadResponse, FileTooLarge, and what
        `check` raises.
        """
        self._backend.begin(url, seconds)
        target = httpcore.URL(
            scheme="https", host=url.site.host, port=url.site.port, target=url.target
        )
        sent = [*headers.items(), ("Accept-Encoding", "gzip")]
        with _translated(url), self._answer(target, sent) as answer:
            if len(answer.headers) > _MAX_HEADERS:
                raise BadResponse(str(url), f"more than {_MAX_HEADERS} headers")
            got = _headers(answer.headers)
            if answer.status != 200:
                if _length(got, otherwise=_MAX_HEAD_BYTES) < _MAX_HEAD_BYTES:
                    answer.read()  # what is read to its end leaves the connection open for more
                return Response(answer.status, got)
            check(url, got)
            self._backend.allow_body()
            return Response(answer.status, got, _body(answer.iter_stream(), got, url))

    @contextmanager
    def _answer(
        self, target: httpcore.URL, sent: Sequence[tuple[str, str]]
    ) -> Iterator[httpcore.Response]:
        """The head of the answer. A server may close a connection that was kept open for more."""
        opened = self._backend.opened
        with ExitStack() as stack:
            try:
                answer = stack.enter_context(self._pool.stream("GET", target, headers=sent))
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                if self._backend.opened > opened:
                    raise
                answer = stack.enter_context(self._pool.stream("GET", target, headers=sent))
            yield answer


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw:
        key = name.decode("ascii", "replace").lower()
        text = _text(value)
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _body(chunks: Iterable[bytes], headers: Mapping[str, str], url: Url) -> bytes:
    encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise BadResponse(str(url), f"sent in the encoding {encoding!r}, which was not asked for")
    length = _length(headers, otherwise=0)
    if length > MAX_BODY_BYTES:
        raise FileTooLarge(str(url), f"{length:,} bytes, more than {MAX_BODY_BYTES:,}")
    if encoding != "identity":
        chunks = inflate(chunks, MAX_BODY_BYTES)
    try:
        return _joined(chunks)
    except Oversize as error:
        raise FileTooLarge(str(url), str(error)) from error
    except Broken as error:
        raise BadResponse(str(url), str(error)) from error


def _length(headers: Mapping[str, str], otherwise: int) -> int:
    """Of the body, as announced."""
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() else otherwise


def _joined(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Oversize(f"more than {MAX_BODY_BYTES:,} bytes")
    return bytes(body)


@contextmanager
def _translated(url: Url) -> Iterator[None]:
    """What httpcore raises, as this package's errors."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise TooSlow(str(url), "the server did not answer, or not to the end, in time") from error
    except (httpcore.ProtocolError, httpcore.ReadError, httpcore.WriteError) as error:
        raise BadResponse(str(url), f"the answer is broken ({error})".lower()) from error
    except httpcore.ConnectError as error:
        raise SiteUnreachable(str(url), f"no connection ({error})") from error


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and gives streams that know the request's limits."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._tcp = httpcore.SyncBackend()
        self._url: Url | None = None
        self._until = 0.0
        self._octets_left = 0
        self.opened = 0
        """Connections so far."""

    def begin(self, url: Url, seconds: float) -> None:
        """A new request: the limits count from now."""
        self._url = url
        self._until = time.monotonic() + seconds
        self._octets_left = _MAX_HEAD_BYTES

    def allow_body(self) -> None:
        """The head has come: now the body's octets may."""
        self._octets_left += MAX_BODY_BYTES

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first of the host's addresses that answers; all were checked before."""
        addresses = self._addresses(host, port)
        until = time.monotonic() + self.seconds_left(timeout or CONNECT_S)
        for number, address in enumerate(addresses):
            share = max(0.1, (until - time.monotonic()) / (len(addresses) - number))
            try:
                inner = self._tcp.connect_tcp(
                    address, port, self.seconds_left(share), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number + 1 == len(addresses):
                    raise
            else:
                self.opened += 1
                return _Stream(inner, self)
        raise httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        asked = str(self._url)
        try:
            found = self._network.resolve(host, port, self.seconds_left())
            return checked(found, self._network.is_allowed)
        except TimeoutError as error:
            raise TooSlow(asked, f"the name {host} was not resolved in time") from error
        except OSError as error:
            reason = f"the name {host} cannot be resolved ({error.strerror or error})"
            raise SiteUnreachable(asked, reason.lower()) from error
        except ValueError as error:
            reason = f"{host} is at {error}, which is not a public address"
            raise PrivateAddress(asked, reason) from error

    def seconds_left(self, at_most: float | None = None) -> float:
        """Of the request under way. Raises: httpcore.ReadTimeout when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left if at_most is None else min(left, at_most)

    def count(self, octets: int) -> None:
        """Take note of what came over the wire. Raises: FileTooLarge."""
        self._octets_left -= octets
        if self._octets_left < 0:
            raise FileTooLarge(str(self._url), "more bytes were sent than the limit")


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends when the request is out of time."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _Backend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        octets = self._inner.read(max_bytes, self._backend.seconds_left(timeout))
        self._backend.count(len(octets))
        return octets

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.seconds_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._backend.seconds_left(timeout or CONNECT_S)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, seconds), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
