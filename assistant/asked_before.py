"""A question that a page itself asks and answers, where the visitor asks the same.

Of the questions and answers at the end of a guide, or of a heading that asks. What answers another
question is no answer ("No. ..."), so the page's own question is quoted with it. Part of
`find_guides.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.grounding import keeps_polarity
from assistant.guide_index import GuideIndex, Unit
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import SURE
from assistant.paraphrases import FRAME, classes_of
from assistant.stemming import stem, stems
from vectorstore.records import PageId, SourceId
from vectorstore.text import words

MOST_SENTENCES = 4
"""Of a question and its answer that are quoted."""
NEAR = 0.5
"""Strength from which a word of the page's question is asked for, too."""
_FRAME = frozenset(map(stem, FRAME | {"knowing"}))
_WORK = classes_of(stem("job"))


def asked_before(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> tuple[Unit, ...]:
    """The page's own question and its answer, in reading order; empty where none is the same."""
    for page in question.pages:
        if sources and index.pages[page].source_id not in sources:
            continue
        for own, units in _questions(index, page):
            if _is_same(question, own, index, page):
                return units[:MOST_SENTENCES]
    return ()


def _questions(index: GuideIndex, page: PageId) -> Iterator[tuple[str, tuple[Unit, ...]]]:
    """Each question of a page with the units that are its answer, itself first where it is one."""
    for row in index.rows_of.get(page, ()):
        units = index.units(row)
        heading = units[0].heading_path[-1] if units and units[0].heading_path else ""
        if heading.endswith("?"):
            yield heading, units
        for at, unit in enumerate(units):
            if not unit.text.endswith("?"):
                continue
            answer = [u for u in units[at + 1 :] if u.heading_path[-1:] == (unit.text,)]
            if answer:
                yield unit.text, (unit, *answer)


def _is_same(question: GuideQuestion, own: str, index: GuideIndex, page: PageId) -> bool:
    """Whether all that decides in one question stands in the other, and the other way round."""
    known = question.stems_naming(page) | set(stems(index.pages[page].title)) | _FRAME
    terms = question.relation.terms
    asked = [
        at
        for at, term in enumerate(terms)
        if term.stem not in known and not term.scene and not term.classes & _WORK
    ]
    said = [w for w in words(own) if stem(w) not in known and not classes_of(stem(w)) & _WORK]
    if not asked or not said or not keeps_polarity(question.text, own):
        return False
    met = question.relation.strengths([[word] for word in said])[:, asked]
    return bool((met.max(axis=0) >= SURE).all() and (met.max(axis=1) >= NEAR).all())
