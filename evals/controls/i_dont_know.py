"""The control that never answers: what abstaining alone is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import Asker
from evals.controls.answers import answer_of
from evals.trials import Trial


class IDontKnow:
    """Declines every question and finds no page."""

    name = "i don't know"

    def open(self, index: Path | None) -> Asker:  # noqa: ARG002 - it knows none
        """Itself."""
        return self

    def can_try(self, trial: Trial) -> bool:
        """Whatever is asked of a system."""
        return not trial.product_only

    def ask(self, turns: Sequence[str]) -> AskResponse:  # noqa: ARG002 - whatever is asked
        """The same refusal."""
        return answer_of(self.name, "I don't know.", Status.NOT_IN_SOURCES)

    def page_text(self, page_id: str) -> str | None:  # noqa: ARG002 - it cites nothing
        """None."""
        return None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:  # noqa: ARG002 - it finds nothing
        """No page."""
        return ()

    def close(self) -> None:
        """Nothing is held."""
