"""Visitors' tokens: what was not made here, for this use, or has ended, is worth nothing."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TokenExpired, TokenInvalid
from assistant.tokens import MAX_CHARS, Signer

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECRET = b"s" * 32
ORIGIN = "https://careers.example.org"


def signer(secret: bytes | None = SECRET, at: datetime = NOW) -> Signer:
    return Signer(secret, lambda: at)


def test_a_token_says_what_it_was_made_of() -> None:
    token, ends = signer().visit("careers", ORIGIN, 900)
    visit = signer().visit_of(token)
    assert (visit.site, visit.origin, visit.expires_at) == ("careers", ORIGIN, ends)
    assert ends == NOW + timedelta(seconds=900)
    body = token.split(".")[1]
    assert set(json.loads(base64.urlsafe_b64decode(body + "=="))) == {"s", "o", "e"}


def test_a_token_ends_at_its_second() -> None:
    token, ends = signer().visit("careers", ORIGIN, 900)
    signer(at=ends - timedelta(seconds=1)).visit_of(token)
    with pytest.raises(TokenExpired):
        signer(at=ends).visit_of(token)


def test_another_secret_and_none_make_other_tokens() -> None:
    token, _ = signer().visit("careers", ORIGIN, 900)
    for other in (signer(b"t" * 32), signer(None), signer(None)):
        with pytest.raises(TokenInvalid):
            other.visit_of(token)


def test_what_was_signed_for_one_use_is_worth_nothing_for_another() -> None:
    form = signer().sign("operator", {"s": "careers", "o": ORIGIN, "e": 9_999_999_999})
    with pytest.raises(TokenInvalid):
        signer().visit_of(form)
    token, _ = signer().visit("careers", ORIGIN, 900)
    with pytest.raises(TokenInvalid):
        signer().read("operator", token)


@given(st.integers(min_value=0), st.characters(exclude_categories=()))
def test_no_changed_token_is_taken(at: int, char: str) -> None:
    token, _ = signer().visit("careers", ORIGIN, 900)
    at %= len(token)
    changed = token[:at] + char + token[at + 1 :]
    if changed != token:
        with pytest.raises(TokenInvalid):
            signer().visit_of(changed)


@given(st.text(max_size=60))
def test_no_invented_token_is_taken(text: str) -> None:
    for token in (text, f"gpt1.{text}", f"gpt1.{text}.{text}", f"{text}.." * 3):
        with pytest.raises(TokenInvalid):
            signer().visit_of(token)


def test_a_token_with_a_later_end_written_in_is_not_taken() -> None:
    token, _ = signer().visit("careers", ORIGIN, 900)
    version, body, seal = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    later = base64.urlsafe_b64encode(json.dumps(said | {"e": 9_999_999_999}).encode()).decode()
    for forged in (f"{version}.{later}.{seal}", f"{version}.{later}.", f"{version}.{later}"):
        with pytest.raises(TokenInvalid):
            signer().visit_of(forged)
    with pytest.raises(TokenInvalid):
        signer().visit_of("gpt1." + "a" * MAX_CHARS)
