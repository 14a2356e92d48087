"""A question as tags: stretches of words with all that they can mean.

A tag keeps every sense of its phrase; which one is meant is decided by the readers (`read_*.py`,
`clauses.py`) from its neighbours. `tag.py` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understand.lexicon import Sense
from assistant.understand.quantities import Quantity
from assistant.understand.tokens import Token
from assistant.understand.vocabulary import Link


@dataclass(frozen=True, slots=True)
class Tag:
    """Tokens [first, last] and how they read."""

    first: int
    last: int
    text: str
    """Folded words, joined by spaces, after spelling correction."""
    senses: tuple[Sense, ...] = ()
    links: tuple[Link, ...] = ()
    """Names of exactly these tokens, best first."""
    quantity: Quantity | None = None

    def has(self, role: str, value: str | None = None) -> bool:
        """Whether one of the senses is of this role (and value)."""
        return any(s.role == role and value in (None, s.value) for s in self.senses)

    def sense(self, role: str) -> Sense | None:
        """The first sense of this role."""
        return next((s for s in self.senses if s.role == role), None)

    def link(self, role: str) -> Link | None:
        """The name of this role."""
        return next((x for x in self.links if x.role == role), None)

    @property
    def names_degree(self) -> bool:
        """A short form that holds its level: "MBA", "MSF"."""
        topic = self.link("topic")
        return topic is not None and topic.values[0].isupper()

    @property
    def unread(self) -> bool:
        """Nothing is known of it."""
        return not (self.senses or self.links or self.quantity)

    @property
    def is_frame(self) -> bool:
        """A function word or a word of asking, and nothing else."""
        named = self.unread or self.links or self.quantity
        return not named and all(s.role == "frame" for s in self.senses)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A question with its tokens and tags."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    """Folded words after spelling correction, one a token."""
    tags: tuple[Tag, ...]
    """In order, covering every token once."""
    entities: tuple[Link, ...]
    """Page subjects named; they overlap the tags."""
    notes: tuple[str, ...]
    """Spelling corrections made."""
