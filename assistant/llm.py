"""The only module that talks to a chat model: providers, time-outs, new tries, breaker, usage.

A model is asked in an event loop of its own thread, and heard in the thread that answers: so what
is no longer wanted is cancelled upstream at once, and every time-out is kept whatever a provider's
client does. What a model says is text that nobody trusts; what it means is not known here.
"""

from __future__ import annotations

import asyncio
import queue
import random
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from assistant.breaker import Breaker
from assistant.errors import (
    AssistantError,
    ModelFailed,
    ModelResting,
    ModelTooSlow,
    ModelUnreachable,
    ModelUnreadable,
    SettingsInvalid,
)
from assistant.model_budget import Aside, ModelBudget
from assistant.model_records import Usage
from assistant.settings import LlmSettings
from assistant.stop import LOOK_S, Stop
from vectorstore.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which a request may be tried again."""
_PATIENCE_S = 2.0
"""Longest Retry-After that is waited for; beyond it the local path answers."""
_PER_MESSAGE = 8
"""Tokens that the form of a message adds to its text; the form differs between providers."""
_CLOSE_S = 2.0
"""Seconds that requests under way have to end when everything is closed."""
_END = object()

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Said:
    """A request: the instructions, and what holds the data."""

    system: str
    user: str

    @property
    def tokens(self) -> int:
        """Tokens of it, counted before it is sent."""
        return count_tokens(self.system) + count_tokens(self.user) + 2 * _PER_MESSAGE


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a model is and what opens it."""

    model: str
    """By its LangChain name, such as openai:NAME."""
    base_url: str | None = None
    api_key: SecretStr | None = None


class Speech:
    """What a model is saying, piece by piece; iterate it once."""

    def __init__(self, pieces: Callable[[Speech], Iterator[str]]) -> None:
        self.usage = Usage(calls=1)
        """What was paid for, as far as it is known."""
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        """The pieces as they come. Raises: ModelFailed, and what the stop was asked to end with."""
        return self._pieces(self)


