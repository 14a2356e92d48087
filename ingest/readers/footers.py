"""What a page's footer says of its figures and of its date, which the frame of a site hides. Pure.

The footer goes with the frame (`boilerplate.py`), but for sentences that tell the basis of what
stands above ("All salaries are before tax") or when it was last reviewed.
"""

from __future__ import annotations

import re

from bs4 import Tag

from ingest.readers.html_text import flat
from ingest.sentences import split_sentences

_REVIEWED = re.compile(
    r"\b(?:last|page|content)\s(?:\w+\s)?(?:reviewed|updated|modified|checked|revised)\b"
    r"|^(?:reviewed|updated|checked)(?:\son)?\b.*\d{4}",
    re.IGNORECASE,
)
_BASIS = re.compile(
    r"\b(?:salar(?:y|ies)|earnings|wages?|pay|incomes?|figures?|data|fees?|prices?|statistics"
    r"|employment|estimates?|rates?|amounts?|numbers)\b[^.]*?"
    r"\b(?:is|are|was|were|comes?|exclude[sd]?|include[sd]?|refers?|based|shown|quoted|apply)\b",
    re.IGNORECASE,
)
"""Says how figures were taken: a measure and what holds of it."""
_LEGAL = re.compile(
    r"\b(?:cookies?|privacy|terms|rights\sreserved|trademarks?|liable|liability|newsletter"
    r"|subscrib\w+|your\s(?:personal\s)?data|we\suse|log\s?in|sign\s?up)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\s*(?:\u00a9|\(c\)|\bcopyright\b)[^.|]*(?:[.|]\s*|$)", re.IGNORECASE)
"""Who holds the rights, between what is said of the page."""
_MAX_CHARS = 240
_FOOTER = re.compile(r"(?:site|page|global|main)?[-_]?footer", re.IGNORECASE)


def notes_of_footers(root: Tag) -> list[str]:
    """The sentences of a page's footers that are about its content, in order, each once."""
    notes: dict[str, None] = {}
    for tag in root.find_all(_is_footer):
        for part in _OWNER.split(flat(tag)):
            told = (part[start:end] for start, end in split_sentences(part))
            notes |= dict.fromkeys(s for s in told if len(s) <= _MAX_CHARS and _is_note(s))
    return list(notes)


def _is_footer(tag: Tag) -> bool:
    if tag.name == "footer" or tag.get("role") == "contentinfo":
        return True
    names = [*(tag.get("class") or ()), str(tag.get("id") or "")]
    return tag.name in ("div", "section") and any(_FOOTER.fullmatch(n) for n in names)


def _is_note(said: str) -> bool:
    if _LEGAL.search(said) or said.endswith("?"):
        return False
    return bool(_REVIEWED.search(said) or _BASIS.search(said))
