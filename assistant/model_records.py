"""What models leave in a plan and in a trace; part of `records.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Words of the visitor that were read as a value of the snapshot, which may not be meant."""

    words: str
    value: str
    by_model: bool = False
    """Whether a model read them; else a school's name was said the other way round."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What models were paid for."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    """By the price that is set; 0 where none is."""
    calls: int = 0
    """Requests to models, new tries not counted."""

    @property
    def tokens(self) -> int:
        """In and out."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
            self.calls + other.calls,
        )
