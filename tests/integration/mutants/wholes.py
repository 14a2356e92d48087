"""Faults in rows, status and the answer as a whole: dropped constraints, padding, refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.api.wire import AskResponse, RowOut, SegmentOut
from assistant.records import Kind, SegmentKind, Status, Verdict
from evals.cases import Case
from evals.metrics.expectation import choices_of, plain
from tests.integration.mutants.real import Real, joined


def rows_swapped(real: Real) -> AskResponse | None:
    """The first row and one that is not wanted there change places."""
    result = real.answer.result
    if not real.case.expect.first or result is None:
        return None
    wanted = plain(real.case.expect.first[0])
    others = [r for r in real.rows if wanted not in plain(f"{r.university} | {r.title}")]
    rows = [real.chance.choice(others), *result.rows]
    return _with_rows(real.answer, rows)


def row_price_changed(real: Real) -> AskResponse | None:
    """The first row carries another price than its span."""
    result = real.answer.result
    if result is None or not result.rows or not result.rows[0].price:
        return None
    first = result.rows[0]
    if f"{first.price:,.0f}" not in real.answer.text or first.citation is None:
        return None
    changed = first.model_copy(update={"price": (first.price or 0) + 10})
    return _with_rows(real.answer, [changed, *result.rows[1:]])


def constraint_dropped(real: Real) -> AskResponse | None:
    """Rows that the question excludes are among those that answer."""
    return _with_more_rows(real, 2)


def every_row_given(real: Real) -> AskResponse | None:
    """All rows answer."""
    return _with_more_rows(real, 50)


def row_dropped(real: Real) -> AskResponse | None:
    """The last row that answers is missing."""
    result = real.answer.result
    if not _names_rows(real.case) or result is None or not result.rows:
        return None
    return _with_rows(real.answer, result.rows[:-1])


def row_duplicated(real: Real) -> AskResponse | None:
    """A row answers twice."""
    result = real.answer.result
    if not _names_rows(real.case) or result is None or not result.rows:
        return None
    return _with_rows(real.answer, [*result.rows, result.rows[0]])


def status_changed(real: Real) -> AskResponse | None:
    """The answer has a status that is not right for it."""
    wanted = real.case.expect
    wrong = [s for s in Status if s not in wanted.status]
    if not wanted.status:
        given = wanted.rows or wanted.row_ids or wanted.has_rows or wanted.numbers
        wrong = [Status.NOT_IN_SOURCES, Status.REFUSED] if given else []
    if not wrong:
        return None
    return real.answer.model_copy(update={"status": real.chance.choice(wrong)})


def padded(real: Real) -> AskResponse | None:
    """A whole page is poured out behind an answer whose evidence is asked for."""
    if not real.case.expect.evidence:
        return None
    cited = real.answer.citations[-1]
    page = real.texts[cited.source.id]
    number = len(real.answer.citations) + 1
    whole = cited.model_copy(
        update={"id": number, "start": 0, "end": len(page), "quote": page, "kind": Kind.QUOTE}
    )
    poured = SegmentOut(
        id=len(real.answer.segments) + 1,
        text=" ".join(page.split()),
        kind=SegmentKind.FACT,
        citations=[number],
        verdict=Verdict.SUPPORTED,
    )
    return joined(
        real.answer.model_copy(update={"citations": [*real.answer.citations, whole]}),
        [*real.answer.segments, poured],
    )


def emptied(real: Real) -> AskResponse | None:
    """Nothing is said; the status stays."""
    empty: dict[str, object] = {
        "text": "",
        "segments": [],
        "citations": [],
        "caveats": [],
        "result": None,
    }
    return real.answer.model_copy(update=empty)


def evidence_lost(real: Real) -> AskResponse | None:
    """The sentences stay, and nothing is cited."""
    if not real.case.expect.evidence:
        return None
    bare = [s.model_copy(update={"citations": []}) for s in real.answer.segments]
    return joined(real.answer.model_copy(update={"citations": []}), bare)


def words_lost(real: Real) -> AskResponse | None:
    """The words that are expected are not said."""
    if not real.case.expect.text:
        return None
    words = choices_of(real.case.expect.text[0])
    lost = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    cut = [s.model_copy(update={"text": lost.sub("that", s.text)}) for s in real.answer.segments]
    changed = joined(real.answer, cut)
    return changed if changed.segments != real.answer.segments else None


def refused(real: Real) -> AskResponse | None:
    """Whatever is asked is refused."""
    expect = real.case.expect
    if Status.REFUSED in expect.status or not (expect.status or _wants_content(real.case)):
        return None
    said = SegmentOut(
        id=1,
        text="I cannot help with that.",
        kind=SegmentKind.ADVICE,
        citations=[],
        verdict=Verdict.NO_FACT,
    )
    bare = real.answer.model_copy(
        update={"citations": [], "result": None, "status": Status.REFUSED, "caveats": []}
    )
    return joined(bare, [said])


def _names_rows(case: Case) -> bool:
    return case.expect.rows is not None or case.expect.row_ids is not None


def _wants_content(case: Case) -> bool:
    wanted = case.expect
    return bool(wanted.rows or wanted.row_ids or wanted.has_rows or wanted.numbers or wanted.text)


def _with_rows(answer: AskResponse, rows: Sequence[RowOut]) -> AskResponse:
    assert answer.result is not None
    result = answer.result.model_copy(update={"rows": list(rows)})
    return answer.model_copy(update={"result": result})


def _with_more_rows(real: Real, count: int) -> AskResponse | None:
    result = real.answer.result
    if not _names_rows(real.case) or result is None:
        return None
    held = {row.id for row in result.rows}
    others = [row for row in real.rows if row.id not in held]
    more = real.chance.sample(others, min(count, len(others)))
    return _with_rows(real.answer, [*result.rows, *more]) if more else None
