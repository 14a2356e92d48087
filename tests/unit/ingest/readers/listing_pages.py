"""Listing pages as sites save them: the same rows as cards, lists, tables and definition lists.

Each shape is a function from rows to the markup of a listing; `page` puts it into a site's frame
(banner, navigation, cookie bar, filters, breadcrumb, pagination, related links, scripts, footer).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from vectorstore.records import PageContent


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a listing, as its lines stand in the text of a page."""

    lines: tuple[str, ...]
    category: str = ""
    delivery: str = ""
    university: str = ""
    title: str = ""
    city: str = ""
    length: str = ""
    price: str = ""

    @property
    def name(self) -> str:
        """`University | Title`."""
        return next((line for line in self.lines if " | " in line), "")

    @property
    def above(self) -> tuple[str, ...]:
        """The lines before the name."""
        return self.lines[: self.lines.index(self.name)] if self.name else self.lines

    @property
    def below(self) -> tuple[str, ...]:
        """The lines after the name."""
        return self.lines[len(self.above) + 1 :]


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page with one listing."""

    title: str
    prose: tuple[str, ...]
    heading: str
    subtitle: str
    rows: tuple[Row, ...]


def taken_from(content: PageContent) -> ListingPage:
    """The listing of a page that was read from text, with its programs and rejects in order."""
    text = content.page.text
    (listing,) = content.listings
    found = [(p.start, p.end, p) for p in content.programs]
    spans = sorted(
        [*found, *((r.start, r.end, None) for r in content.rejects)], key=lambda s: s[:2]
    )
    rows = []
    for start, end, program in spans:
        lines = tuple(line for line in text[start:end].split("\n") if line)
        if program is None:
            rows.append(Row(lines))
            continue
        city = "; ".join(
            ", ".join(x for x in (p.city, p.region, p.country) if x) for p in program.places
        )
        rows.append(
            Row(
                lines,
                program.category or "",
                program.delivery_raw or "",
                program.university,
                program.title,
                city,
                program.duration.raw if program.duration else "",
                program.price_raw or "",
            )
        )
    above = text[listing.end : spans[0][0]].strip().split("\n")
    prose = tuple(p.text for p in content.passages if p.end < listing.start)
    return ListingPage(content.page.title, prose, listing.heading, above[0], tuple(rows))


def link_of(row: Row) -> str:
    """Where a row's title leads."""
    return "/programs/" + "-".join("".join(c if c.isalnum() else " " for c in row.name).split())


def cards(rows: Sequence[Row]) -> str:
    """Cards of nested divs; the name is a link in a heading."""
    return "".join(
        f"""<div class="col-md-4"><div class="card program-card"><div class="card-body">
        {_divs(r.above, "badge")}
        <h3 class="card-title"><a href="{link_of(r)}">{escape(r.name)}</a></h3>
        <div class="meta">{_divs(r.below, "cell")}</div>
        <a class="btn" href="{link_of(r)}">Learn more</a></div></div></div>"""
        for r in rows
    )


def spans(rows: Sequence[Row]) -> str:
    """Articles whose cells are spans side by side, some of them split into spans once more."""
    return "".join(
        f"""<article class="result"><p class="tags">{_spans(r.above)}</p>
        <div class="name"><a href="https://example.org{link_of(r)}">{_split(r.name)}</a></div>
        <div class="facts">{_spans(r.below)}</div></article>"""
        for r in rows
    )


def touching(rows: Sequence[Row]) -> str:
    """Minified: no white space between tags; the whole card is a link; its price is a footer."""
    return "".join(
        f'<a class="tile" href="{link_of(r)}"><div>{_touching(r.above)}</div>'
        f"<h4><span>{escape(r.name)}</span></h4><div>{_touching(r.below[:-1])}</div>"
        f"<footer><b>{escape(''.join(r.below[-1:]))}</b></footer></a>"
        for r in rows
    )


def items(rows: Sequence[Row]) -> str:
    """A list of cards, each with a list of facts."""
    return f"""<ul class="results">{
        "".join(
            f'<li><div>{_divs(r.above, "tag")}</div><a href="{link_of(r)}"><strong>{escape(r.name)}'
            f"</strong></a><ul>{''.join(f'<li>{_split(x)}</li>' for x in r.below)}</ul></li>"
            for r in rows
        )
    }</ul>"""


