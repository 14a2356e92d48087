"""Words left unread, read by a model as values of this snapshot; the grammar reads the rest.

Part of the first step of the main path, where a model is set. The model only names values that it
was shown; the question is then read again with the value in the place of the words, so that its
plan is one that the grammar makes. A value that was not shown is reported back once; then the local
reading stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from assistant.compose.briefing import as_data
from assistant.errors import ModelFailed
from assistant.llm import Llm, Said
from assistant.model_records import ReadAs, Usage
from assistant.records import Plan, Residue, RowAsk, Turn
from assistant.stop import Stop
from assistant.understand.assemble import Rows, understand
from assistant.understand.vocabulary import Vocabulary
from prompts.loader import load
from vectorstore.records import Delivery, Level

ALIKE = 80
"""Likeness of spelling, of 100, from which words can be a misspelling of a value: one letter in
five."""
NEAR = 0.6
"""Cosine from which words can be another name of a subject. On 24 pairs it parts "money management"
for finance (0.62) from "midwifery" for nursing (0.55); it lets fewer true ones through than false
ones would harm."""
SHOWN = 12
"""Values of a field that are shown for each run of words: the ones spelled or said most alike."""
_TRIES = 2
"""Requests for one question: a value that there is not is reported back once."""


class Reading(BaseModel):
    """What some words mean, as a model says it."""

    model_config = ConfigDict(extra="forbid")

    words: str
    field: str
    value: str


class Readings(BaseModel):
    """All that a model reads of one question."""

    model_config = ConfigDict(extra="forbid")

    readings: list[Reading]


Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts -> (n, dim) float32 vectors, L2-normalised."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a reading is held against."""

    vocabulary: Vocabulary
    rows: Rows
    embed: Embed


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan after a model was asked, and what that took."""

    plan: Plan
    usage: Usage
    prompts: tuple[str, ...] = ()
    failed: str | None = None
    """Why the model gave no reading; None if it gave one, even an empty one."""


class ModelReader:
    """Has words that were left unread read by a model."""

    def __init__(self, llm: Llm) -> None:
        """Raises: PromptInvalid."""
        self.llm = llm
        self.prompt = load("read")

    def takes(self, plan: Plan) -> bool:
        """Whether there is anything left for a model to read."""
        return bool(plan.residue) and bool(plan.asks) and not plan.attack and not plan.clarify

    def read(self, turn: Turn, plan: Plan, known: Known, stop: Stop) -> ReadPlan:
        """The plan with what the model could read; the one given where it reads nothing.

        Raises: what `stop` was asked to end with.
        """
        runs = _runs(plan.residue)
        shown = values_near([text for text, _, _ in runs], known.vocabulary)
        usage, refused = Usage(), list[str]()
        taken: list[Reading] = []
        try:
            for _ in range(_TRIES):
                said = Said(*self._messages(plan, runs, shown, refused))
                found, spent = self.llm.read(said, Readings, stop)
                usage += spent
                words = [text for text, _, _ in runs]
                taken, refused = _checked(found.readings, words, shown, known.embed)
                if not refused:
                    break
        except ModelFailed as error:
            return ReadPlan(plan, usage, (self.prompt.label,) if usage.calls else (), str(error))
        if refused:
            taken = []
        better = _again(turn, plan, runs, taken, known) if taken else plan
        return ReadPlan(better, usage, (self.prompt.label,))

    def _messages(
        self,
        plan: Plan,
        runs: Sequence[tuple[str, int, int]],
        shown: Mapping[str, Sequence[str]],
        refused: Sequence[str],
    ) -> tuple[str, str]:
        read = [ask.query.describe() for ask in plan.asks if isinstance(ask, RowAsk)]
        return self.prompt.messages(
            question=as_data(plan.question),
            read=as_data(read),
            unread=as_data([text for text, _, _ in runs]),
            vocabulary=as_data(shown),
            refused=as_data(refused),
        )


def values_near(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """For each field the values that are most like any of the words; closed sets whole."""
    known = {
        "university": vocabulary.institutions.names,
        "topic": sorted({" ".join(key) for key in vocabulary.topics}),
        "place": sorted({v for spot in vocabulary.places.values() for v in spot.values}),
        "award": vocabulary.awards.names,
    }
    shown = {
        field: sorted(
            {
                hit[0]
                for text in words
                for hit in process.extract(
                    text, values, scorer=fuzz.WRatio, limit=SHOWN, processor=str.casefold
                )
            }
        )
        for field, values in known.items()
    }
    shown["level"] = [level.value for level in Level]
    shown["delivery"] = [way.value.replace("_", " ") for way in Delivery]
    return {field: values for field, values in shown.items() if values}


def _runs(residue: Iterable[Residue]) -> list[tuple[str, int, int]]:
    """Words left unread as the visitor wrote them, neighbours joined: (text, start, end)."""
    out: list[tuple[str, int, int]] = []
    for part in sorted(residue, key=lambda r: r.start):
        if out and part.start - out[-1][2] <= 1:
            text, start, _ = out[-1]
            out[-1] = (f"{text} {part.text}", start, part.end)
        else:
            out.append((part.text, part.start, part.end))
    return out


def _checked(
    readings: Iterable[Reading],
    words: Sequence[str],
    shown: Mapping[str, Sequence[str]],
    embed: Embed,
) -> tuple[list[Reading], list[str]]:
    """Readings of words that were asked as values that were shown; why the others are not."""
    taken: list[Reading] = []
    refused: list[str] = []
    for reading in readings:
        if reading.words not in words:
            refused.append(f"{reading.words!r} was not among the words left unread")
        elif reading.value not in shown.get(reading.field, ()):
            refused.append(f"{reading.field!r} has no value {reading.value!r}")
        elif not _can_mean(reading, embed):
            refused.append(f"{reading.words!r} is no way to write or say {reading.value!r}")
        else:
            taken.append(reading)
    return taken, refused


def _can_mean(reading: Reading, embed: Embed) -> bool:
    """Whether code sees how the words can be the value: nobody else checks what a model reads."""
    words, value = reading.words.casefold(), reading.value.casefold()
    if fuzz.ratio(words.replace(" ", ""), value.replace(" ", "")) >= ALIKE:
        return True
    if _abbreviates(words.split(), value.split()):
        return True
    if reading.field != "topic":
        return False
    one, other = embed([words, value])
    return float(one @ other) >= NEAR


def _abbreviates(words: Sequence[str], value: Sequence[str]) -> bool:
    """Each word is short for one of the value's, in their order: "uni of melb".

    Its letters stand in that word in order, the first one first, and are a third of it or more.
    """
    rest = list(value)
    for word in words:
        letters = word.strip(".")
        at = next((i for i, full in enumerate(rest) if _is_short_for(letters, full)), None)
        if at is None:
            return False
        rest = rest[at + 1 :]
    return bool(words)


def _is_short_for(short: str, full: str) -> bool:
    if short == full:
        return True
    if len(short) < 3 or short[0] != full[0] or not len(short) < len(full) <= 3 * len(short):
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _again(
    turn: Turn,
    plan: Plan,
    runs: Sequence[tuple[str, int, int]],
    taken: Sequence[Reading],
    known: Known,
) -> Plan:
    """The plan of the question with values in the place of words, if it leaves less unread."""
    meant = {reading.words: reading for reading in taken}
    text = turn.question
    for words, start, end in reversed(runs):
        if words in meant:
            text = text[:start] + meant[words].value + text[end:]
    again = understand(replace(turn, question=text), known.vocabulary, known.rows)
    same = [type(ask) for ask in again.asks] == [type(ask) for ask in plan.asks]
    if not same or len(again.residue) >= len(plan.residue):
        return plan
    notes = tuple(f"a model read {r.words!r} as {r.field} {r.value!r}" for r in taken)
    read_as = (*again.read_as, *(ReadAs(r.words, r.value, by_model=True) for r in taken))
    return replace(again, question=plan.question, notes=(*again.notes, *notes), read_as=read_as)
