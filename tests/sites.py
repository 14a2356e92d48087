"""Sites for tests of fetching: servers on loopback that speak TLS, and misbehave when told to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.fetch.addresses import Address, is_public
from ingest.fetch.client import Network
from ingest.fetch.fetcher import Clock
from ingest.fetch.site import Access, allowed_sites

HOST = "careers.example.org"
LOOPBACK = ip_address("127.0.0.1")


@dataclass(frozen=True)
class Authority:
    """A certificate authority of one test run, and a certificate for the names given."""

    ca_file: Path
    chain_file: Path
    """Certificate and key of the server."""

    def client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.ca_file))

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain_file)
        return context


def make_authority(folder: Path, *names: str) -> Authority:
    """An authority whose server certificate is for the names."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    now = datetime.now(UTC)

    def begun(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(ca_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )

    ca_usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    ca = (
        begun(ca_name, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(ca_usage, critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    certificate = (
        begun(subject, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ca_file, chain_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.public_bytes(pem))
    chain_file.write_bytes(certificate.public_bytes(pem) + private)
    return Authority(ca_file, chain_file)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    host: str
    target: str
    headers: Mapping[str, str]


Play = Callable[[Asked, ssl.SSLSocket], bytes | None]
"""Gives an answer, or writes what it likes to the connection, which is then closed."""
Answer = bytes | Play


def answer(
    body: bytes | str = b"", kind: str = "text/html; charset=utf-8", status: int = 200,
    **headers: str,
) -> bytes:  # fmt: skip
    """A well-formed answer; header names are written with underscores."""
    octets = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(octets))}
    lines |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Because\r\n{head}\r\n".encode() + octets


def redirect(target: str, status: int = 302) -> bytes:
    return answer(status=status, location=target)


@dataclass
class Server:
    """A TLS server of routes `path` or `host path` -> answer; a context manager."""

    authority: Authority
    routes: dict[str, Answer] = field(default_factory=dict)
    address: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    """0 until it runs, unless one is wanted."""
    note: Callable[[str], None] = lambda _line: None
    """Told of each connection and each request."""

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, self.port), family=family, backlog=64)
        self.port = self._listener.getsockname()[1]
        self._context = self.authority.server()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def targets(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [a.target for a in self.asked if a.target != "/robots.txt"]

    def is_running(self) -> bool:
        return not self._stopped.is_set()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self.note("connection")
            thread = threading.Thread(target=self._serve, args=(raw,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket) -> None:
        raw.settimeout(10)
        with (
            contextlib.suppress(OSError),
            raw,
            self._context.wrap_socket(raw, server_side=True) as connection,
        ):
            while (asked := _read(connection)) is not None:
                self.asked.append(asked)
                self.note(f"{asked.host}{asked.target}")
                if not self._answer(asked, connection):
                    return

    def _answer(self, asked: Asked, connection: ssl.SSLSocket) -> bool:
        path = asked.target.partition("?")[0]
        name = asked.host.partition(":")[0]
        found = self.routes.get(f"{name} {path}") or self.routes.get(path)
        if found is None:
            found = answer("nothing here", status=404)
        said = found if isinstance(found, bytes) else found(asked, connection)
        if said is not None:
            connection.sendall(said)
        return said is not None


def _read(connection: ssl.SSLSocket) -> Asked | None:
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        head += chunk
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
    return Asked(headers.get("host", ""), first.split(" ")[1], headers)


@dataclass
class Names:
    """A resolver whose answers are set by the test; a list of lists is answered in turn."""

    table: dict[str, list[str] | list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, _port: int, _seconds: float) -> list[str]:
        self.asked.append(host)
        found = self.table.get(host, ["127.0.0.1"])
        if not found:
            raise OSError("no such name")
        if isinstance(found[0], str):
            return [str(a) for a in found]
        turns = [list(t) for t in found]
        before = self.asked.count(host) - 1
        return turns[min(before, len(turns) - 1)]


@dataclass
class FakeClock:
    """A clock that stands still while a test waits, and notes the waits."""

    waits: list[float] = field(default_factory=list)
    _ahead: float = 0.0

    def now(self) -> float:
        return self._ahead

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._ahead += seconds

    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def on_loopback(address: Address) -> bool:
    """The rule under test, with one loopback address in the place of a public one."""
    return address == LOOPBACK or is_public(address)


def access_to(
    server: Server, names: Names | None = None, *hosts: str, clock: Clock | None = None
) -> Access:
    """Access to the server under its hosts' names; loopback stands for the public network."""
    sites = allowed_sites([f"{host}:{server.port}" for host in hosts or (HOST,)])
    network = Network(names or Names(), on_loopback, server.authority.client)
    return Access(sites, network, clock or FakeClock().clock())


@contextlib.contextmanager
def serving(authority: Authority, routes: Mapping[str, Answer]) -> Iterator[Server]:
    with Server(authority, dict(routes)) as server:
        yield server
