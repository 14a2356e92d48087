"""Label and value -> Claims: entity, attribute, figures, qualifiers, flags. Pure.

Used for headline pairs and for rows of fact tables; claims in prose are `prose.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import snowballstemmer

from ingest.figures import Figure, find_figures, lower_end
from ingest.ids import claim_id
from ingest.layouts.measures import (
    COUNTS_PEOPLE,
    attribute_of,
    is_role,
    names_someone,
    period_of,
    subject_words,
)
from vectorstore.records import Claim, PageId, SourceId
from vectorstore.text import topic_key


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose claims these are: the page and what it speaks of."""

    source_id: SourceId
    page_id: PageId
    title: str
    """Without emoji."""
    person: str | None = None
    """Who its pay is for, where a headline names one and the title does not: "GenAI Engineer"."""

    @property
    def someone(self) -> str:
        """Whose pay and work the page speaks of."""
        return self.person or self.title

    def own_name(self, name: str) -> str | None:
        """The page's own spelling of a name that differs only in number; None for another's."""
        bare = _bare(name)
        return next((own for own in (self.title, self.someone) if _bare(own) == bare), None)

    def has_part(self, name: str) -> bool:
        """Whether a name is one of several in the title: "Millwrights" beside mechanics."""
        parts = {tuple(_bare(part)) for part in _PARTS.split(self.title)}
        return len(parts) > 1 and tuple(_bare(name)) in parts

    def is_same(self, words: list[str]) -> bool:
        """Whether some word, acronyms expanded and stemmed, is the title's too.

        A role noun alone is too little: a CV Engineer is no AI Engineer.
        """
        stem = snowballstemmer.stemmer("english").stemWord
        own = {stem(w) for w in topic_key(self.title).split()}
        telling = [w for w in words if not is_role(w)] or words
        named = {stem(w) for w in topic_key(" ".join(telling)).split()}
        initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", self.title)).lower()
        return bool(own & named) or any(w.lower() == initials for w in words)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its value as they stand in a page."""

    label: str
    value: str
    start: int
    end: int
    heading_path: tuple[str, ...]
    context: str = ""
    """The sentence or heading above, where the label alone does not say what is measured."""
    entity: str = ""
    """Whom the value is about, where a row above names it ("Occupational Title: Actors")."""
    is_value_last: bool = False
    """The span ends with the value, so that a part of the value ends where it does in it."""


_PARTS = re.compile(r"\s*(?:,|;|&|/|\band\b|\bor\b)\s*", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"""\b(?:entry[-\ ]level|mid[-\ ](?:level|career)|senior|junior|starting|median|average|mean|
    base|total(?:\ comp(?:ensation)?)?|top|remote|yoy|year[-\ ]over[-\ ]year|projected|openings|
    additional|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\ \d{4}|
    (?:19|20)\d{2}(?:\s?[-\u2013]\s?\d{2,4})?)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINS = re.compile(r"^\s*(?:to|and|or)\s+|\s+(?:to|and|or|up\sto|then)\s*$", re.IGNORECASE)
_MAX_OWN_CHARS = 40
_PERCENT = re.compile(r"%|\bpercent\b", re.IGNORECASE)
_GENERIC_CONTEXT = re.compile(
    r"quick facts|summary|overview|tl;?dr|at a glance|key facts", re.IGNORECASE
)


def read_claims(given: Labelled, subject: Subject) -> list[Claim]:
    """The claims of a labelled value: one a figure, or one of text.

    "$131,450 per year $63.20 per hour" gives two. A label that names another occupation than the
    page's is kept and flagged.
    """
    is_headed = given.context and not _GENERIC_CONTEXT.search(given.context)
    attribute = attribute_of(given.context if is_headed else given.label)
    words = subject_words(given.label)
    is_someone = names_someone(words)
    is_own = is_someone and subject.is_same(words)
    flags = ("label_names_other_subject",) if is_someone and not is_own else ()
    entity = given.entity or subject.title
    if not given.entity and is_own and any(is_role(w) for w in words):
        entity = subject.own_name(" ".join(words)) or " ".join(words)
    text_claim = Claim(
        id=claim_id(subject.page_id, given.start, given.end, given.value),
        page_id=subject.page_id,
        source_id=subject.source_id,
        entity=entity,
        attribute=attribute,
        label=given.label,
        text=given.value,
        low=None,
        high=None,
        unit=None,
        period=None,
        start=given.start,
        end=given.end,
        qualifiers=_qualifiers(given),
        flags=flags,
        heading_path=given.heading_path,
    )
    figures = _telling(given.value, attribute)
    if not figures:
        return [text_claim]
    alone = len(figures) == 1
    if not alone and any(f.hedge for f in figures):  # "at least $200 a day or $25 an hour"
        open_ended = any(f.open_ended for f in figures)
        figures = [replace(f, open_ended=open_ended or f.open_ended) for f in figures]
        alone = True
    apart = told_apart(given.value, figures)
    claims = [_numeric(text_claim, given, f, whole=alone) for f in figures]
    return [
        _of_its_own(c, given, words, figure) if words else c
        for c, words, figure in zip(claims, apart, figures, strict=True)
    ]