class Llm:
    """One chat model. Safe to use from several threads."""

    def __init__(
        self, connection: Connection, settings: LlmSettings, budget: ModelBudget | None = None
    ) -> None:
        """Nothing is asked yet. Raises: SettingsInvalid, if there is no such provider or price."""
        self.name = connection.model
        self.breaker = Breaker(settings.breaker_failures, settings.breaker_open_s)
        self._settings = settings
        self._budget = budget or ModelBudget(settings)
        self._budget.check_model(self.name)
        self._chat = _chat_of(connection, settings)
        self._room = threading.BoundedSemaphore(settings.concurrency)
        self._loop = _Loop()

    def stream(self, said: Said, stop: Stop) -> Speech:
        """What the model answers, as it comes. Raises: ModelResting, ModelOverBudget."""
        aside = self._budget.set_aside(self.name, said.tokens, self._settings.output_tokens)
        try:
            self._enter()
        except ModelResting:
            self._budget.settle(aside, Usage())
            raise
        return Speech(lambda speech: self._heard(said, speech, aside, stop))

    def read(self, said: Said, form: type[M], stop: Stop) -> tuple[M, Usage]:
        """What the model answers, in the form of a schema. Raises: ModelFailed."""
        aside = self._budget.set_aside(self.name, said.tokens, self._settings.output_tokens)
        usage = Usage()
        try:
            with self._admitted():
                asked = self._chat.with_structured_output(form, include_raw=True)
                call = self._retried(lambda: asked.ainvoke(_messages(said)), lambda: False)
                given = self._loop.wait(call, self._settings.read_s, stop)
            assert isinstance(given, dict)
            usage = self._usage(given["raw"], said, str(given["raw"].content))
        finally:
            self._budget.settle(aside, usage)
        parsed = given["parsed"]
        if not isinstance(parsed, form):
            raise ModelUnreadable(f"{self.name} gave no {form.__name__}")
        return parsed, usage

    def close(self) -> None:
        """End the thread of its event loop."""
        self._loop.close()

    def _enter(self) -> None:
        if not self._room.acquire(blocking=False):
            raise ModelResting(f"{self.name} has {self._settings.concurrency} requests already")
        if not self.breaker.admit():
            self._room.release()
            raise ModelResting(f"{self.name} failed too often and is left alone for a while")

    @contextmanager
    def _admitted(self, entered: bool = False) -> Iterator[None]:
        """Report how it went to the breaker. Raises: ModelFailed for whatever a provider raises."""
        if not entered:
            self._enter()
        try:
            yield
        except ModelFailed:
            self.breaker.failed()
            raise
        except (GeneratorExit, asyncio.CancelledError):
            self.breaker.gave_up()
            raise
        except Exception as error:
            if isinstance(error, AssistantError):  # what a stop was asked to end with
                self.breaker.gave_up()
                raise
            self.breaker.failed()
            raise ModelUnreachable(f"{self.name} gave no answer ({_told(error)})") from error
        else:
            self.breaker.succeeded()
        finally:
            self._room.release()

    def _heard(
        self, said: Said, speech: Speech, aside: Aside, stop: Stop
    ) -> Generator[str, None, None]:
        pieces: queue.SimpleQueue[object] = queue.SimpleQueue()
        told: list[str] = []
        paid: list[Usage] = []
        call = self._loop.start(self._pump(said, pieces, paid, told))
        try:
            with self._admitted(entered=True):
                yield from self._timed(pieces, stop)
        finally:
            call.cancel()
            text = "".join(told)
            guess = self._budget.cost_of(self.name, said.tokens, count_tokens(text))
            speech.usage = paid[-1] if paid else guess
            self._budget.settle(aside, speech.usage)

    async def _pump(
        self, said: Said, pieces: queue.SimpleQueue[object], paid: list[Usage], told: list[str]
    ) -> None:
        """Put the pieces of a stream, then what it ended with, where the other thread waits."""

        async def once() -> None:
            async for chunk in self._chat.astream(_messages(said)):
                if text := str(chunk.text):
                    told.append(text)
                    pieces.put(text)
                if chunk.usage_metadata:
                    paid.append(self._usage(chunk, said, ""))

        try:
            await self._retried(once, lambda: bool(told))
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            pieces.put(error)
        else:
            pieces.put(_END)

    def _timed(self, pieces: queue.SimpleQueue[object], stop: Stop) -> Iterator[str]:
        limits, began = self._settings, time.monotonic()
        last, patience_s = began, limits.first_token_s
        while True:
            stop.check()
            try:
                piece = pieces.get(timeout=LOOK_S)
            except queue.Empty:
                now = time.monotonic()
                if now - last > patience_s or now - began > limits.whole_s:
                    raise ModelTooSlow(f"{self.name} kept silent for {now - last:.1f} s") from None
                continue
            if piece is _END:
                return
            if isinstance(piece, Exception):
                raise piece
            last, patience_s = time.monotonic(), limits.between_tokens_s
            if last - began > limits.whole_s:
                raise ModelTooSlow(f"{self.name} is not done after {limits.whole_s:g} s")
            yield str(piece)

    async def _retried(self, call: Callable[[], Awaitable[Any]], begun: Callable[[], bool]) -> Any:
        """What a call gives, tried again while nothing of an answer has come."""
        tries = AsyncRetrying(
            stop=stop_after_attempt(self._settings.retries + 1),
            wait=self._wait_s,
            retry=retry_if_exception(lambda error: not begun() and _may_try_again(error)),
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                return await call()
        raise AssertionError("tenacity gives a result or raises")

    def _wait_s(self, state: RetryCallState) -> float:
        """Doubled each time, half of it by chance; what the server asks for goes before."""
        error = state.outcome.exception() if state.outcome else None
        wanted = _retry_after_s(error) if error else None
        if wanted is not None:
            return wanted
        longest = self._settings.retry_wait_s * 2**state.attempt_number
        return float(longest * (0.5 + random.random() / 2))  # noqa: S311 - no secret

    def _usage(self, message: Any, said: Said, text: str) -> Usage:
        """What the provider says was used, else what we count."""
        told = message.usage_metadata or {}
        sent = int(told.get("input_tokens") or said.tokens)
        made = int(told.get("output_tokens") or count_tokens(text))
        return self._budget.cost_of(self.name, sent, made)


class _Loop:
    """An event loop in a thread, started at first need."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, call: Any) -> Any:
        """Start a coroutine; the future that can cancel it."""
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="models", daemon=True
                )
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(call, self._loop)

    def wait(self, call: Any, within_s: float, stop: Stop) -> object:
        """What a coroutine gives. Raises: ModelTooSlow, what it raises, what `stop` ends with."""
        began, future = time.monotonic(), self.start(call)
        try:
            while True:
                stop.check()
                with suppress(TimeoutError):
                    return future.result(timeout=LOOK_S)
                if future.done():  # the time-out was its own
                    return future.result()
                if time.monotonic() - began > within_s:
                    raise ModelTooSlow(f"a reading took over {within_s:g} s")
        finally:
            future.cancel()

    def close(self) -> None:
        """Cancel what runs and end the thread."""
        with self._guard:
            loop, thread, self._loop = self._loop, self._thread, None
        if loop is None or thread is None:
            return
        with suppress(TimeoutError):  # a provider's client may hang in its own clean-up
            asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(timeout=_CLOSE_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=_CLOSE_S)
        if not thread.is_alive():
            loop.close()


async def _cancel_all() -> None:
    """End every other task of the loop, and what its clients hold."""
    others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()


def _chat_of(connection: Connection, settings: LlmSettings) -> BaseChatModel:
    # Imported here: it takes two seconds, for which nobody without a model need wait.
    from langchain.chat_models import init_chat_model

    provider = connection.model.partition(":")[0]
    given: dict[str, Any] = {"max_retries": 0, "max_tokens": settings.output_tokens}
    if provider == "openai":
        given |= {"timeout": (settings.connect_s, settings.between_tokens_s), "stream_usage": True}
    if settings.temperature is not None:
        given["temperature"] = settings.temperature
    if connection.base_url:
        given["base_url"] = connection.base_url
    if connection.api_key:
        given["api_key"] = connection.api_key
    elif connection.base_url and provider == "openai":
        given["api_key"] = SecretStr("none")  # a server of one's own may want none
    try:
        chat: BaseChatModel = init_chat_model(connection.model, **given)
    except Exception as error:  # each provider raises its own
        raise SettingsInvalid(
            f"the model {connection.model!r} cannot be used ({type(error).__name__}): give it as "
            "PROVIDER:NAME with that provider's LangChain package installed, and its key"
        ) from error
    return chat


def _messages(said: Said) -> list[tuple[str, str]]:
    return [("system", said.system), ("human", said.user)]


def _may_try_again(error: BaseException) -> bool:
    status = getattr(error, "status_code", None)
    if status is None:
        # No answer came at all; a fault in what came is none of the connection.
        return not isinstance(error, ValidationError | ValueError | TypeError | AttributeError)
    wanted = _retry_after_s(error)
    return status in _AGAIN and (wanted is None or wanted <= _PATIENCE_S)


def _retry_after_s(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after") or ""))
    except (TypeError, ValueError):
        return None


def _told(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return type(error).__name__ + (f", status {status}" if status else "")
