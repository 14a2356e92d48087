"""The client's address: what a client writes of itself is believed only behind a trusted proxy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.addresses import UNKNOWN, client_of, networks_of, visitor_of

PROXIES = networks_of("127.0.0.1/32, 10.0.0.0/8, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("9.9.9.9", [], "9.9.9.9"),
        ("9.9.9.9", ["1.1.1.1"], "9.9.9.9"),  # spoofed: it came from no proxy of ours
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["9.9.9.9"], "9.9.9.9"),
        ("127.0.0.1", ["1.1.1.1, 9.9.9.9"], "9.9.9.9"),  # spoofed through a proxy that adds
        ("127.0.0.1", ["1.1.1.1", "9.9.9.9"], "9.9.9.9"),
        ("127.0.0.1", ["1.1.1.1, 9.9.9.9, 10.1.2.3"], "9.9.9.9"),  # two proxies of ours
        ("127.0.0.1", ["1.1.1.1, 10.9.9.9, 9.9.9.9, 10.1.2.3"], "9.9.9.9"),
        ("10.0.0.1", ["10.2.2.2, 10.3.3.3"], "10.2.2.2"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["9.9.9.9, unknown, 10.1.1.1"], "10.1.1.1"),
        ("127.0.0.1", ["9.9.9.9:5123"], "9.9.9.9"),
        ("127.0.0.1", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("127.0.0.1", ["2001:db8::1%eth0"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["::ffff:9.9.9.9"], "9.9.9.9"),
        ("fd00::1", ["2001:DB8:0::1"], "2001:db8::1"),
        ("127.0.0.1", ["", ",", " , 9.9.9.9"], "9.9.9.9"),
        (None, ["9.9.9.9"], UNKNOWN),
        ("testclient", ["9.9.9.9"], UNKNOWN),
    ],
)
def test_the_first_hop_that_is_no_proxy_of_ours(
    peer: str | None, forwarded: list[str], client: str
) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


@given(st.lists(st.text(max_size=30), max_size=5))
def test_without_trusted_proxies_nothing_written_matters(forwarded: list[str]) -> None:
    assert client_of("9.9.9.9", forwarded, ()) == "9.9.9.9"


@given(st.lists(st.text(max_size=30), max_size=5))
def test_nothing_to_the_left_of_an_untrusted_hop_matters(forwarded: list[str]) -> None:
    assert client_of("127.0.0.1", [*forwarded, "9.9.9.9"], PROXIES) == "9.9.9.9"


def test_a_home_with_many_addresses_is_one_visitor() -> None:
    assert visitor_of("2001:db8:1:2:3::4") == visitor_of("2001:db8:1:2:ffff::1")
    assert visitor_of("2001:db8:1:2::1") != visitor_of("2001:db8:1:3::1")
    assert visitor_of("9.9.9.9") != visitor_of("9.9.9.8")
    assert visitor_of(UNKNOWN) == UNKNOWN


@pytest.mark.parametrize("text", ["everyone", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0 10.1.0.0"])
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"network|host bits"):
        networks_of(text)
