"""The audit of an answer's citations, from the public answer and the pages' texts alone.

It shares no code with the product's own proof. Per answer, each in 0..1:

    exists     numbers cited that are there (in sentences, in the marks of the text, in rows)
    exact      citations whose quote is the page's text at that span, not cut out askew, and whose
               page is held by the index in that very version
    retrieved  citations that belong to what was found for the question: a row cited is among the
               rows of the result and its quote names it, a set cited is a listing of the result.
               Of a quote the public answer does not show what else was found; its section has to
               be a heading of the page, so that it is a passage of that index
    bound      figures that stand with their entity, attribute, unit and hedge in one citation of
               their sentence, or that are computed again from what the answer carries
    recall     sentences that their citations together support fully (ALCE)
    precision  citations that are needed: without one the sentence is not fully supported, or it
               alone supports it (ALCE); all of a sentence without full support count as not

Sentences are those of facts and computed ones, and any other that cites or states a figure. What
the answer does not carry leaves a measure out, never at zero. Source of recall and precision: Gao
et al. 2023, "Enabling Large Language Models to Generate Text with Citations", section 3; support is
decided here by code (`quoted_support.py`, `computed_support.py`) in place of an NLI model.
"""

from __future__ import annotations

import hashlib
import re
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.api.wire import AskResponse, CitationOut, SegmentOut
from assistant.records import Kind, SegmentKind
from evals.metrics.computed_support import RowSentence, asks_once
from evals.metrics.expectation import plain
from evals.metrics.quoted_support import stated, unbound, unsupported
from evals.metrics.shown import Shown, carried, shown_by
from evals.scores import Outcome, Score

_FACTUAL = (SegmentKind.FACT, SegmentKind.COMPUTED)
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit of one answer found."""

    score: Score
    """Right if every measure but precision is full; unscored if nothing is cited or stated."""
    measures: Mapping[str, float] = field(default_factory=dict)
    """Name of a measure -> its value in 0..1; those with nothing to look at are left out."""


@dataclass(frozen=True, slots=True)
class _Check:
    """One thing looked at."""

    measure: str
    holds: bool | None
    """None: the answer does not carry enough to say."""
    reason: str = ""


def score_citations(answer: AskResponse, texts: Mapping[str, str]) -> Audit:
    """The audit of one answer; `texts` holds the text of each page cited, by its id."""
    checks = [*_exist(answer), *_exact(answer, texts), *_retrieved(answer, texts)]
    checks += _sentences(answer)
    known = [c for c in checks if c.holds is not None]
    names = dict.fromkeys(c.measure for c in known)
    measures = {n: _share([c for c in known if c.measure == n]) for n in names}
    reasons = tuple(dict.fromkeys(c.reason for c in known if not c.holds))
    if not names:
        return Audit(Score(Outcome.UNSCORED))
    at_fault = any(not c.holds and c.measure != "precision" for c in known)
    return Audit(Score(Outcome.WRONG if at_fault else Outcome.RIGHT, reasons), measures)


def _share(checks: Sequence[_Check]) -> float:
    return sum(bool(c.holds) for c in checks) / len(checks)


def _exist(answer: AskResponse) -> Iterator[_Check]:
    there = {c.id for c in answer.citations}
    for segment in answer.segments:
        for number in segment.citations:
            said = f"sentence {segment.id} cites {number}, which is not there"
            yield _Check("exists", number in there, said)
    cited = {number for s in answer.segments for number in s.citations}
    for mark in _MARK.findall(answer.text):
        said = f"the text has the mark [{mark}], which no sentence cites"
        yield _Check("exists", int(mark) in cited, said)
    rows = {c.id: c.row_id for c in answer.citations}
    for row in carried(answer):
        if row.citation is not None:
            said = f"the row {row.id} names citation {row.citation}, which does not show it"
            yield _Check("exists", rows.get(row.citation) == row.id, said)


def _exact(answer: AskResponse, texts: Mapping[str, str]) -> Iterator[_Check]:
    for cited in answer.citations:
        problem = _inexact(cited, texts.get(cited.source.id))
        yield _Check("exact", not problem, f"citation {cited.id} {problem}")


def _inexact(cited: CitationOut, text: str | None) -> str:
    if text is None:
        return f"is of {cited.source.id!r}, a page that is not held"
    if hashlib.sha256(text.encode()).hexdigest() != cited.source.sha256:
        return f"is of another version of {cited.source.id!r} than the one held"
    if not cited.quote or text[cited.start : cited.end] != cited.quote:
        return f"is not the text at {cited.start}-{cited.end} of its page"
    if cited.quote != cited.quote.strip():
        return "begins or ends in a blank"
    if _cuts(text, cited.start) or _cuts(text, cited.end):
        return "cuts a word in two"
    return ""


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _retrieved(answer: AskResponse, texts: Mapping[str, str]) -> Iterator[_Check]:
    rows = {row.id for row in carried(answer)}
    for number, shown in shown_by(answer).items():
        cited = next(c for c in answer.citations if c.id == number)
        if cited.kind is Kind.QUOTE:
            text = plain(texts.get(cited.source.id, ""))
            held = (
                not cited.section or plain(cited.section) in f"{text}\n{plain(cited.source.title)}"
            )
            yield _Check("retrieved", held, f"citation {number} is of a section not on its page")
        elif cited.kind is Kind.ROW:
            known = cited.row_id in rows and shown.row is not None
            said = f"citation {number} does not name its row {cited.row_id}"
            yield _Check("retrieved", bool(shown.names) if known else None, said)
        elif answer.result is not None and answer.result.listings and asks_once(answer):
            titles = [plain(x.title) for x in answer.result.listings]
            held = any(shown.quote in title or title in shown.quote for title in titles)
            yield _Check("retrieved", held, f"citation {number} is no listing of the result")


def _sentences(answer: AskResponse) -> Iterator[_Check]:
    shown = shown_by(answer)
    for segment in answer.segments:
        said = _undated(segment.text, answer)
        if segment.kind not in _FACTUAL and not segment.citations and not stated(said):
            continue
        cited = [shown[n] for n in dict.fromkeys(segment.citations) if n in shown]
        yield from _bound(segment, cited, answer)
        whole, problems = _supported(segment, cited, answer)
        yield _Check("recall", whole, "; ".join(problems))
        for one in cited:
            needed = whole if whole is not True else _is_needed(segment, one, cited, answer)
            said = f"sentence {segment.id} does not need citation {one.number}"
            yield _Check("precision", needed, said if whole else "; ".join(problems))


def _undated(text: str, answer: AskResponse) -> str:
    """The text without the dates that its sources speak for: a citation's source shows them."""
    for cited in answer.citations:
        if as_of := cited.source.as_of:
            text = text.replace(f"{as_of.day} {month_name[as_of.month]} {as_of.year}", "")
    return text


