"""Everyday idioms that paraphrase a quote, each beside the lies nearest to it."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

import pytest

from assistant.records import Draft, DraftSegment, SegmentKind, Status
from assistant.verify import verify
from assistant.verify.canonical import canonical
from evals.verifier_audit.second import evidence_of

CASES = (
    (  # what is typically needed is typical; it is no must and no other degree
        ("Weavers typically need at least a high school diploma, although requirements may vary.",),
        (
            "A high school diploma at a minimum is typical for weavers, though requirements may vary.",
            "Weavers typically need a high school diploma or more.",
        ),
        (
            "Weavers must have a high school diploma.",
            "A high school diploma at most is typical for weavers.",
            "All weavers need at least a high school diploma.",
            "Weavers typically do not need a high school diploma.",
        ),
    ),
    (  # whom an exception is of
        ("Weavers must be licensed in all states except Oregon.",),
        ("All states but Oregon require weavers to be licensed.",),
        (
            "All states require weavers to be licensed.",
            "No state but Oregon requires weavers to be licensed.",
            "All states but Utah require weavers to be licensed.",
        ),
    ),
    (  # of whom a share is counted
        ("About two-thirds of guilds require that weavers hold a diploma.",),
        ("Roughly two-thirds of guilds require weavers to hold a diploma.",),
        (
            "About two-thirds of weavers hold a diploma.",
            "About two-thirds of guilds hold a diploma.",
        ),
    ),
    (  # one level is not every level
        ("Licensure is not required for entry-level weavers.",),
        ("Entry-level weavers do not need licensure.",),
        (
            "Licensure is not required at any level for weavers.",
            "Licensure is required for entry-level weavers.",
        ),
    ),
    (  # hours without their noun, and the passive of an irregular verb
        (
            "Most weavers work full time, and some work more than 40 hours per week.",
            "Weavers in mills wear gloves tuned to the loom.",
        ),
        (
            "Most weavers work full time, though some do more than 40 a week.",
            "Most weavers work full time, and some exceed 40 hours in a week.",
            "Gloves tuned to the loom are worn by weavers in mills.",
        ),
        (
            "Most weavers work full time, though some do less than 40 a week.",
            "Most weavers work full time, though most do more than 40 a week.",
            "Most weavers work full time, though some do more than 50 a week.",
            "Looms wear gloves tuned to the weavers in mills.",
        ),
    ),
    (  # words near each other that are different people, papers and places
        (
            "Weavers in urban areas report to a supervisor and need a certification, and older weavers teach laborers in the plants.",
        ),
        (
            "In urban areas, weavers report to a supervisor and need a certification, and older weavers teach laborers in the plants.",
        ),
        (
            "Weavers in urban areas report to a manager and need a certification, and older weavers teach laborers in the plants.",
            "Weavers in urban areas report to a supervisor and need a qualification, and older weavers teach laborers in the plants.",
            "Weavers in urban areas report to a supervisor and need a certification, and older weavers teach workers in the plants.",
        ),
    ),
    (  # a condition said as a time
        ("If a loom is not working, weavers first find the fault.",),
        ("When a loom is not working, weavers first find the fault.",),
        (
            "When a loom is working, weavers first find the fault.",
            "Weavers first find the fault.",
        ),
    ),
    (  # idioms of work
        (
            "Weavers may be required to stand for long periods and may become foremen.",
            "They should be able to tell threads apart by color.",
            "Rain gives rise to delays.",
        ),
        (
            "Weavers may have to be on their feet for long periods.",
            "Weavers may move into roles as foremen.",
            "Weavers should be able to distinguish threads by color.",
            "Rain leads to delays.",
        ),
        (
            "Weavers must be on their feet for long periods.",
            "Weavers move into roles as foremen.",
            "Weavers should be able to distinguish threads by weight.",
            "Delays lead to rain.",
        ),
    ),
    (  # of a hundred
        ("Mills employ 94 percent of weavers.",),
        ("Ninety-four out of a hundred weavers are employed in mills.",),
        (
            "Ninety-five out of a hundred weavers are employed in mills.",
            "Ninety-four out of a hundred mills employ weavers.",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("sources", "true", "false"), CASES)
def test_everyday_idioms_are_read_and_what_is_near_them_is_no_proof(
    sources: tuple[str, ...], true: tuple[str, ...], false: tuple[str, ...]
) -> None:
    evidence = evidence_of("Weavers", list(sources), "page")
    cites = tuple(f"q{n}" for n in range(len(sources)))

    def kept(text: str) -> bool:
        draft = Draft((DraftSegment(text, SegmentKind.FACT, cites),), Status.ANSWERED)
        return not verify(draft, evidence).dropped

    assert [t for t in true if not kept(t)] == []
    assert [t for t in false if kept(t)] == []


def test_phrases_end_before_what_they_only_look_at() -> None:
    assert canonical("a single day") == "one day"
    assert canonical("a few months on the job") == "a few months on the job"
    assert canonical("Twenty-one out of a hundred weavers") == "21 percent weavers"
