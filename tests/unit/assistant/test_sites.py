"""The file of sites: what an origin, a key and a limit are, and what is refused in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsInvalid
from assistant.sites import KEY_PREFIX, Site, hash_of, new_key, origin_of, read_sites

HASH = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://a.example.org", "https://a.example.org"),
        ("https://a.example.org/", "https://a.example.org"),
        (" HTTPS://A.Example.org:443 ", "https://a.example.org"),
        ("http://a.example.org:80", "http://a.example.org"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_has_one_form(written: str, origin: str) -> None:
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    "written",
    ["*", "null", "", "a.example.org", "https://*.example.org", "https://a.example.org/page",
     "https://a.example.org?x", "https://a.example.org#x", "https://me@a.example.org",
     "javascript://a", "file:///etc", "https://", "https://a b.example", "https://a.example:x",
     "https://a.example.org, https://b.example.org", "https://a.example:99999"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"origin|ort"):
        origin_of(written)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sites.yaml"
    path.write_text(text)
    return path


def test_a_file_says_all_there_is(tmp_path: Path) -> None:
    key, its_hash = new_key()
    text = f"""
sites:
  - name: careers
    origins: [https://careers.example.org, "http://localhost:3000/"]
    keys: ["{its_hash}"]
    answers_per_visitor: 5/minute
    answers_per_day: 1000
  - name: other
"""
    careers, other = read_sites(written(tmp_path, text))
    assert careers.origins == ("https://careers.example.org", "http://localhost:3000")
    assert careers.keys == (hash_of(key),)
    assert key.startswith(KEY_PREFIX)
    assert (careers.answers_per_visitor, careers.answers_per_day) == ("5/minute", 1000)
    assert other == Site(name="other")
    assert other.origins == other.keys == ()
    assert read_sites(written(tmp_path, "sites: []")) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sites: [{name: a, origins: ['*']}]", r"sites\.0\.origins\.0: '\*' is no origin"),
        ("sites: [{name: a, keys: [gpk_secret]}]", r"sites\.0\.keys\.0: a key stands here as"),
        ("sites: [{name: a, answers_per_visitor: many}]", "answers_per_visitor: 'many' is no"),
        ("sites: [{name: a, answers_per_day: -1}]", "answers_per_day"),
        ("sites: [{name: A b}]", r"sites\.0\.name"),
        ("sites: [{name: a, colour: red}]", r"sites\.0\.colour"),
        ("sites: [{name: a}, {name: a}]", "the name 'a' stands more than once"),
        (
            "sites: [{name: a, origins: ['https://x.org']}, {name: b, origins: ['https://X.org/']}]",
            "the origin 'https://x.org' stands more than once",
        ),
        (f"sites: [{{name: a, keys: ['{HASH}', '{HASH}']}}]", "the key .* more than once"),
        ("", "wrong at its top"),
        ("sites", "wrong at its top"),
        ("sites:", r"wrong at sites"),
        ("sites: [\n  - {", "is no YAML at line"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsInvalid, match=said) as raised:
        read_sites(written(tmp_path, text))
    assert "\n" not in str(raised.value)
    assert "gpk_secret" not in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"none\.yaml.*no such file"):
        read_sites(tmp_path / "none.yaml")
