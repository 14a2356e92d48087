"""The control that answers what another path has computed: the most that a suite can give.

It shows that the gold can be met by an answer of the public form and that the scoring accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.api.wire import AskResponse
from evals.askers import Asker, NoAnswer, NotOffered
from evals.trials import Trial


class SecondPathAnswers:
    """Gives the answer that a trial itself brings."""

    name = "second path"

    def __init__(self, trials: Iterable[Trial]) -> None:
        self._answers = {t.turns: t.second_path for t in trials if t.second_path is not None}

    def open(self, index: Path | None) -> Asker:  # noqa: ARG002 - its answers are made
        """Itself."""
        return self

    def can_try(self, trial: Trial) -> bool:
        """Trials that bring an answer."""
        return trial.second_path is not None

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """The computed answer. Raises: NoAnswer, if there is none."""
        answer = self._answers.get(tuple(turns))
        if answer is None:
            raise NoAnswer(f"nothing was computed for {turns!r}")
        return answer

    def page_text(self, page_id: str) -> str | None:  # noqa: ARG002 - it cites nothing
        """None."""
        return None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:  # noqa: ARG002 - as Asker has it
        """Raises: NotOffered."""
        raise NotOffered("the second path ranks no pages")

    def close(self) -> None:
        """Nothing is held."""
