"""Sentences that state no fact: refusals, what was looked for in vain, words that were not used."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model_records import ReadAs
from assistant.records import DraftSegment, Residue, SegmentKind

REFUSAL = (
    "I only answer questions about the programs and guides on this site, from its own pages. "
    "I left the instructions in your message aside."
)
ENGLISH_ONLY = {
    "es": "Solo entiendo preguntas en ingl\u00e9s. Por favor, pregunte en ingl\u00e9s.",
    "fr": "Je ne comprends que l'anglais. Merci de poser votre question en anglais.",
    "de": "Ich verstehe nur Englisch. Bitte stellen Sie Ihre Frage auf Englisch.",
    "it": "Capisco solo l'inglese. Per favore, faccia la domanda in inglese.",
    "pt": "S\u00f3 entendo ingl\u00eas. Por favor, pergunte em ingl\u00eas.",
    "nl": "Ik begrijp alleen Engels. Stel uw vraag alstublieft in het Engels.",
}
"""The request to ask in English, in the visitor's language where we can write it."""
NOTHING_ASKED = (
    "I answer questions about the programs and guides on this site, from its own pages, and say "
    "how old the data are where a page tells. Name a program, a school, a subject or a job, for "
    "example."
)


def refused() -> DraftSegment:
    """The answer to a message that holds nothing but instructions; it repeats none of it."""
    return DraftSegment(REFUSAL, SegmentKind.ADVICE)


def english_only(language: str) -> DraftSegment:
    """The answer to a question in another language."""
    said = ENGLISH_ONLY.get(language, "")
    text = (
        f"{said} (I read English only; please ask in English.)"
        if said
        else ("I read English only; please ask in English.")
    )
    return DraftSegment(text, SegmentKind.ADVICE)


def nothing_asked() -> DraftSegment:
    """The answer to a message without a question: a greeting, or what the assistant is."""
    return DraftSegment(NOTHING_ASKED, SegmentKind.ADVICE)


def not_held(residue: Sequence[Residue]) -> DraftSegment:
    """Says which of the visitor's words no listing speaks of, and what listings do tell."""
    what = _quoted([r for r in residue if not r.held]) or "that"
    text = (
        f"My sources say nothing about {what}, so I cannot answer that. For each program they give "
        "the price, length, city and way of teaching where the page lists them."
    )
    return DraftSegment(text, SegmentKind.CAVEAT)


def not_understood(residue: Sequence[Residue]) -> DraftSegment:
    """Says what can be asked where a column is called so, which the rows do speak of."""
    text = (
        f"My sources list {_quoted(residue)} for programs, but I cannot answer this of it."
        " Name a program to hear what it lists."
    )
    return DraftSegment(text, SegmentKind.ADVICE)


def not_used(residue: Sequence[Residue]) -> DraftSegment:
    """Says which words had no part in a partial answer."""
    own, before = ([r for r in residue if r.before is said] for said in (False, True))
    parts = [f"{_quoted(own)} from your question"] if own else []
    parts += [f"{_quoted(before)} from the question before"] if before else []
    return DraftSegment(f"I did not use {' or '.join(parts)}.", SegmentKind.CAVEAT)


def read_as(read: ReadAs) -> DraftSegment:
    """Says what words were taken for, where something else may be meant."""
    return DraftSegment(f'I read "{read.words}" as "{read.value}".', SegmentKind.CAVEAT)


_ASKED_FOR = {
    "when": "dates",
    "who": "people",
    "whom": "people",
    "whose": "people",
    "how": "how things are there",
}
"""What a question word asks for."""


def _phrase(words: str) -> str:
    return _ASKED_FOR.get(words.casefold(), f'"{words}"')


def _quoted(residue: Sequence[Residue]) -> str:
    """The words as the visitor wrote them, neighbours joined: "credit hours" and "AACSB"."""
    runs: list[list[Residue]] = []
    for part in sorted(residue, key=lambda r: r.start):
        if runs and part.start - runs[-1][-1].end <= 1:
            runs[-1].append(part)
        else:
            runs.append([part])
    phrases = list(dict.fromkeys(_phrase(" ".join(r.text for r in run)) for run in runs))
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} or {phrases[-1]}"
