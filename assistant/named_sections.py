"""A section of a page that a question names by its heading or by what it is about.

"... say about 'Shifts'?", "what hours do bakers work". Part of `find_guides.py`: the section's own
first sentences answer, whatever words they use.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.aspects import Aspect, aspect_of_heading, only_asks
from assistant.choose_units import is_credit
from assistant.grounding import is_role
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion
from assistant.measures import Wants
from assistant.paraphrases import FRAME
from assistant.stemming import stem, stems
from vectorstore.records import PageId, SourceId
from vectorstore.text import fold, words

MOST_SENTENCES, MOST_WORDS = 3, 80
"""Of a section that is quoted."""
MOST_QUALITIES, MOST_WORDS_ON_THEM = 6, 115
"""The same of a list of qualities: three of six would say that there are three."""
_OPENS_WITH = 6
"""Words of a sentence among which it says what it is about."""
_LEARNED = re.compile(
    r"\b(?:education|training|study|studies|qualifications?|apprenticeships?)\b", re.IGNORECASE
)
"""In a heading: how those of a page become what they are, where no heading says so."""
_WHOLE = frozenset(Aspect) - {Aspect.SURROUNDINGS, Aspect.SIMILAR}
"""Whose sections begin with what matters; those on surroundings begin with who employs how many."""
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


def section_asked(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> tuple[Unit, ...]:
    """The first sentences of the section on what is asked of a page, if nothing else is asked.

    Of two such sections the one whose heading has a word of the question, else the first.
    """
    aspect = question.aspect
    if aspect is None and question.measure is None:
        return _opening(question, index, sources)
    if aspect is None or aspect not in _WHOLE or len(question.pages) != 1:
        return ()
    page = question.pages[0]
    if sources and index.pages[page].source_id not in sources:
        return ()
    known = question.stems_naming(page) | set(stems(index.pages[page].title))
    asked = [t for t in question.relation.terms if not t.scene and t.stem not in known]
    if not all(is_role(t) or only_asks(aspect, stem(t.text)) for t in asked):
        return ()
    headings = _headings(index, page)
    announced = [h for h in headings if aspect_of_heading(h) is aspect]
    if aspect is Aspect.ENTRY and not announced:
        announced = [h for h in headings if _LEARNED.search(h)]
    said = set(stems(question.text)) - known
    announced.sort(key=lambda h: not said & set(stems(h)))
    if aspect is Aspect.DUTIES and (of_part := _of_part(question, index, page)):
        return of_part
    whole = aspect is Aspect.QUALITIES
    return _sentences(index, page, announced[0], whole=whole) if announced else ()


def _of_part(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Unit, ...]:
    """What a page says of some of those it is about: "Fallers cut down trees", of logging workers.

    The paragraph that opens with their name, under a heading on what is done; empty without one.
    """
    naming = question.stems_naming(page)
    if naming <= set(stems(index.pages[page].title)):
        return ()
    for row in index.rows_of.get(page, ()):
        if not any(aspect_of_heading(h) is Aspect.DUTIES for h in index.passages[row].heading_path):
            continue
        units = index.units(row)
        for at, unit in enumerate(units):
            opening = " ".join(unit.text.split()[:_OPENS_WITH])
            if unit.text.endswith(".") and naming <= set(stems(opening)):
                return _of_paragraph(index, units[at:])
    return ()


def _of_paragraph(index: GuideIndex, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The first units up to the end of their paragraph, at most MOST_SENTENCES."""
    text = index.pages[units[0].page_id].text
    found = [units[0]]
    for unit in units[1:MOST_SENTENCES]:
        if "\n" in text[found[-1].end : unit.start]:
            break
        found.append(unit)
    return tuple(found)


def _opening(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId]
) -> tuple[Unit, ...]:
    """How the prose of a page begins, where a question says nothing but its name: "dentist"."""
    (page, *more) = question.pages or (None,)
    if question.wants not in (Wants.TEXT, Wants.NAMES):
        return ()
    if page is None or more or (sources and index.pages[page].source_id not in sources):
        return ()
    naming, first = question.stems_naming(page), index.first_prose(page)
    if first is None or not all(t.stem in naming and not t.scene for t in question.relation.terms):
        return ()
    return index.units(first)[:2]


def _headings(index: GuideIndex, page: PageId) -> tuple[str, ...]:
    """The headings of a page but its title, in reading order."""
    return tuple(
        dict.fromkeys(
            heading
            for row in index.rows_of.get(page, ())
            for heading in index.passages[row].heading_path
            if heading != index.pages[page].title
        )
    )


def _section(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Unit, ...]:
    asked = words(question.text)
    known = question.stems_naming(page) | set(stems(index.pages[page].title))
    for heading in sorted(_headings(index, page), key=len, reverse=True):
        of_heading = words(heading)
        left = {w for w in asked if w not in FRAME and stem(w) not in known}
        if of_heading and _holds(asked, of_heading) and left <= set(of_heading):
            return _sentences(index, page, heading)
    return ()


def _holds(asked: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    size = len(heading)
    return any(asked[at : at + size] == heading for at in range(len(asked) - size + 1))


def _opens(index: GuideIndex, unit: Unit) -> bool:
    """Whether a unit opens a paragraph, or stands under the heading alone."""
    before = index.pages[unit.page_id].text[: unit.start].rstrip(" *_-")
    return not before or before.endswith("\n")


def _sentences(
    index: GuideIndex, page: PageId, heading: str, *, whole: bool = False
) -> tuple[Unit, ...]:
    """The first sentences right under a heading; of its subsections where it has none.

    `whole` takes as many as an answer holds, less their lead-in.
    """
    most, most_words = (
        (MOST_QUALITIES, MOST_WORDS_ON_THEM) if whole else (MOST_SENTENCES, MOST_WORDS)
    )
    rows = index.rows_of.get(page, ())
    own = [r for r in rows if index.passages[r].heading_path[-1:] == (heading,)]
    under = own or [r for r in rows if heading in index.passages[r].heading_path]
    found: list[Unit] = []
    for unit in (u for row in under for u in index.units(row)):
        said = sum(len(u.words) for u in (*found, unit))
        if len(found) == most or (found and said > most_words):
            break
        if whole and found and not _opens(index, unit):
            continue  # of each quality what it begins with
        if not (unit.text in index.repeated or unit.text.endswith("?") or is_credit(unit)):
            found.append(unit)
    return tuple(found)
