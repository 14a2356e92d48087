"""The assistant behind a bounded number of threads, and the answers that are being made.

The assistant is synchronous, so its work waits in one queue for a thread. What nobody waits for any
more leaves the queue at once, or stops at its next step; what takes too long, or would outlive the
server, ends with an error. Nothing here knows how an answer is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from assistant.access import Access
from assistant.assistant import Assistant, Question
from assistant.errors import Abandoned, AssistantError, Overloaded, ShuttingDown, TimedOut
from assistant.holdings import IndexFolder
from assistant.knowledge import Knowledge
from assistant.records import Began, Event
from assistant.settings import ServerSettings
from assistant.stop import Stop

LAST_WORD = 1 / 3
"""Share of the grace in which answers that are not finished are ended, and their ends sent."""

T = TypeVar("T")


class Service:
    """What routes ask for work. For use from one event loop."""

    def __init__(
        self,
        assistant: Assistant,
        settings: ServerSettings,
        access: Access | None = None,
        index: Path | None = None,
    ) -> None:
        self.assistant = assistant
        self.index = None if index is None else IndexFolder(index)
        """What the operator's pages read of the index; None where it lies in no folder."""
        self.access = access or Access()
        self.settings = settings
        self.draining = False
        """Whether the server was told to stop: it takes no new questions."""
        self._threads = ThreadPoolExecutor(settings.threads, "answers")
        self._work: set[Future[Any]] = set()
        self._open: set[Answering] = set()

    @property
    def waiting(self) -> int:
        """Pieces of work that wait for a thread."""
        return sum(not work.running() and not work.done() for work in list(self._work))

    @property
    def busy(self) -> int:
        """Threads at work."""
        return sum(work.running() for work in list(self._work))

    async def run(self, call: Callable[..., T], /, *args: Any) -> T:
        """What the call returns, made in a thread when one is free. Raises: Overloaded."""
        work = self._submit(partial(call, *args))
        timer = asyncio.get_running_loop().call_later(self.settings.queue_s, work.cancel)
        try:
            return await asyncio.wrap_future(work)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise self._overloaded() from None
        finally:
            timer.cancel()

    async def read(self, call: Callable[[Knowledge], T], /) -> T:
        """What the call makes of the knowledge in service, which stays open until it returns."""

        def lent() -> T:
            with self.assistant.current.lend() as knowledge:
                return call(knowledge)

        return await self.run(lent)

    @contextmanager
    def answering(self, asked: Question) -> Iterator[Answering]:
        """The answer to a question while somebody waits for it; on leaving, its work is stopped.

        Raises: ShuttingDown.
        """
        if self.draining:
            raise ShuttingDown("a question came while the server stops; ask again in a moment")
        made = Answering(partial(self._charged, asked))
        work = self._submit(made.work)
        loop = asyncio.get_running_loop()

        def waited_too_long() -> None:
            if work.cancel():
                made.end(self._overloaded())

        late = TimedOut(f"an answer took over {self.settings.answer_s} s; see answer_s")
        timers = (
            loop.call_later(self.settings.queue_s, waited_too_long),
            loop.call_later(self.settings.answer_s, made.end, late),
        )
        self._open.add(made)
        try:
            yield made
        finally:
            for timer in timers:
                timer.cancel()
            self._open.discard(made)
            work.cancel()
            made.end(Abandoned("nobody waits for this answer any more"))

    def drain(self) -> None:
        """Take no new questions, and end what is unfinished shortly before the grace is over."""
        self.draining = True
        patience_s = self.settings.grace_s * (1 - LAST_WORD)
        asyncio.get_running_loop().call_later(patience_s, self._end_all)

    def close(self) -> None:
        """Let the threads go, after the last request."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _charged(self, asked: Question, stop: Stop) -> Generator[Event, None, None]:
        """The events of an answer; once it is sure to be made, it is counted for its site.

        Raises: SitePaused, BudgetSpent, and what the assistant raises.
        """
        site = self.access.site(asked.site or "")
        with closing(self.assistant.stream(asked, stop)) as events:
            for event in events:
                if site is not None and isinstance(event, Began):
                    self.assistant.conversations.ledger.take(site.name, site.answers_per_day)
                yield event

    def _end_all(self) -> None:
        for made in list(self._open):
            made.end(ShuttingDown("the server stops before this answer is finished; ask again"))

    def _overloaded(self) -> Overloaded:
        return Overloaded(
            f"no thread was free for {self.settings.queue_s} s; see threads and queue_s"
        )

    def _submit(self, call: Callable[[], T]) -> Future[T]:
        # The log's request id is in the context.
        work = self._threads.submit(copy_context().run, call)
        self._work.add(work)
        work.add_done_callback(self._work.discard)
        return work


class Answering:
    """One answer in the making: its events come from a thread, and are taken in the event loop."""

    def __init__(self, make: Callable[[Stop], Generator[Event, None, None]]) -> None:
        self._make = make
        self._stop = Stop()
        self._loop = asyncio.get_running_loop()
        self._made: asyncio.Queue[Event | Exception] = asyncio.Queue()

    def work(self) -> None:
        """Make the events; in a thread."""
        try:
            with closing(self._make(self._stop)) as events:
                for event in events:
                    self._put(event)
        except Exception as error:  # noqa: BLE001 - the edge of the thread: raised again by `next`
            self._put(error)

    def end(self, why: AssistantError) -> None:
        """Let the work stop at its next step, and `next` raise this after what is made already."""
        self._stop.ask(why)
        self._made.put_nowait(why)

    async def next(self, within_s: float | None = None) -> Event | None:
        """The next event; None if there was none for so long.

        Raises: what the assistant raises, and what the answer was ended with.
        """
        try:
            async with asyncio.timeout(within_s):
                made = await self._made.get()
        except TimeoutError:
            return None
        if isinstance(made, Exception):
            raise made
        return made

    def _put(self, made: Event | Exception) -> None:
        with suppress(RuntimeError):  # the loop is closed: the server did not wait any longer
            self._loop.call_soon_threadsafe(self._made.put_nowait, made)
