"""Records made by hand for tests of reports: whoever reads a test can add up what it expects."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.api.wire import AskResponse
from evals.fingerprints import Run
from evals.run import Key, Record
from evals.scores import Outcome
from evals.systems import PRODUCT
from tests.unit.evals.made_answers import answer, citation

HOSTILE = (
    "</script><script>window.hit=1</script><img src=x onerror=window.hit=1> {{ data }} "
    "| [a](javascript:hit) `b` <!-- ]]> & \u202e\x00\x0b\U0001f600 https://example.com/x"
)


def run(*systems: str, suites: Sequence[str] = ("own",)) -> Run:
    return Run(
        name="+".join(suites),
        suites=dict.fromkeys(suites, "0123456789abcdef"),
        systems=[PRODUCT, *systems],
        corpus="c" * 64,
        index_version="v1",
        code="d" * 64,
        prompts="e" * 64,
        models={"embedder": "small", "reader": "local", "composer": "local"},
    )


def record(  # noqa: PLR0917 - each test names two or three
    id_: str = "a",
    outcome: Outcome = Outcome.RIGHT,
    system: str = PRODUCT,
    suite: str = "own",
    kind: str = "pay",
    reasons: Sequence[str] = (),
    said: AskResponse | None = None,
    ms: float = 10.0,
    citations: Outcome = Outcome.UNSCORED,
    measures: dict[str, float] | None = None,
) -> Record:
    return Record(
        suite=suite,
        system=system,
        id=id_,
        kind=kind,
        family=id_,
        turns=["What do they earn?"],
        gold="112,590",
        mark="m",
        outcome=outcome,
        reasons=list(reasons),
        measures=measures or {},
        citations=citations,
        citation_reasons=["not exact"] if citations is Outcome.WRONG else [],
        citation_measures={},
        ms=ms,
        answer=said,
    )


def hostile_record(id_: str = HOSTILE, outcome: Outcome = Outcome.WRONG) -> Record:
    """Every text of it tries to be markup."""
    cited = citation(quote=HOSTILE)
    source = cited.source.model_copy(update={"title": HOSTILE})
    said = answer(f"{HOSTILE} [1] [7]", citations=(cited.model_copy(update={"source": source}),))
    plan = said.plan.model_copy(update={"description": HOSTILE, "residue": [HOSTILE]})
    made = record(id_, outcome, kind=HOSTILE, reasons=[HOSTILE])
    return made.model_copy(
        update={
            "turns": [HOSTILE, HOSTILE],
            "gold": HOSTILE,
            "answer": said.model_copy(update={"plan": plan}),
        }
    )


def held(*records: Record) -> dict[Key, Record]:
    return {r.key: r for r in records}
