"""What models may cost: ceilings of a request and of a day, looked at before anything is sent.

What a request may come to at most is set aside first and replaced by what it came to, so that
requests at the same time do not go over a ceiling together. Days are UTC; where they are counted is
`model_days.py`'s business.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from assistant.errors import ConversationsBroken, ModelOverBudget, SettingsInvalid
from assistant.model_days import Days, DaysOfProcess
from assistant.model_records import Usage
from assistant.settings import LlmSettings

_MILLION = 1_000_000
_log = logging.getLogger(__name__)


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Aside:
    """What was set aside for one request, and for which day."""

    most: Usage
    day: date


class ModelBudget:
    """The ceilings of all models of one process. Safe to use from several threads."""

    def __init__(
        self,
        settings: LlmSettings,
        today: Callable[[], date] = _today,
        days: Days | None = None,
    ) -> None:
        """`days` counts what each day had; without it, this process counts for itself."""
        self._settings = settings
        self._today = today
        # Where no ceiling of a day is set nothing is counted, and no file is written.
        has_ceiling = settings.day_tokens is not None or settings.day_usd is not None
        self._days = (days or DaysOfProcess()) if has_ceiling else None

    def check_model(self, model: str) -> None:
        """Fail at start if a ceiling in money could not be kept. Raises: SettingsInvalid."""
        held = self._settings
        if (held.request_usd is not None or held.day_usd is not None) and model not in held.prices:
            raise SettingsInvalid(
                f"a ceiling in US dollars is set and no price of {model!r}; add it to "
                "GUIDEPOST_LLM__PRICES"
            )

    def cost_of(self, model: str, input_tokens: int, output_tokens: int) -> Usage:
        """One request of so many tokens with its price."""
        price_in, price_out = self._settings.prices.get(model, (0.0, 0.0))
        cost = (input_tokens * price_in + output_tokens * price_out) / _MILLION
        return Usage(input_tokens, output_tokens, cost, 1)

    def set_aside(self, model: str, input_tokens: int, output_tokens: int) -> Aside:
        """What a request may come to at most, set aside until `settle`. Raises: ModelOverBudget."""
        most, held = self.cost_of(model, input_tokens, output_tokens), self._settings
        _refuse_over(most.tokens, held.request_tokens, "tokens", "request_tokens")
        _refuse_over(most.cost_usd, held.request_usd, "US dollars", "request_usd")

        def look(tokens: int, cost_usd: float) -> None:
            _refuse_over(tokens + most.tokens, held.day_tokens, "tokens today", "day_tokens")
            _refuse_over(cost_usd + most.cost_usd, held.day_usd, "US dollars today", "day_usd")

        aside = Aside(most, self._today())
        if self._days is not None:
            try:
                self._days.take(aside.day, most, look)
            except ConversationsBroken as error:
                raise ModelOverBudget("what the day had cannot be read, so no more is") from error
        return aside

    def settle(self, aside: Aside, came_to: Usage) -> None:
        """Replace what was set aside by what a request came to."""
        if self._days is None:
            return
        try:
            self._days.settle(aside.day, aside.most, came_to)
        except ConversationsBroken as error:  # then the most that it could come to stays counted
            _log.warning("what a model used could not be counted: %s", error)


def _refuse_over(amount: float, ceiling: float | None, what: str, setting: str) -> None:
    if ceiling is not None and amount > ceiling:
        raise ModelOverBudget(
            f"a request would come to {amount:g} {what}, over {setting} ({ceiling:g})"
        )
