"""Faults in citations: spans, quotes, pages, numbers, and evidence that changes places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.api.wire import AskResponse, CitationOut, SegmentOut
from assistant.records import Kind
from tests.integration.mutants.real import (
    FACTUAL,
    Real,
    is_plain,
    with_segment,
    with_swapped_digits,
)

_BODY = ("quote", "start", "end", "source", "section", "kind", "row_id")
"""All of a citation but its number."""


def span_shifted(real: Real) -> AskResponse | None:
    """A citation keeps its quote and starts one character later."""
    return _with_citation(real, lambda c: {"start": c.start + 1, "end": c.end + 1})


def quote_shifted(real: Real) -> AskResponse | None:
    """A citation quotes the span that starts one character later."""

    def shift(cited: CitationOut) -> dict[str, object]:
        text = real.texts[cited.source.id]
        start, end = cited.start + 1, cited.end + 1
        return {"start": start, "end": end, "quote": text[start:end]}

    return _with_citation(real, shift)


def quote_digit_swapped(real: Real) -> AskResponse | None:
    """A quote has a figure that its page does not have there."""

    def swap(cited: CitationOut) -> dict[str, object] | None:
        changed = with_swapped_digits(cited.quote)
        return {"quote": changed} if changed else None

    return _with_citation(real, swap)


def foreign_page(real: Real) -> AskResponse | None:
    """A citation is of a page of another corpus."""

    def elsewhere(cited: CitationOut) -> dict[str, object]:
        return {"source": cited.source.model_copy(update={"id": "0123456789abcdef"})}

    return _with_citation(real, elsewhere)


def other_version(real: Real) -> AskResponse | None:
    """A citation is of a page as it was before."""

    def before(cited: CitationOut) -> dict[str, object]:
        return {"source": cited.source.model_copy(update={"sha256": "f" * 64})}

    return _with_citation(real, before)


def number_shifted(real: Real) -> AskResponse | None:
    """A sentence cites the next number instead of its own."""
    count = len(real.answer.citations)

    def shift(segment: SegmentOut) -> list[int] | None:
        shifted = [number % count + 1 for number in segment.citations]
        return shifted if {*shifted} != {*segment.citations} else None

    return _with_cited(real, shift)


def citation_lost(real: Real) -> AskResponse | None:
    """A citation that a sentence names is not sent."""
    if not real.answer.citations:
        return None
    lost = real.chance.choice(real.answer.citations)
    kept = [c for c in real.answer.citations if c is not lost]
    return real.answer.model_copy(update={"citations": kept})


def citation_removed(real: Real) -> AskResponse | None:
    """A sentence of several citations names one less."""
    return _with_cited(
        real, lambda s: [*s.citations[:-1]] if len(s.citations) > 1 and is_plain(s) else None
    )


def all_citations_removed(real: Real) -> AskResponse | None:
    """A sentence names none of its citations."""
    return _with_cited(real, lambda s: [] if s.citations else None)


def citation_added(real: Real) -> AskResponse | None:
    """A sentence names a citation of another one too."""
    every = {c.id for c in real.answer.citations}

    def add(segment: SegmentOut) -> list[int] | None:
        more = sorted(every - {*segment.citations})
        return [*segment.citations, more[0]] if more and is_plain(segment) else None

    return _with_cited(real, add)


def evidence_shuffled(real: Real) -> AskResponse | None:
    """The citations change places, so that a sentence has those of another."""
    count = len(real.answer.citations)
    cited = [{*s.citations} for s in real.answer.segments if s.kind in FACTUAL]
    apart = any({n % count + 1 for n in numbers} != numbers for numbers in cited if count)
    return _rotated(real, _BODY) if apart else None


def rows_shuffled(real: Real) -> AskResponse | None:
    """The citations change places, so that a row names that of another."""
    shown = real.answer.result and any(row.citation for row in real.answer.result.rows)
    return _rotated(real, _BODY) if shown else None


def row_evidence_shuffled(real: Real) -> AskResponse | None:
    """The spans change places among the rows that they are said to show."""
    return _rotated(real, ("quote", "start", "end", "source", "section"), Kind.ROW)


def _with_citation(
    real: Real, change: Callable[[CitationOut], dict[str, object] | None]
) -> AskResponse | None:
    if not real.answer.citations:
        return None
    at = real.chance.randrange(len(real.answer.citations))
    update = change(real.answer.citations[at])
    if update is None:
        return None
    changed = [*real.answer.citations]
    changed[at] = changed[at].model_copy(update=update)
    return real.answer.model_copy(update={"citations": changed})


def _with_cited(real: Real, change: Callable[[SegmentOut], list[int] | None]) -> AskResponse | None:
    for segment in real.answer.segments:
        numbers = change(segment) if segment.kind in FACTUAL else None
        if numbers is not None:
            return with_segment(real.answer, segment.model_copy(update={"citations": numbers}))
    return None


def _rotated(real: Real, parts: Sequence[str], kind: Kind | None = None) -> AskResponse | None:
    """The citations of a kind, each with parts of the next one."""
    places = [i for i, c in enumerate(real.answer.citations) if kind in (None, c.kind)]
    if len(places) < 2:
        return None
    changed = [*real.answer.citations]
    for at, of in zip(places, [*places[1:], places[0]], strict=True):
        taken = {part: getattr(real.answer.citations[of], part) for part in parts}
        changed[at] = changed[at].model_copy(update=taken)
    return real.answer.model_copy(update={"citations": changed})
