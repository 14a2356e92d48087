"""Wording by a model: its sentences as they come, slots filled, not yet proven.

Third step of the main path, with a model. What it says is a line of JSON a sentence; what is not is
left out, and why is told. Nothing here decides whether a sentence is true: `verify/` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from assistant.compose.briefing import STATING, Brief, Filled, as_data, brief
from assistant.llm import Llm, Said, Speech
from assistant.model_records import Usage
from assistant.records import Draft, DraftSegment, Evidence, Plan, SegmentKind, Status
from assistant.settings import LlmSettings
from assistant.stop import Stop
from prompts.loader import Prompt, load

MAX_SENTENCES = 12
"""Sentences of a model that are looked at: twice what the prompt allows."""
MAX_LINE = 4000
"""Characters of one sentence with its form; longer is no sentence."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    say: StrictStr = Field(min_length=1, max_length=1000)
    cite: list[StrictStr] = Field(min_length=1, max_length=40)


@dataclass
class Writing:
    """What a model is writing for one answer; iterate `sentences` once."""

    speech: Speech
    brief: Brief
    prompt: Prompt
    ended_early: bool = field(default=False)
    """It went on and on, and was cut."""

    def sentences(self) -> Iterator[Filled]:
        """Each sentence as soon as it is whole. Raises: ModelFailed, and what a stop ends with."""
        for number, line in enumerate(lines(iter(self.speech)), start=1):
            if number > MAX_SENTENCES:
                self.ended_early = True
                return
            yield self._read(line)

    @property
    def usage(self) -> Usage:
        """What was paid so far."""
        return self.speech.usage

    def _read(self, line: str) -> Filled:
        try:
            read = _Line.model_validate_json(line)
        except ValidationError:
            return Filled(
                DraftSegment(line[:200], SegmentKind.FACT), "it is not in the form asked for"
            )
        return self.brief.fill(read.say, read.cite)


class ModelWriter:
    """Has local answers worded by a model."""

    def __init__(self, llm: Llm, settings: LlmSettings) -> None:
        """Raises: PromptInvalid."""
        self.llm = llm
        self.prompt = load("answer")
        self._settings = settings

    def takes(self, plan: Plan, draft: Draft) -> bool:
        """Whether there is anything for a model to word.

        What declines, asks back or finds no match has its own words; a turn with instructions to
        the assistant is not handed on.
        """
        states = any(s.kind in STATING for s in draft.segments)
        return states and not plan.attack and draft.status in (Status.ANSWERED, Status.PARTIAL)

    def write(self, plan: Plan, evidence: Evidence, draft: Draft, stop: Stop) -> Writing:
        """Begin to have a draft worded. Raises: ModelResting, ModelOverBudget."""
        given = brief(draft, evidence, self._settings.evidence_tokens)
        system, user = self.prompt.messages(
            question=as_data(plan.question), evidence=given.as_data()
        )
        return Writing(self.llm.stream(Said(system, user), stop), given, self.prompt)


def lines(pieces: Iterator[str]) -> Iterator[str]:
    r"""Whole JSON objects of a stream as soon as each ends; other lines as they stand.

    >>> list(lines(iter(['{"a": ', '"}"}{"b": 1', "}\n\nWell", "\n"])))
    ['{"a": "}"}', '{"b": 1}', 'Well']
    """
    held = ""
    for piece in pieces:
        held += piece
        while (found := _first(held)) is not None:
            line, held = found
            if line:
                yield line
        if len(held) > MAX_LINE:
            yield held
            return
    if held.strip():
        yield held.strip()


def _first(held: str) -> tuple[str, str] | None:
    """The first whole object or line, and what is left; None if none is whole yet."""
    text = held.lstrip()
    if text.startswith("{"):
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except ValueError:
            pass  # not whole yet, or no JSON: then its line ends it
        else:
            return text[:end], text[end:]
    line, mark, rest = text.partition("\n")
    return (line.strip(), rest) if mark else None
