"""Only public addresses pass, whatever form carries a private one; all of a name's are checked."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address

import pytest

from ingest.fetch.addresses import checked, is_public, resolve_host


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",
        "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.7",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:9.9.9.9", "::ffff:10.0.0.1", "::9.9.9.9", "64:ff9b::909:909",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:20::1", "2001:db8::1",
        "2002:a00:1::1", "2002:909:909::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
        "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "4000::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "11.0.0.1", "172.32.0.1", "100.128.0.1", "2620:fe::9", "2a00:1450::1"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_bad_address_refuses_the_name() -> None:
    assert checked(["9.9.9.9", "2620:fe::9", "9.9.9.9"], is_public) == ["9.9.9.9", "2620:fe::9"]
    with pytest.raises(ValueError, match=r"10\.0\.0\.1"):
        checked(["9.9.9.9", "10.0.0.1"], is_public)
    with pytest.raises(ValueError, match="fe80::1%1"):
        checked(["fe80::1%1"], lambda _address: True)


def test_a_slow_resolver_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*_a: object, **_k: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr("socket.getaddrinfo", wait)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        resolve_host("example.org", 443, 0.05)
    assert time.monotonic() - begun < 0.9


def test_the_systems_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve_host("127.0.0.1", 443, 5) == ["127.0.0.1"]

    def fail(*_a: object, **_k: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    with pytest.raises(OSError, match="no such name"):
        resolve_host("example.org", 443, 5)