def linked_items(rows: Sequence[Row]) -> str:
    """A list whose items are links around all of a card."""
    return f"""<ul>{
        "".join(f'<li><a href="{link_of(r)}">{_divs(r.lines, "line")}</a></li>' for r in rows)
    }</ul>"""


def breaks(rows: Sequence[Row]) -> str:
    """One paragraph a row, its lines apart by `br`; tags left open, as in old pages."""
    return "".join(
        "<p><font size=2>" + "<br>\n".join(escape(line, quote=False) for line in r.lines)
        for r in rows
    )


def layout_table(rows: Sequence[Row]) -> str:
    """A table for layout only: a card a cell, three in a row."""
    cells = [f"<td valign=top>{_divs(r.lines, 'x')}<h5></h5>" for r in rows]
    body = "<tr>".join("".join(cells[i : i + 3]) for i in range(0, len(cells), 3))
    return f"<table width=100%><tr>{body}</table>"


def table(rows: Sequence[Row]) -> str:
    """A table with a head, its names as row headers."""
    head = "".join(f"<th scope=col>{name}</th>" for name in _COLUMNS)
    body = "".join(_cells(r, "th", "scope=row") for r in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</table>"


def bold_table(rows: Sequence[Row]) -> str:
    """A table without `th`: its first row is bold."""
    head = "".join(f"<td><b>{name}</b></td>" for name in _COLUMNS)
    return f"<table><tr>{head}</tr>{''.join(_cells(r, 'td', '') for r in rows)}</table>"


def merged_table(rows: Sequence[Row]) -> str:
    """A table whose equal neighbours in the first two columns are one cell each; two-row head."""
    out = []
    for column in (0, 1):
        spans = [0] * len(rows)
        first = 0
        for i, row in enumerate(rows):
            if _values(row)[: column + 1] != _values(rows[first])[: column + 1]:
                first = i
            spans[first] += 1
        out.append(spans)
    body = ""
    for i, row in enumerate(rows):
        cells = ""
        for column, value in enumerate(_values(row)):
            if column < 2 and not out[column][i]:
                continue
            more = f' rowspan="{out[column][i]}"' if column < 2 else ""
            cells += f"<td{more}>{escape(value)}</td>"
        body += f"<tr>{cells}</tr>"
    head = (
        '<tr><th rowspan="2">Category</th><th rowspan="2">Delivery</th><th rowspan="2">University'
        '</th><th rowspan="2">Program</th><th rowspan="2">City</th><th colspan="2"></th></tr>'
        "<tr><th>Duration</th><th>Tuition</th></tr>"
    )
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def grid(rows: Sequence[Row]) -> str:
    """A table made of divs with roles."""
    head = "".join(f'<div role="columnheader">{name}</div>' for name in _COLUMNS)
    body = "".join(
        '<div role="row">'
        + "".join(f'<div role="cell"><span>{escape(v)}</span></div>' for v in _values(r))
        + "</div>"
        for r in rows
    )
    return (
        f'<div role="table"><div role="rowgroup"><div role="row">{head}</div></div>'
        f'<div role="rowgroup">{body}</div></div>'
    )


def definitions(rows: Sequence[Row]) -> str:
    """A heading with the name, and a definition list of the rest."""
    return "".join(
        f"""<section><h3><a href="{link_of(r)}">{escape(r.name)}</a></h3><dl>{
            "".join(
                f"<div><dt>{label}:</dt><dd>{escape(value)}</dd></div>"
                for label, value in zip(_LABELS, _rest(r), strict=True)
                if value
            )
        }</dl></section>"""
        for r in rows
    )


def labels(rows: Sequence[Row]) -> str:
    """Cards whose cells carry their labels, in the same line or as a span of their own."""
    return "".join(
        f"""<div class="card"><header><h3>{escape(r.name)}</h3></header>{
            "".join(
                f'<div class="fact"><span class="label">{label}: </span>'
                f"<span>{escape(value)}</span></div>"
                for label, value in zip(_LABELS, _rest(r), strict=True)
                if value
            )
        }</div>"""
        for r in rows
    )


LINES: tuple[Callable[[Sequence[Row]], str], ...] = (
    cards, spans, touching, items, linked_items, breaks, layout_table,
)  # fmt: skip
"""Shapes that hold the lines of a row as they are, damaged ones too."""
COLUMNS: tuple[Callable[[Sequence[Row]], str], ...] = (
    table, bold_table, merged_table, grid, definitions, labels,
)  # fmt: skip
"""Shapes that name what each cell is."""
LINKED = (cards, spans, touching, items, linked_items, table, bold_table, definitions)
"""Shapes whose names, or cards, are links."""

_COLUMNS = ("Category", "Delivery", "University", "Program", "City", "Duration", "Tuition")
_LABELS = ("Category", "Delivery", "Location", "Duration", "Tuition")


def _values(r: Row) -> tuple[str, ...]:
    return (r.category, r.delivery, r.university, r.title, r.city, r.length, r.price)


def _rest(r: Row) -> tuple[str, ...]:
    return (r.category, r.delivery, r.city, r.length, r.price)


def _cells(r: Row, name_tag: str, scope: str) -> str:
    values = [escape(v) for v in _values(r)]
    values[3] = f'<a href="{link_of(r)}">{values[3]}</a>'
    cells = [f"<td>{v}</td>" for v in values]
    cells[3] = f"<{name_tag} {scope}>{values[3]}</{name_tag}>"
    return f"<tr>{''.join(cells)}</tr>"


def _divs(lines: Sequence[str], name: str) -> str:
    return "".join(f'<div class="{name}"><p>{escape(line)}</p></div>\n' for line in lines)


def _spans(lines: Sequence[str]) -> str:
    return "".join(f'\n  <span class="cell">{_split(line)}</span>' for line in lines)


def _touching(lines: Sequence[str]) -> str:
    return "".join(f'<span class="cell">{escape(line)}</span>' for line in lines)


def _split(line: str) -> str:
    """The line with each of its words in a span."""
    return " ".join(f"<span>{escape(word)}</span>" for word in line.split(" "))


def page(listing: ListingPage, shape: Callable[[Sequence[Row]], str]) -> str:
    """The page of a site: the frame of the site around prose and listing."""
    prose = "".join(f"<p>{escape(p)}</p>" for p in listing.prose)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(listing.title)} | Study Finder</title>
