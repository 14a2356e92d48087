"""Which part of an HTML page is its content: the frame of the site goes, the main part is found.

Works on the parsed page before it is walked (`html.py`). Judged by roles, names and where text
stands, never by what it says. What is repeated from card to card is content, whatever it is called.
"""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

_NO_TEXT = (
    "script", "style", "template", "noscript", "svg", "iframe", "select", "input", "textarea",
    "dialog", "object", "video", "audio", "canvas", "head", "datalist",
)  # fmt: skip
_FRAME = ("nav", "header", "footer", "aside", "form")
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar",
     "alert", "complementary"}
)  # fmt: skip
_STEERING = re.compile(
    r"(?:.*[-_])?(?:cookies?|consent|gdpr|breadcrumbs?|navbar|newsletter|skip[-_]?(?:link|nav)s?|popups?|"
    r"modals?|adverts?|advertisements?|pagination|pager)(?:[-_]\w[\w-]*)?|"
    r"(?:social|share|sharing)(?:[-_]?(?:links?|icons?|media|buttons?|bar|nav|list|menu|tools|shar(?:e|ing)))?|"
    r"sr-only|visually-hidden|screen-reader-text|noprint-block",
    re.IGNORECASE,
)
"""Class names and ids of what steers a site; whole words, so that "modality" stays."""
_STRUCTURE = re.compile(
    r"(?:site|page|global|main|top)?[-_]?(?:header|footer|nav|navigation|menu)|"
    r"(?:\w+[-_])?sidebar(?:[-_]\w+)?|(?:search[-_])?(?:filters?|facets?)(?:[-_](?:panel|bar|list))?",
    re.IGNORECASE,
)
"""Names of parts of a site that cards use for their own parts too."""
_HIDDEN_CLASS = re.compile(
    r"hidden|hide|d-none|is-hidden|(?:sm|md|lg|xl):hidden|d-(?:sm|md|lg)-none"
)
_SHOWN_CLASS = re.compile(
    r"(?:sm|md|lg|xl|2xl):(?:block|flex|inline\S*|grid|table\S*)|d-(?:sm|md|lg|xl)-(?!none)\S+"
)
_FOLD = re.compile(
    r"(?:.*[-_])?(?:tab|tab[-_]?pane|tab[-_]?content|pane|accordion)(?:[-_]\w[\w-]*)?",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTAINERS = frozenset({"div", "section", "article", "main", "form", "center"})
_MAIN_SHARE = 0.75
"""Of the text that is no link: the smallest part that holds this much is the page's main part."""
_MARKED_SHARE = 0.5
"""Of the same: what a part must hold that the page marks as its only article."""
_WRAPPED_WORDS = 120
"""A form with more words than this is wrapped around content; one for visitors has fewer."""
_MIN_PROSE_CHARS = 60
_NO_SIZE = re.compile(r"0(?:\.0+)?(?:[a-z]+|%)?")


def strip(root: Tag) -> None:
    """Take out of a page what is not shown, and the frame of the site."""
    for tag in root.find_all(_NO_TEXT):
        tag.decompose()
    for tag in root.find_all("button"):
        if not tag.find_parent([*_HEADINGS, "summary", "th", "td"]):
            tag.decompose()
    for tag in root.find_all(_is_hidden):
        if not tag.decomposed and not _opens(tag):
            tag.decompose()
    for tag in root.find_all(_is_frame):
        if not tag.decomposed and not _holds_content(tag) and not _is_of_card(tag):
            tag.decompose()


def main_part(root: Tag) -> Tag:
    """The page's main part: as marked, else the smallest that holds most of its text.

    A part is not narrowed past a heading above it, nor past prose below.
    """
    weights = _weights(root)
    whole = weights[id(root)]
    marked = (root.find_all("main"), root.find_all(role="main"), root.find_all("article"))
    for found, share in zip(marked, (0.0, 0.0, _MARKED_SHARE), strict=True):
        if len(found) == 1 and weights[id(found[0])] > share * whole:
            return found[0]
    best = root
    while whole:
        children = best.find_all(True, recursive=False)
        inner = [c for c in children if weights[id(c)] >= _MAIN_SHARE * whole]
        if len(inner) != 1 or inner[0].name not in _CONTAINERS or _has_own_text(best):
            break
        at = children.index(inner[0])
        if any(_heads(c) for c in children[:at]) or any(_is_prose(c) for c in children[at + 1 :]):
            break
        best = inner[0]
    return best


def names_of(tag: Tag) -> list[str]:
    """The classes and the id of a tag."""
    return [*(tag.get("class") or ()), str(tag.get("id") or "")]


def _is_hidden(tag: Tag) -> bool:
    """Whether a wide screen does not show the tag."""
    if tag.name in ("body", "main", "html"):
        return False
    if tag.has_attr("hidden") and tag.get("hidden") != "until-found":
        return True
    if tag.get("aria-hidden") == "true":
        return True
    if _is_styled_away(tag):
        return True
    classes = [str(c) for c in tag.get("class") or ()]
    hidden = any(_HIDDEN_CLASS.fullmatch(c) for c in classes)
    return hidden and not any(_SHOWN_CLASS.fullmatch(c) for c in classes)


def _is_styled_away(tag: Tag) -> bool:
    """Whether its own style shows nothing: not displayed, of no size, or in the paper's color.

    No size on a container only closes gaps between its parts, which have sizes of their own; no
    opacity is how pages fade in what everyone reads.
    """
    given = str(tag.get("style") or "").replace(" ", "").lower().replace("!important", "")
    style = dict(rule.split(":", 1) for rule in given.split(";") if ":" in rule)
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        return True
    if _NO_SIZE.fullmatch(style.get("font-size", "")) and tag.find(True) is None:
        return True
    paper = style.get("background-color") or style.get("background")
    return paper is not None and style.get("color") == paper


def hides(markup: str) -> bool:
    """Whether an opening tag by itself, as it stands in Markdown, hides what follows."""
    tag = BeautifulSoup(markup, "lxml").find(_is_hidden)
    return tag is not None


def _opens(tag: Tag) -> bool:
    """Whether a hidden part is shown on request: a tab, a fold."""
    if tag.find(["h1", "main", "article"]) or tag.get("role") == "tabpanel":
        return True
    return any(_FOLD.fullmatch(n) for n in names_of(tag))


def _is_frame(tag: Tag) -> bool:
    if tag.name in ("body", "main", "article", "html", *_HEADINGS):
        return False
    if tag.name in _FRAME or tag.get("role") in _ROLES:
        return True
    return any(_STEERING.fullmatch(n) or _STRUCTURE.fullmatch(n) for n in names_of(tag))


def _holds_content(tag: Tag) -> bool:
    """Whether something called a part of the frame is wrapped around content, or heads it."""
    if tag.find(["h1", "main", "article"]):
        return True
    if tag.name == "header":
        return tag.find_parent(["main", "article", "section"]) is not None
    return tag.name == "form" and len(tag.get_text(" ").split()) > _WRAPPED_WORDS


def _is_of_card(tag: Tag) -> bool:
    """Whether the tag belongs to something that is repeated: two more cards have its like.

    What only steers (cookies, sharing) goes from cards too.
    """
    if tag.name in ("nav", "form") or any(_STEERING.fullmatch(n) for n in names_of(tag)):
        return False
    for parent in tag.parents:
        if parent.name in ("body", "main", "html", "[document]"):
            return False
        like = parent.find_next_siblings(parent.name) + parent.find_previous_siblings(parent.name)
        others = [s for s in like if s.get("class") == parent.get("class")]
        if sum(_has_like(other, tag) for other in others) >= 2:
            return True
    return False


def _has_like(other: Tag, tag: Tag) -> bool:
    """Whether a tag of the same name and classes stands below another."""
    return any(t.get("class") == tag.get("class") for t in other.find_all(tag.name))


def _weights(root: Tag) -> Counter[int]:
    """Letters of each tag's text that is no link, by the tag's `id()`."""
    linked = {
        id(text)
        for link in root.find_all("a")
        if link.find(["div", "p", "ul", "dl", *_HEADINGS]) is None
        for text in link.find_all(string=True)
    }
    weights: Counter[int] = Counter()
    for part in reversed(list(root.descendants)):
        if isinstance(part, Tag):
            weights[id(part.parent)] += weights[id(part)]
        elif not isinstance(part, PreformattedString) and id(part) not in linked:
            weights[id(part.parent)] += len(str(part).strip())
    return weights


def _has_own_text(tag: Tag) -> bool:
    """Whether text stands in a tag beside the tags in it."""
    return any(isinstance(c, NavigableString) and c.strip() for c in tag.children)


def _heads(tag: Tag) -> bool:
    return tag.name in _HEADINGS or tag.find(_HEADINGS) is not None or _is_prose(tag)


def _is_prose(tag: Tag) -> bool:
    parts = [tag] if tag.name == "p" else tag.find_all(["p", "td", "dd"])
    return any(len(p.get_text(strip=True)) >= _MIN_PROSE_CHARS for p in parts)
