"""A server whose operator has something to look at, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.access import Access
from assistant.api.app import make_app
from assistant.assistant import Assistant
from assistant.feedback import Feedback, Judgement
from assistant.sites import Site
from tests.listening import listening
from tests.serving import HOSTILE, opened

KEY = "an-operators-key-1"
PLACES = {
    "overview": "",
    "held": "/held",
    "runs": "/runs",
    "changes": "/changes",
    "conversations": "/conversations",
    "feedback": "/feedback",
    "unanswered": "/unanswered",
}
"""Below /operator, by name."""


@dataclass(frozen=True)
class Desk:
    """A server whose operator has something to look at."""

    base: str
    access: Access
    assistant: Assistant
    conversation: str
    """Of several turns, some of them with words left unread."""

    @property
    def places(self) -> tuple[str, ...]:
        """The addresses of all its pages."""
        compared = "/operator/changes?before=previous&after=live"
        one = f"/operator/conversations/{self.conversation}"
        return (*(f"/operator{place}" for place in PLACES.values()), compared, one)


@contextmanager
def desk_over(index: Path, kept: Path) -> Iterator[Desk]:
    """Two snapshots, conversations, feedback and questions that were not answered."""
    sites = (Site(name="careers", origins=("https://x.example",), answers_per_day=9),)
    access = Access((*sites, Site(name="none")), operator_key=KEY)
    assistant = opened(index, kept)
    held, first = assistant.ask("What does an electrician do?")
    for question in (
        f"is there {HOSTILE}?",
        "cheapest accounting master's with housing",
        "x" * 900,
    ):
        assistant.ask(question, held)
    assistant.ask("is there housing?")
    for judgement in Judgement:
        assistant.conversations.judge(Feedback(first.id, judgement, HOSTILE, None, None), held, "")
    with listening(make_app(assistant, access=access, index=index)) as port:
        yield Desk(f"http://127.0.0.1:{port}", access, assistant, held)
