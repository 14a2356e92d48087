"""Facts of guide pages with their evidence: is the value stated, and quoted from where it stands?

A file of JSON lines, each one fact: `id`, `question` or several `wordings`, `pages` (file names),
`numbers` and `text` (the value, as in `cases.Expect`), and `evidence`: texts of these pages, letter
by letter, each of which must be cited; where a list stands in place of one text, any of it is
enough. `kind` is its stratum, the pages are its family.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, model_validator

from assistant.api.wire import AskResponse
from evals.askers import NotOffered
from evals.cases import Any_, Case, Expect, Line, Text, read_lines
from evals.metrics.expectation import choices_of
from evals.metrics.guide_facts import Gold, score_fact
from evals.scores import Score
from evals.suites.held_pages import HeldPages
from evals.suites.suite import Setting
from evals.trials import Measures, Trial, asked

OWN = Path(__file__).parent.parent / "data" / "guides.jsonl"
"""Over the sample corpus."""


class Fact(Line):
    """A fact, the ways in which it is asked for, and where it stands."""

    kind: Text = "own"
    """The stratum in which it is counted."""
    wordings: list[Text] = Field(min_length=1)
    pages: list[Text] = Field(min_length=1)
    """File names, with or without their ending; a comparison has several."""
    numbers: tuple[float, ...] = ()
    """Figures that the answer states."""
    text: tuple[Any_, ...] = ()
    """Each stands in the answer's text."""
    evidence: list[Any_] = Field(min_length=1)
    """Each is overlapped by a citation; whole sentences and labelled pairs, so that whatever else
    they say is no extra claim."""

    @model_validator(mode="before")
    @classmethod
    def _one_wording(cls, given: object) -> object:
        if not isinstance(given, dict) or "question" not in given:
            return given
        rest = {key: value for key, value in given.items() if key != "question"}
        return {**rest, "wordings": [given["question"], *given.get("wordings", [])]}

    @model_validator(mode="after")
    def _has_value(self) -> Fact:
        if not self.numbers and not self.text:
            raise ValueError("it has neither numbers nor text, so no value is expected")
        return self


class Guides:
    """The facts of one file."""

    about = "Facts of guide pages: the value is stated, and cited from where it stands."

    def __init__(self, path: Path = OWN) -> None:
        self._path = path
        self.name = "guides" if path == OWN else f"guides {path.stem}"

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """One trial a wording. Raises: CaseInvalid, StoreError."""
        held = HeldPages.of(setting.index)
        return [
            _trial(fact, number, held)
            for fact in read_lines(self._path, Fact)
            for number in range(len(fact.wordings))
        ]


SUITE = Guides()


def of_file(path: Path) -> Guides:
    """The suite of an operator's own file."""
    return Guides(path)


def gold_of(fact: Fact, held: HeldPages) -> Gold:
    """Where a fact stands. Raises: NotOffered, if the index lacks a page or a text of it."""
    pages = [page for name in fact.pages for page in held.named(name)]
    groups = []
    for choices in map(choices_of, fact.evidence):
        spans = [span for text in choices if pages for span in held.spans(text, pages)]
        if not spans:
            raise NotOffered(
                f"{choices[0]!r} does not stand on {' or '.join(fact.pages)} of the index; ingest "
                "the corpus of the facts"
            )
        groups.append(tuple(spans))
    texts = tuple(held.text(span) for group in groups for span in group)
    return Gold(tuple(groups), texts)


def _trial(fact: Fact, number: int, held: HeldPages) -> Trial:
    expect = Expect(numbers=list(fact.numbers), text=list(fact.text), evidence=fact.evidence)
    case = Case(
        id=f"{fact.id}-{number + 1}",
        kind=fact.kind,
        turns=[fact.wordings[number]],
        expect=expect,
        family=" + ".join(fact.pages),
    )

    def scored(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
        return score_fact(case, gold_of(fact, held), answer)

    return asked(case, score=scored)
