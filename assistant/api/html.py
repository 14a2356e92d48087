"""HTML made of elements, every text in it escaped. Pure.

`Html` is what was made here; any other text is a text. There is no way to put markup into a page
but to write its elements.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import datetime

_EMPTY = frozenset("br img input link meta".split())


class Html(str):
    """Markup that was made by `tag`."""

    __slots__ = ()


Child = Html | str | int | None


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element; attributes without a value are left out, `_` at the end of a name as well.

    >>> tag("a", "<b>", href='"', class_="x", hidden=False)
    '<a href="&quot;" class="x">&lt;b&gt;</a>'
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{html.escape(str(value), quote=True)}"')
        for key, value in attributes.items()
        if value not in (None, False)
    )
    if name in _EMPTY:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """The children one after the other, texts escaped."""
    parts = (c if isinstance(c, Html) else html.escape(str(c)) for c in children if c is not None)
    return Html("".join(parts))


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    total: int | None = None,
    of: str = "",
) -> Html:
    """A table that scrolls by itself on a narrow screen; rows are headed by their first cell.

    `total` says how many rows there are where not all are shown, `of` what tells it from others
    with its caption.
    """
    made = [
        tag("tr", tag("th", cells[0], scope="row"), *(tag("td", cell) for cell in cells[1:]))
        for cells in rows
    ]
    if not made:
        return tag("p", f"{caption}: none.", class_="none")
    cut = f" (the first {len(made):,} of {total:,})" if total and total > len(made) else ""
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    whole = tag(
        "table",
        tag("caption", caption + cut),
        tag("thead", head),
        tag("tbody", *made),
    )
    named = f"{caption}{of}"
    return tag("div", whole, class_="scroll", tabindex="0", role="region", aria_label=named)


def moment(time: datetime) -> Html:
    """A time as people write it, in UTC."""
    return tag("time", f"{time:%-d %b %Y, %H:%M} UTC", datetime=time.isoformat())


def page(title: str, *body: Child, styles: Sequence[str] = (), scripts: Sequence[str] = ()) -> str:
    """A whole page of ours."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        *(tag("link", rel="stylesheet", href=href) for href in ("/page/page.css", *styles)),
        tag("link", rel="icon", href="/page/icon.svg", type="image/svg+xml"),
        *(tag("script", type="module", src=src) for src in scripts),
    )
    return "<!doctype html>\n" + tag("html", head, tag("body", *body, class_="desk"), lang="en")
