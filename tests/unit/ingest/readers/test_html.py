"""Markup as sites write it: encodings, hidden parts, malformed tags, tables within tables."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import assemble
from ingest.errors import ReadError
from ingest.readers import read
from ingest.readers.html import absolute, read_html

PROSE = "Nurses care for people who are ill, and they comfort those who wait outside."


def told(markup: str) -> list[tuple[str, str]]:
    draft = read_html(markup)
    document = assemble(draft)
    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
    return [(b.kind.value, b.text) for b in draft.blocks]


def texts(markup: str) -> list[str]:
    return [text for _, text in told(markup)]


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="iso-8859-2">', "iso8859-2"),
        ('<?xml version="1.0" encoding="windows-1250"?>', "cp1250"),
        ('<meta charset="utf-7">', "cp1252"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_encodings_as_declared(head: str, codec: str) -> None:
    octets = f"<html><head>{head}</head><p>Fee: ü – “dear”</p></html>"
    if codec == "iso8859-2":
        octets = octets.replace("–", "-").replace("“", '"').replace("”", '"')
    (block,) = read("a.html", octets.encode(codec)).blocks
    assert block.text in ("Fee: ü – “dear”", 'Fee: ü - "dear"')


def test_thai_page_of_an_old_code_page() -> None:
    octets = '<meta charset="windows-874"><p>ค่าเล่าเรียน</p>'.encode("cp874")
    assert read("a.html", octets).blocks[0].text == "ค่าเล่าเรียน"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>x</p>",
        '<div style="display: none"><p>x</p></div>',
        '<div class="hidden">x</div>',
        '<div class="d-md-none">x</div>',
        '<span aria-hidden="true">x</span>',
        '<span style="font-size:0">x</span>',
        '<span style="color:#FFF; background-color:#fff">x</span>',
        '<div class="modal fade">x</div>',
        "<dialog open>x</dialog>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<!-- x -->",
        "<?php x ?>",
        '<script type="application/json">{"x": 1}</script>',
        '<div class="social-share">x</div>',
        '<ol class="breadcrumb"><li>x</li></ol>',
        '<aside class="sidebar"><p>x</p></aside>',
        "<form><label>x</label><button>x</button></form>",
        '<div id="cookie-consent">x</div>',
        '<nav><a href="/x">x</a></nav>',
    ],
)
def test_what_is_not_shown_or_steers_is_gone(hidden: str) -> None:
    assert texts(f"<h1>T</h1><p>{PROSE}</p>{hidden}<p>End</p>") == ["T", PROSE, "End"]


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="modality"><p>x</p></div>',
        '<div class="hidden md:block"><p>x</p></div>',
        '<section id="social-work"><p>x</p></section>',
        '<section id="advertising-programs"><p>x</p></section>',
        "<details><summary>x</summary></details>",
        '<h3 class="accordion"><button aria-expanded="false">x</button></h3>',
        '<div role="tabpanel" hidden><p>x</p></div>',
        '<div hidden="until-found"><p>x</p></div>',
        "<figure><img src=a.png alt=y><figcaption>x</figcaption></figure>",
        '<p><font color="red">x',
        "<div><b>x",
        "<table><tr><td>x</table>",
        "<article><header><h2>x</h2></header></article>",
        "<pre>x</pre>",
    ],
)
def test_what_only_looks_so_stays(shown: str) -> None:
    assert "x" in texts(f"<main><h1>T</h1><p>{PROSE}</p>{shown}</main>")


def test_a_page_that_is_one_form_is_read() -> None:
    body = "".join(f"<p>{PROSE} {n}</p>" for n in range(12))
    assert len(texts(f'<form id="aspnetForm"><input type="hidden"><h2>T</h2>{body}</form>')) == 13


def test_the_heading_above_the_main_part_stays_with_it() -> None:
    cards = "".join(f"<div class=card><div>Card {n} says this</div></div>" for n in range(30))
    page = f"<body><div><h2>Programs (30)</h2><div class=grid>{cards}</div></div><p>ad</p></body>"
    assert texts(page)[0] == "Programs (30)"


def test_neighbours_without_white_space() -> None:
    assert texts("<div><span>Lima</span><span>1.5 Years</span></div>") == ["Lima", "1.5 Years"]
    assert texts("<div><span>1.5</span><span>Years</span></div>") == ["1.5Years"]
    assert texts("<div><span>$</span><span>26,310</span></div>") == ["$26,310"]
    assert texts("<p>On<b>line</b> and<i>more</i></p>") == ["Online andmore"]
    assert texts("<div><b>Length:</b>\n<span>1.5 Years</span></div>") == ["Length: 1.5 Years"]


def test_a_table_with_merged_cells_and_two_rows_of_names() -> None:
    page = """<table><thead><tr><th rowspan=2>Job</th><th colspan=2>Change, 2024-34</th></tr>
    <tr><th>Percent</th><th>Number</th></tr></thead>
    <tr><td colspan=3>Kitchen</td></tr>
    <tr><td rowspan=2>Cook</td><td>5%</td><td>100</td></tr>
    <tr><td>6%</td><td>200</td></tr></table>"""
    draft = read_html(page)
    assert [b.cells for b in draft.blocks[1:]] == [("Cook", "5%", "100"), ("Cook", "6%", "200")]
    assert draft.blocks[1].header == ("Job", "Change, 2024-34 Percent", "Change, 2024-34 Number")
    assert draft.blocks[0].text == "Kitchen"


def test_lists_and_badges_in_cells_are_set_apart() -> None:
    page = """<table><tr><th>Program</th><th>Delivery</th></tr><tr><td>Law<br>Evening</td>
    <td><ul><li>Online</li><li>Hybrid</li></ul></td></tr></table>"""
    assert read_html(page).blocks[0].cells == ("Law Evening", "Online, Hybrid")


def test_definitions() -> None:
    page = f"""<dl><dt>Pay:</dt><dd>$5</dd><div><dt>Mode</dt><dt>Place</dt><dd>Lima</dd></div>
    <dt>About</dt><dd><p>{PROSE * 3}</p><p>{PROSE * 2}</p></dd></dl>"""
    assert told(page)[:3] == [
        ("pair", "Pay: $5"),
        ("pair", "Mode, Place: Lima"),
        ("paragraph", "About:"),
    ]


def test_a_list_of_links_goes_with_its_heading() -> None:
    links = "".join(f'<li><a href="/{n}">Guide {n}</a></li>' for n in range(4))
    assert texts(f"<p>{PROSE}</p><h3>Related</h3><ul>{links}</ul>") == [PROSE]


@pytest.mark.parametrize(
    ("href", "base", "address"),
    [
        ("b", "https://example.org/a/", "https://example.org/a/b"),
        ("//example.com/b", "https://example.org/", "https://example.com/b"),
        ("b", None, ""),
        ("javascript:alert(1)", "https://example.org/", ""),
        ("mailto:a@example.org", "https://example.org/", ""),
        ("data:text/html,x", "https://example.org/", ""),
        ("#top", "https://example.org/", ""),
        ("", "https://example.org/", ""),
        ("http://[bad", "https://example.org/", ""),
    ],
)
def test_links_lead_to_the_web_only(href: str, base: str | None, address: str) -> None:
    assert absolute(href, base) == address


def test_links_are_relative_to_the_base_the_page_names() -> None:
    page = '<base href="/x/"><p><a href="y">Law</a></p>'
    assert read_html(page, "https://example.org/a").blocks[0].links == ("https://example.org/x/y",)
    canonical = '<link rel="canonical" href="/c">' + page
    assert read_html(canonical, "https://example.org/a").url == "https://example.org/c"


_TAGS = st.sampled_from(
    "<p> </p> <table> <tr> <td> </table> <td rowspan=9 colspan=99999999> <dl> <dt> <dd> <ul> "
    "<li> <a href='http://[x'> </a> <br> <h2> <span> </span> <div class='card header'> "
    "</div> <form> "
    "<base href='::'> <div role=table> <div role=row> <div role=cell> <!-- <![CDATA[ ]]> &#0; "
    "&bad; <button> <svg> <template> <a> <pre> <details> <summary>".split(" ")
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(_TAGS, st.text(max_size=8)), max_size=40))
def test_nothing_but_our_errors_comes_out(parts: list[str]) -> None:
    with suppress(ReadError):
        document = assemble(read("a.html", " ".join(parts).encode("utf-8", "surrogatepass")))
        assert all(document.text[b.start : b.end] == b.text for b in document.blocks)


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>A</title><main><h1>Nurses</h1><p>They care for people.</p></main>",
        "<title>A</title><main><h1>Nurses</h1><p>They care for people.</p></main><p>They do.",
        "<html><head><title>A</title></head><body><h1>Nurses</h1><p>They care for people.",
    ],
    ids=["no body", "part of it in the head", "body"],
)
def test_a_page_without_a_body_tag_is_read(page: str) -> None:
    texts = [block.text for block in read_html(page).blocks]

    assert texts[:2] == ["Nurses", "They care for people."]