def _is_needed(
    segment: SegmentOut, one: Shown, cited: Sequence[Shown], answer: AskResponse
) -> bool:
    others = [s for s in cited if s is not one]
    without, _ = _supported(segment, others, answer)
    alone, _ = _supported(segment, [one], answer)
    return without is not True or alone is True


def _bound(segment: SegmentOut, cited: Sequence[Shown], answer: AskResponse) -> Iterator[_Check]:
    if not _is_of_rows(segment, cited):
        for _, problem in unbound(segment.text, cited):
            yield _Check("bound", not problem, f"sentence {segment.id}: {problem}")
        return
    for figure, holds in RowSentence(segment.text, cited, answer).figures():
        written = segment.text[figure.of.start : figure.of.end]
        said = f"sentence {segment.id}: the figure {written!r} is not what its place calls for"
        yield _Check("bound", holds, said)


def _supported(
    segment: SegmentOut, cited: Sequence[Shown], answer: AskResponse
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the citations support the sentence together, and what is missing."""
    lead = f"sentence {segment.id}: "
    if not cited:
        return False, (f"sentence {segment.id} states a fact and cites nothing",)
    found = [(c.holds, c.reason) for c in _bound(segment, cited, answer)]
    if _is_of_rows(segment, cited):
        problems = list(RowSentence(segment.text, cited, answer).problems())
    else:
        problems = list(unsupported(segment.text, cited))
    if segment.kind not in _FACTUAL:
        problems = []
    found += [(False, lead + problem) for problem in problems]
    reasons = tuple(reason for holds, reason in found if holds is False)
    if reasons:
        return False, reasons
    return (None if any(holds is None for holds, _ in found) else True), ()


def _is_of_rows(segment: SegmentOut, cited: Sequence[Shown]) -> bool:
    if segment.kind is SegmentKind.FACT:
        return False
    return segment.kind is SegmentKind.COMPUTED or any(s.kind is not Kind.QUOTE for s in cited)
