"""The server's log: one JSON object a line (or text for a terminal), without visitors' words.

Modules log through the standard library; `set_up` says, once at the start of the program, how the
lines are written. What a visitor sent stands in no line unless a setting asks for it: our own
modules log none of it, exceptions are shown as classes and places without their messages, and of
other libraries' lines only the place is kept while a request is answered.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import PurePath
from typing import TextIO

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from assistant.settings import LogSettings

OURS = frozenset({"assistant", "evals", "ingest", "prompts", "vectorstore", "py"})
"""Roots of the loggers whose messages are written here; `py` is that of warnings."""
HIDDEN = "a message that may hold a visitor's words"
MAX_FRAMES = 30

_log = logging.getLogger("py.warnings")

in_request = bound_contextvars
"""`with in_request(request_id=...)`: every line within carries the id, threads included."""


def request_id() -> str | None:
    """The id of the request that is being answered here; None outside of one."""
    return get_contextvars().get("request_id")


def set_up(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Write every log line of the program to the stream (standard error if none is given)."""
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(settings, colors=out.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    warnings.showwarning = _log_warning


def _formatter(settings: LogSettings, *, colors: bool) -> logging.Formatter:
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Discretion(questions=settings.questions),
    ]
    last: Processor = (
        structlog.processors.JSONRenderer()
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=colors)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


class _Discretion:
    """Takes out of a line what may hold a visitor's words, and writes its exception."""

    def __init__(self, *, questions: bool) -> None:
        self._questions = questions

    def __call__(self, _logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        record: logging.LogRecord = event["_record"]
        ours = record.name.split(".")[0] in OURS
        asked = "request_id" in event
        if not (ours or self._questions):
            # Others put values into their messages: of requests, and of failed tasks' exceptions.
            said = str(event["event"]).partition("\n")[0]
            event["event"] = HIDDEN if asked else said
            event["place"] = f"{record.module}:{record.lineno}"
        raised = event.pop("exc_info", None)
        error = raised[1] if isinstance(raised, tuple) else None
        if error is not None:
            told = self._questions or (ours and not asked)
            event["exception"] = "\n".join(_lines(error, messages=told))
        return event


def _lines(error: BaseException, *, messages: bool) -> Iterator[str]:
    """The exception, its frames (the innermost last) and what caused it, a line each."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    yield f"{name}: {error}" if messages else name
    for frame in traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]:
        place = "/".join(PurePath(frame.filename).parts[-3:])
        yield f"  {place}:{frame.lineno} {frame.name}"
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for part in (*parts, *([cause] if cause else [])):
        yield "from"
        yield from _lines(part, messages=messages)


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the signature that `warnings` calls
    line: str | None = None,  # noqa: ARG001
) -> None:
    """A warning as a line. Its text is left out in a request: it may name values."""
    place = "/".join(PurePath(filename).parts[-3:])
    said = HIDDEN if request_id() else str(message)
    _log.warning(said, extra={"category": category.__name__, "place": f"{place}:{lineno}"})
