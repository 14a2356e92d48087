"""Who is let in: every kind of request against every kind of credential."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from assistant.access import TRIES, Access, Asked, Kind
from assistant.errors import (
    CredentialsMissing,
    HostRefused,
    KeyInvalid,
    OperatorOff,
    OperatorUnknown,
    OriginRefused,
    RateLimited,
    SiteBusy,
    TokenExpired,
    TokenInvalid,
    TriesSpent,
)
from assistant.sites import Site, new_key
from assistant.tokens import Signer

A, B, SHOP = "https://a.example.org", "https://b.example.org", "https://shop.example.org"
KEY, KEY_HASH = new_key()
SITES = (
    Site(name="one", origins=(A, B), keys=(KEY_HASH,)),
    Site(name="two", origins=(SHOP,)),
)
OPERATOR = "an operator's key"
GUARDED = pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.OTHER])
EVIL = ("https://evil.example", "null", "http://a.example.org", "https://a.example.org:8443",
        "https://a.example.org.evil.example", "https://x.a.example.org", "file://")  # fmt: skip


def door(**more: object) -> Access:
    return Access(SITES, Signer(b"s" * 32), operator_key=OPERATOR, **more)  # type: ignore[arg-type]


def bearer(token: str) -> str:
    return f"Bearer {token}"


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"me:{password}".encode()).decode()


@GUARDED
def test_a_token_holds_for_the_page_that_it_was_given_to(kind: Kind) -> None:
    access = door()
    token, _ = access.token(A)
    caller = access.admit(Asked(kind, "9.9.9.9", bearer(token), A))
    assert caller.site == SITES[0]
    for origin in (B, SHOP, *EVIL):
        with pytest.raises(OriginRefused):
            access.admit(Asked(kind, "9.9.9.9", bearer(token), origin))


def test_without_an_origin_a_token_holds_only_where_its_page_is_served_from() -> None:
    access = door()
    token, _ = access.token(A)
    own = Asked(Kind.OTHER, "9.9.9.9", bearer(token), None, "A.example.org")
    assert access.admit(own).site == SITES[0]
    for host in ("assistant.example.org", "a.example.org:8443", ""):
        with pytest.raises(OriginRefused):
            access.admit(Asked(Kind.OTHER, "9.9.9.9", bearer(token), None, host))
    named = door(own_origin=A)
    named.admit(Asked(Kind.OTHER, "9.9.9.9", bearer(token), None, "127.0.0.1:8000"))


@GUARDED
def test_what_is_no_credential_of_ours_lets_nobody_in(kind: Kind) -> None:
    access = door()
    now = datetime.now(UTC)
    foreign, _ = Signer(b"t" * 32).visit("one", A, 900)
    past, _ = Signer(b"s" * 32, lambda: now - timedelta(hours=1)).visit("one", A, 900)
    gone, _ = Signer(b"s" * 32).visit("three", A, 900)
    moved, _ = Signer(b"s" * 32).visit("two", A, 900)
    for sent, error in (
        ("", CredentialsMissing),
        ("Bearer", CredentialsMissing),
        ("Bearer ", CredentialsMissing),
        (basic(KEY), CredentialsMissing),
        (basic(OPERATOR), CredentialsMissing),
        (KEY, CredentialsMissing),
        (bearer(foreign), TokenInvalid),
        (bearer(past), TokenExpired),
        (bearer(gone), TokenInvalid),
        (bearer(moved), TokenInvalid),
        (bearer("x"), TokenInvalid),
        (bearer(OPERATOR), TokenInvalid),
        (bearer("gpk_x"), KeyInvalid),
        (bearer(KEY_HASH), TokenInvalid),
        (bearer(f"gpk_{KEY_HASH}"), KeyInvalid),
        (bearer(KEY + "\udcff"), KeyInvalid),
    ):
        with pytest.raises(error):
            access.admit(Asked(kind, "9.9.9.9", sent, A, "a.example.org"))


def test_a_key_needs_no_page() -> None:
    access = door()
    assert access.admit(Asked(Kind.ANSWER, "9.9.9.9", bearer(KEY))).site == SITES[0]
    assert access.admit(Asked(Kind.OTHER, "9.9.9.9", "bearer " + KEY)).site == SITES[0]


@pytest.mark.parametrize("origin", [None, *EVIL])
def test_no_page_of_elsewhere_gets_a_token(origin: str | None) -> None:
    access = door()
    with pytest.raises(OriginRefused):
        access.admit(Asked(Kind.SESSION, "9.9.9.9", "", origin))
    with pytest.raises(OriginRefused):
        access.token(origin)
    assert not access.allows(origin)


@pytest.mark.parametrize("sites", [(), (Site(name="one"),)])
def test_an_empty_list_lets_nobody_in(sites: tuple[Site, ...]) -> None:
    access = Access(sites)
    for origin in (None, A, "http://localhost:3000", "http://127.0.0.1"):
        assert not access.allows(origin)
        for kind in (Kind.SESSION, Kind.ANSWER, Kind.OTHER):
            with pytest.raises((OriginRefused, CredentialsMissing)):
                access.admit(Asked(kind, "127.0.0.1", "", origin, "127.0.0.1"))
    assert access.admit(Asked(Kind.PUBLIC)).site is None
    if not sites:
        with pytest.raises(CredentialsMissing):
            access.admit(Asked(Kind.VIEW, "127.0.0.1", "", None, "127.0.0.1"))


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.ANSWER, Kind.OTHER, Kind.VIEW, Kind.METRICS])
def test_an_open_server_answers_this_machine_alone(kind: Kind) -> None:
    access = Access()
    for host in ("127.0.0.1:8000", "localhost", "[::1]:8000", "app.localhost:3000"):
        access.admit(Asked(kind, host=host))
        access.admit(Asked(kind, origin="http://localhost:3000", host=host))
    for host in ("evil.example", "evil.example:8000", "", "127.0.0.1.evil.example", "0.0.0.0"):
        with pytest.raises(HostRefused):
            access.admit(Asked(kind, host=host))
    for origin in (A, *EVIL):
        with pytest.raises(OriginRefused):
            access.admit(Asked(kind, origin=origin, host="127.0.0.1"))
    assert access.allows("http://localhost:3000")
    assert not access.allows(A)


def test_a_visitor_asks_so_much_and_a_site_too() -> None:
    site = Site(
        name="one",
        origins=(A,),
        keys=(KEY_HASH,),
        answers_per_visitor="3/hour",
        answers_per_site="5/hour",
        requests_per_visitor="6/hour",
    )
    access = Access((site,), Signer())
    token, _ = access.token(A)

    def ask(client: str, kind: Kind = Kind.ANSWER) -> type[Exception] | None:
        try:
            access.admit(Asked(kind, client, bearer(token), A))
        except (RateLimited, SiteBusy) as error:
            return type(error) if error.retry_after_s > 0 else None
        return None

    assert [ask("9.9.9.9") for _ in range(4)] == [None, None, None, RateLimited]
    assert [ask("2001:db8::1") for _ in range(3)] == [None, None, SiteBusy]
    assert [ask("9.9.9.9", Kind.OTHER) for _ in range(4)] == [None, None, None, RateLimited]
    with pytest.raises(SiteBusy):
        access.admit(Asked(Kind.ANSWER, "1.1.1.1", bearer(KEY)))
    for _ in range(20):
        access.admit(Asked(Kind.OTHER, "1.1.1.1", bearer(KEY)))


def test_the_operator_has_a_key_of_its_own_and_few_tries() -> None:
    for kind in (Kind.OPERATOR, Kind.METRICS):
        access = door()
        for good in (basic(OPERATOR), bearer(OPERATOR)):
            access.admit(Asked(kind, "9.9.9.9", good))
        for bad in ("", "Basic", "Basic !", "Basic bWU=", bearer(""), "Digest x"):
            with pytest.raises(OperatorUnknown):
                access.admit(Asked(kind, "9.9.9.9", bad))
        for tries in range(int(TRIES.partition("/")[0])):
            with pytest.raises(OperatorUnknown):
                access.admit(Asked(kind, "8.8.8.8", basic(f"guess {tries}")))
        with pytest.raises(TriesSpent):  # who guesses on is not told that a guess was right
            access.admit(Asked(kind, "8.8.8.8", basic(OPERATOR)))
        access.admit(Asked(kind, "9.9.9.9", basic(OPERATOR)))


def test_the_operators_key_may_be_set_as_its_hash() -> None:
    access = Access(SITES, operator_key=KEY_HASH)
    access.admit(Asked(Kind.OPERATOR, "9.9.9.9", basic(KEY)))
    with pytest.raises(OperatorUnknown):
        access.admit(Asked(Kind.OPERATOR, "9.9.9.9", basic(KEY_HASH)))


def test_without_a_key_the_operators_pages_are_closed_everywhere() -> None:
    for access in (Access(), Access(SITES)):
        with pytest.raises(OperatorOff):
            access.admit(Asked(Kind.OPERATOR, "127.0.0.1", basic(""), host="127.0.0.1"))
    with pytest.raises(OperatorOff):
        Access(SITES).admit(Asked(Kind.METRICS, "127.0.0.1", host="127.0.0.1"))