def _of_its_own(claim: Claim, given: Labelled, words: str, figure: Figure) -> Claim:
    """The claim of one figure among several, by the words that only it has.

    Its span ends with them: what comes behind is said of the next figure.
    """
    told = replace(claim, label=f"{claim.label}, {words}", qualifiers=(*claim.qualifiers, words))
    if not given.is_value_last:
        return told
    behind = given.value.find(words, figure.end)
    is_next = behind >= 0 and not find_figures(given.value[figure.end : behind])
    ends = behind + len(words) if is_next else figure.end
    return replace(told, end=given.end - len(given.value) + ends)


def told_apart(value: str, figures: Sequence[Figure]) -> list[str]:
    """The words that belong to each figure of a value and to no other; empty where some have none.

    >>> value = "$24,000 Starter to $43,500 Experienced"
    >>> told_apart(value, find_figures(value))
    ['Starter', 'Experienced']
    """
    ends = [*(f.start for f in figures[1:]), len(value)]
    begins = [0, *(f.end for f in figures[:-1])]
    behind = [_own_words(value[f.end : end]) for f, end in zip(figures, ends, strict=True)]
    ahead = [_own_words(value[at : f.start]) for f, at in zip(figures, begins, strict=True)]
    for words in (behind, ahead):
        if len(figures) > 1 and all(words) and len(set(words)) == len(words):
            return words
    return [""] * len(figures)


def _own_words(text: str) -> str:
    words = _JOINS.sub("", text).strip(" ,;:()-\u2013\u2014/")
    return words if any(c.isalpha() for c in words) and len(words) <= _MAX_OWN_CHARS else ""


def _numeric(claim: Claim, given: Labelled, figure: Figure, *, whole: bool) -> Claim:
    """A figure's claim; its text is the whole value, or the figure where it stands for itself."""
    text = given.value if whole else given.value[figure.start : figure.end]
    period = figure.period
    if period is None and claim.attribute in ("pay", "growth"):
        period = period_of(given.label) or period_of(given.context)
    unit = figure.unit
    if unit is None and claim.attribute in COUNTS_PEOPLE:
        unit = "people"
    if unit is None and _PERCENT.search(given.label):
        unit = "percent"
    hedge = (figure.hedge,) if figure.hedge else ()
    if unit == "percent" and claim.attribute in COUNTS_PEOPLE:  # a share of workers is no count
        claim = replace(claim, attribute="other")
    return replace(
        claim,
        id=claim_id(claim.page_id, claim.start, claim.end, given.value[figure.start : figure.end]),
        text=text,
        low=lower_end(figure),
        high=figure.high,
        unit=unit,
        period=period,
        open_ended=figure.open_ended,
        qualifiers=(*claim.qualifiers, *hedge),
    )


def _telling(value: str, attribute: str) -> list[Figure]:
    """The figures of a value that are its point: none in "5 years or more" of experience, say."""
    if attribute in ("education", "training", "experience", "demand"):
        return [f for f in find_figures(value) if f.unit == "percent"]
    figures = find_figures(value)
    with_unit = [f for f in figures if f.unit]
    if with_unit:
        return with_unit
    letters = sum(c.isalpha() for c in value)
    return figures[:1] if len(figures) == 1 and letters <= 20 and figures[0].start < 12 else []


def _qualifiers(given: Labelled) -> tuple[str, ...]:
    found = [m.group() for m in _QUALIFIER.finditer(given.label)]
    if given.context and not found:
        found = [m.group() for m in _QUALIFIER.finditer(given.context)][:2]
    return tuple(dict.fromkeys(found))


def _bare(name: str) -> list[str]:
    return [w.rstrip("s") for w in topic_key(name).split()]
