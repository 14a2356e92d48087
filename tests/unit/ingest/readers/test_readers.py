"""Bytes of each format become blocks of clean text."""

from __future__ import annotations

import pytest

from ingest.blocks import BlockKind, assemble
from ingest.errors import BinaryFile, EmptyFile, UnknownFormat
from ingest.readers import read


def test_every_block_stands_where_it_says() -> None:
    document = assemble(read("a.md", b"# T\n\nSome *words*.\n\n- one\n- two\n"))
    assert document.text == "T\n\nSome words.\n\none\ntwo"
    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("caf\u00e9".encode(), "café"),
        ("caf\u00e9".encode("cp1252"), "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"one\r\ntwo", "one\ntwo"),
    ],
)
def test_encodings(octets: bytes, text: str) -> None:
    assert assemble(read("a.txt", octets)).text == text


def test_what_is_no_page() -> None:
    with pytest.raises(EmptyFile):
        read("a.txt", b" \n ")
    with pytest.raises(BinaryFile):
        read("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(UnknownFormat, match=r"\.exe"):
        read("a.exe", b"MZ")
    with pytest.raises(EmptyFile):
        read("a.html", b"<html><body><script>var a = 1;</script></body></html>")


def test_hard_wrapped_prose_is_joined_and_layout_lines_are_not() -> None:
    wrapped = (
        "The median pay of people who do this kind of\n"
        "work was higher than that of all others, and\n"
        "it is expected to rise.\n"
    )
    assert len(read("a.txt", wrapped.encode()).blocks) == 1
    assert len(read("a.txt", b"TL;DR\n" + b"A long line of prose. " * 5).blocks) == 2


def test_markdown_tables_with_and_without_header() -> None:
    page = "| Field | Value |\n|---|---|\n| Pay | $5 |\n\nLead:\n\n| --- | --- |\n| Trade | 17 |\n"
    rows = [b for b in read("a.md", page.encode()).blocks if b.kind is BlockKind.ROW]
    assert [(b.header, b.cells) for b in rows] == [
        (("Field", "Value"), ("Pay", "$5")),
        ((), ("Trade", "17")),
    ]


def test_markdown_source_line_gives_the_address() -> None:
    draft = read("a.md", b"# T\n\n**Source:** https://example.org/x.htm\n\nText.\n")
    assert draft.url == "https://example.org/x.htm"
    assert [b.text for b in draft.blocks] == ["T", "Text."]


HTML = """<!DOCTYPE html><html><head><title>Nurse | Site</title>
<link rel="canonical" href="https://example.org/nurse"><style>p {}</style></head><body>
<header><a href="/">Home</a></header><nav><ul><li><a>One</a></li></ul></nav>
<div class="cookie-bar">We use cookies on this site.</div>
<main><h1>Registered Nurse</h1><p>Nurses <b>care</b> for<br>people.</p>
<h2>Pay <a href="#pay">Edit section</a></h2>
<dl><dt>Median pay</dt><dd>$93,600 per year</dd></dl>
<table><caption>Where they work</caption><tr><th>Industry</th><th>Share</th></tr>
<tr><td>Hospitals</td><td>59%</td></tr></table>
<ul><li>First duty</li><li>Second duty</li></ul><script>track()</script>
<p style="display:none">hidden</p></main><footer>All rights reserved.</footer></body></html>"""


def test_html_main_content_only() -> None:
    draft = read("a.html", HTML.encode())
    assert draft.url == "https://example.org/nurse"
    assert [(b.kind.value, b.text) for b in draft.blocks] == [
        ("heading", "Registered Nurse"),
        ("paragraph", "Nurses care for"),
        ("paragraph", "people."),
        ("heading", "Pay"),
        ("pair", "Median pay: $93,600 per year"),
        ("paragraph", "Where they work"),
        ("row", "Hospitals: 59%"),
        ("item", "First duty"),
        ("item", "Second duty"),
    ]


def test_markdown_keeps_no_words_of_hidden_elements() -> None:
    page = b"# T\n\nOne <span hidden>two <span>x</span> three</span> four <br> five <img hidden>.\n"
    assert [b.text for b in read("a.md", page).blocks] == ["T", "One four five ."]
