"""What models may cost: ceilings of a request and of a day, looked at before anything is sent.

What a request may come to at most is set aside first and replaced by what it came to, so that
requests at the same time do not go over a ceiling together. Days are UTC; the count is one
process's, since its start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from assistant.errors import ModelOverBudget, SettingsInvalid
from assistant.model_records import Usage
from assistant.settings import LlmSettings

_MILLION = 1_000_000


def _today() -> date:
    return datetime.now(UTC).date()


class ModelBudget:
    """The ceilings of all models of one process. Safe to use from several threads."""

    def __init__(self, settings: LlmSettings, today: Callable[[], date] = _today) -> None:
        self._settings = settings
        self._today = today
        self._guard = threading.Lock()
        self._day = today()
        self._spent = Usage()

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

    def set_aside(self, model: str, input_tokens: int, output_tokens: int) -> Usage:
        """What a request may come to at most, set aside until `settle`. Raises: ModelOverBudget."""
        most, held = self.cost_of(model, input_tokens, output_tokens), self._settings
        tokens = input_tokens + output_tokens
        _refuse_over(tokens, held.request_tokens, "tokens", "request_tokens")
        _refuse_over(most.cost_usd, held.request_usd, "US dollars", "request_usd")
        with self._guard:
            self._turn_day()
            spent = self._spent.input_tokens + self._spent.output_tokens
            _refuse_over(spent + tokens, held.day_tokens, "tokens today", "day_tokens")
            usd = self._spent.cost_usd + most.cost_usd
            _refuse_over(usd, held.day_usd, "US dollars today", "day_usd")
            self._spent += most
        return most

    def settle(self, most: Usage, came_to: Usage) -> None:
        """Replace what was set aside by what a request came to."""
        with self._guard:
            self._turn_day()
            self._spent = Usage(
                max(0, self._spent.input_tokens - most.input_tokens) + came_to.input_tokens,
                max(0, self._spent.output_tokens - most.output_tokens) + came_to.output_tokens,
                max(0.0, self._spent.cost_usd - most.cost_usd) + came_to.cost_usd,
                max(0, self._spent.calls - most.calls) + came_to.calls,
            )

    def _turn_day(self) -> None:
        if (day := self._today()) != self._day:
            self._day, self._spent = day, Usage()


def _refuse_over(amount: float, ceiling: float | None, what: str, setting: str) -> None:
    if ceiling is not None and amount > ceiling:
        raise ModelOverBudget(
            f"a request would come to {amount:g} {what}, over {setting} ({ceiling:g})"
        )
