"""Are the citations of an answer exact, and does every sentence that states a fact have one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.api.wire import AskResponse
from assistant.records import SegmentKind
from evals.scores import Outcome, Score

_FACTUAL = (SegmentKind.FACT, SegmentKind.COMPUTED)


def score_citations(answer: AskResponse, texts: Mapping[str, str]) -> Score:
    """Right if every citation quotes its page exactly and every fact names one.

    `texts` holds the text of each page by the id of the citation's source. Unscored if the answer
    neither cites nor states a fact.
    """
    problems = (*_inexact(answer, texts), *_unsupported(answer))
    if problems:
        return Score(Outcome.WRONG, problems)
    has_facts = any(s.kind in _FACTUAL for s in answer.segments)
    return Score(Outcome.RIGHT if answer.citations or has_facts else Outcome.UNSCORED)


def _inexact(answer: AskResponse, texts: Mapping[str, str]) -> Iterator[str]:
    for cited in answer.citations:
        text = texts.get(cited.source.id)
        if text is None:
            yield f"citation {cited.id} is of {cited.source.id!r}, a page that is not held"
        elif not cited.quote.strip() or text[cited.start : cited.end] != cited.quote:
            yield f"citation {cited.id} is not the text at {cited.start}-{cited.end} of its page"


def _unsupported(answer: AskResponse) -> Iterator[str]:
    known = {c.id for c in answer.citations}
    for segment in answer.segments:
        if segment.kind in _FACTUAL and not segment.citations:
            yield f"sentence {segment.id} states a fact and cites nothing"
        for number in set(segment.citations) - known:
            yield f"sentence {segment.id} cites {number}, which is not there"