<link rel="canonical" href="https://example.org/guides/programs?page=1">
<script type="application/ld+json">{{"@type": "ItemList", "numberOfItems": 7}}</script>
<style>.card {{ color: red }}</style></head>
<body class="page">
<a class="skip-link" href="#main">Skip to main content</a>
<div id="cookie-banner" class="banner"><p>We use cookies to make this site better for you.</p>
<button>Accept all</button></div>
<header class="site-header"><div class="logo"><a href="/">Study Finder</a></div>
<nav><ul><li><a href="/a">Careers</a></li><li><a href="/b">Online degrees</a></li></ul></nav>
<form role="search"><input name="q"><button>Search</button></form></header>
<ol class="breadcrumb"><li><a href="/">Home</a></li><li>Programs</li></ol>
<div class="wrapper"><div class="container"><div id="content">
<h1>{escape(listing.title)}</h1>
<div class="intro">{prose}</div>
<section class="listing"><h2>{escape(listing.heading)}</h2><p class="lead">{
        escape(listing.subtitle)
    }</p>
<aside class="filters"><h4>Filters</h4><form><label><input type="checkbox"> Online (12)</label>
<label><input type="checkbox"> Under 10,000</label></form></aside>
<div class="row results">{shape(listing.rows)}</div>
<div class="d-none">Quick view: 99,999</div><div hidden><p>1 Years</p></div>
<template><div>Template University | MS in Templates</div></template>
<noscript><p>Please enable scripts.</p></noscript>
<nav aria-label="Pages"><ul class="pagination"><li>1</li><li><a href="?page=2">2</a></li></ul></nav>
</section>
<script>window.__STATE__ = {{"price": 12345}};</script>
</div></div></div>
<div class="related"><h4>Related guides</h4><ul><li><a href="/1">Nursing careers</a></li>
<li><a href="/2">Teaching careers</a></li><li><a href="/3">Law careers</a></li></ul></div>
<footer><p>Study Finder is a service of nobody in particular. All rights reserved.</p></footer>
</body></html>"""
