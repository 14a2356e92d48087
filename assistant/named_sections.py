"""A section of a page that a question names by its heading ("... say about 'Shifts'?").

Part of `find_guides.py`: the section's own first sentences answer, whatever words they use.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.choose_units import is_credit
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion
from assistant.paraphrases import FRAME
from assistant.stemming import stem, stems
from vectorstore.records import PageId, SourceId
from vectorstore.text import fold, words

MOST_SENTENCES, MOST_WORDS = 3, 80
"""Of a section that is quoted."""
_BY_HEADING = re.compile(
    r"\b(?:page|section|heading)\b|:|[\"\u201c\u201d\u2018]|(?:^|\s)'\w|\babout\b", re.IGNORECASE
)
"""Marks of a question that says where to look; without one its words are only words."""
_OF_PAGES = re.compile(r"\b(?:page|section|heading)\b|[\"\u201c\u201d\u2018]|(?:^|\s)'\w")


def section_named(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> tuple[Unit, ...]:
    """The first sentences of the section whose heading and page a question names, and no more."""
    if not _BY_HEADING.search(question.text):
        return ()
    for page in question.pages:
        if sources and index.pages[page].source_id not in sources:
            continue
        found = _section(question, index, page)
        if found:
            return found
    return ()


def is_certain(question: GuideQuestion) -> bool:
    """Whether it says that it means a section of a page, not what the heading's word measures."""
    return bool(_OF_PAGES.search(fold(question.text)))


def _section(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Unit, ...]:
    asked = words(question.text)
    known = question.stems_naming(page) | set(stems(index.pages[page].title))
    headings = dict.fromkeys(
        heading
        for row in index.rows_of.get(page, ())
        for heading in index.passages[row].heading_path
        if heading != index.pages[page].title
    )
    for heading in sorted(headings, key=len, reverse=True):
        of_heading = words(heading)
        left = {w for w in asked if w not in FRAME and stem(w) not in known}
        if of_heading and _holds(asked, of_heading) and left <= set(of_heading):
            return _sentences(index, page, heading)
    return ()


def _holds(asked: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    size = len(heading)
    return any(asked[at : at + size] == heading for at in range(len(asked) - size + 1))


def _sentences(index: GuideIndex, page: PageId, heading: str) -> tuple[Unit, ...]:
    """The first sentences right under a heading; of its subsections where it has none."""
    rows = index.rows_of.get(page, ())
    own = [r for r in rows if index.passages[r].heading_path[-1:] == (heading,)]
    under = own or [r for r in rows if heading in index.passages[r].heading_path]
    found: list[Unit] = []
    for unit in (u for row in under for u in index.units(row)):
        said = sum(len(u.words) for u in (*found, unit))
        if len(found) == MOST_SENTENCES or (found and said > MOST_WORDS):
            break
        if not (unit.text in index.repeated or unit.text.endswith("?") or is_credit(unit)):
            found.append(unit)
    return tuple(found)
