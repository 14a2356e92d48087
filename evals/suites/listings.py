"""Questions made from the programs of the index; gold by the second path.

A disagreement between the two paths is a fault of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.api.to_wire import row_to_wire
from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.cases import Expect
from evals.controls.answers import answer_of
from evals.errors import CaseInvalid
from evals.metrics.values import in_words
from evals.suites.listing_questions import Listings
from evals.suites.suite import Setting
from evals.trials import Trial, asked
from vectorstore.records import Program
from vectorstore.snapshot import open_pages


class _Suite:
    name = "listings"
    about = "Questions made from the rows of the index in twenty strata; gold by SQL in DuckDB."

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """Made from all programs of the index. Raises: CaseInvalid, StoreError."""
        with open_pages(setting.index) as pages:
            programs = {str(p.id): p for content in pages.contents() for p in content.programs}
        if not programs:
            raise CaseInvalid("the index holds no programs to make questions of; ingest a listing")
        cases = Listings(programs.values()).cases(setting.questions)
        return [asked(case, second_path=second_path(case.expect, programs)) for case in cases]


def second_path(expect: Expect, programs: Mapping[str, Program]) -> AskResponse:
    """What the second path found, as an answer."""
    named = {f"{p.university} | {p.title}": p for p in programs.values()}
    wanted = [programs[i] for i in expect.row_ids or ()] + [named[n] for n in expect.has_rows]
    text = " and ".join(map(in_words, expect.values)) or "These."
    status = Status.ANSWERED if wanted or expect.values else Status.NO_MATCH
    return answer_of("second path", text, status, [row_to_wire(p, {}) for p in wanted])


SUITE = _Suite()
