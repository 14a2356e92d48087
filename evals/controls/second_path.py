"""The control that answers what another path has computed: the most that a suite can give.

It shows that the gold can be met by an answer of the public form and that the scoring accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.api.wire import AskResponse
from evals.askers import Asker, NotOffered
from evals.trials import Trial


class SecondPathAnswers:
    """Gives the answer that a trial itself brings."""

    name = "second path"

    def __init__(self, trials: Iterable[Trial], index: Path | None = None) -> None:
        """The answers to the trials of one index, altered or not."""
        self._trials = tuple(trials)
        of_index = [t for t in self._trials if t.index == index]
        self._answers = {t.turns: t.second_path for t in of_index if t.second_path is not None}

    def open(self, index: Path | None) -> Asker:
        """Its answers over that index: the same question may have another one there."""
        return SecondPathAnswers(self._trials, index)

    def can_try(self, trial: Trial) -> bool:
        """Trials that bring an answer."""
        return trial.second_path is not None

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """The computed answer. Raises: NotOffered, if there is none."""
        answer = self._answers.get(tuple(turns))
        if answer is None:
            raise NotOffered(f"nothing was computed for {turns!r}")
        return answer

    def page_text(self, page_id: str) -> str | None:  # noqa: ARG002 - it cites nothing
        """None."""
        return None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:  # noqa: ARG002 - as Asker has it
        """Raises: NotOffered."""
        raise NotOffered("the second path ranks no pages")

    def close(self) -> None:
        """Nothing is held."""
