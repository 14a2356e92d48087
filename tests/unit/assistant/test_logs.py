"""The log's lines: structured, and without what a visitor said unless a setting asks for it."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.logs import in_request, request_id, set_up
from assistant.settings import LogSettings

CANARY = "zanzibar-4711"


@pytest.fixture
def lines() -> Iterator[Callable[..., io.StringIO]]:
    """Sets logging up for one test, and back as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, warnings.showwarning
    yield _set_up
    root.handlers[:], root.level, warnings.showwarning = before
    for name in ("assistant", "ingest", "vectorstore", "prompts", "evals", "py"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def _set_up(**settings: Any) -> io.StringIO:
    out = io.StringIO()
    set_up(LogSettings(**settings), out)
    return out


def read(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def fail() -> None:
    def inner() -> None:
        raise KeyError(CANARY)

    try:
        inner()
    except KeyError as error:
        raise ValueError(f"a message with {CANARY}") from error


def failed() -> Exception:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_a_line_is_an_object_with_time_level_logger_and_facts(lines: Any) -> None:
    out = lines()
    logging.getLogger("assistant.x").info("erased %d", 3, extra={"conversations": 3})
    (line,) = read(out)
    assert line["timestamp"].endswith("Z")
    assert (line["level"], line["logger"], line["event"]) == ("info", "assistant.x", "erased 3")
    assert line["conversations"] == 3
    assert "request_id" not in line


def test_lines_within_a_request_carry_its_id(lines: Any) -> None:
    out = lines()
    assert request_id() is None
    with in_request(request_id="r-1"):
        assert request_id() == "r-1"
        logging.getLogger("assistant.x").info("within")
    assert request_id() is None
    assert read(out)[0]["request_id"] == "r-1"


def test_an_exception_in_a_request_is_its_class_and_places_without_words(lines: Any) -> None:
    out = lines()
    with in_request(request_id="r-1"):
        logging.getLogger("assistant.x").error("unexpected", exc_info=failed())
    (line,) = read(out)
    assert CANARY not in out.getvalue()
    shown = line["exception"].splitlines()
    assert shown[0] == "ValueError"
    assert shown[shown.index("from") + 1] == "KeyError"
    assert shown[-1].endswith(" inner")
    assert "tests/unit/assistant/test_logs.py".rsplit("/", 1)[1] in shown[-1]


def test_an_exception_of_ours_outside_of_requests_says_what_it_is(lines: Any) -> None:
    out = lines()
    logging.getLogger("assistant.current").error("failed", exc_info=failed())
    assert "ValueError: a message with" in read(out)[0]["exception"]


@pytest.mark.parametrize("asked", [True, False])
def test_other_libraries_do_not_quote_a_visitor(lines: Any, asked: bool) -> None:
    out = lines()
    other = logging.getLogger("asyncio")
    message = f"Task exception was never retrieved\nfuture: <Task exception=KeyError({CANARY!r})>"
    if asked:
        with in_request(request_id="r-1"):
            other.error(message, exc_info=failed())
    else:
        other.error(message, exc_info=failed())
    (line,) = read(out)
    assert CANARY not in out.getvalue()
    assert line["place"].startswith("test_logs:")
    assert ("never retrieved" in line["event"]) is not asked


def test_groups_show_every_part_and_chains_end(lines: Any) -> None:
    out = lines()
    group = ExceptionGroup(CANARY, [failed(), TypeError(CANARY)])
    with in_request(request_id="r-1"):
        logging.getLogger("assistant.x").error("unexpected", exc_info=group)
    shown = read(out)[0]["exception"].splitlines()
    assert [line for line in shown if line.endswith(("Error", "Group"))] == [
        "ExceptionGroup",
        "ValueError",
        "KeyError",
        "TypeError",
    ]
    assert CANARY not in out.getvalue()


def test_warnings_are_lines_and_quote_nobody(lines: Any) -> None:
    out = lines()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        set_up(LogSettings(), out)
        with in_request(request_id="r-1"):
            warnings.warn(f"unexpected value {CANARY}", UserWarning, stacklevel=1)
        warnings.warn("something is deprecated", DeprecationWarning, stacklevel=1)
    first, second = read(out)
    assert first["category"] == "UserWarning"
    assert first["place"].startswith("unit/assistant/test_logs.py:")
    assert second["event"] == "something is deprecated"
    assert CANARY not in out.getvalue()


def test_a_setting_shows_everything(lines: Any) -> None:
    out = lines(questions=True)
    with in_request(request_id="r-1"):
        logging.getLogger("assistant.x").error("unexpected", exc_info=failed())
        logging.getLogger("other").warning("seen %s", CANARY)
    own, other = read(out)
    assert own["exception"].count(CANARY) == 2
    assert CANARY in other["event"]


def test_levels_are_of_our_modules_and_others_are_heard_from_warnings_on(lines: Any) -> None:
    out = lines(level="debug")
    logging.getLogger("assistant.x").debug("ours")
    logging.getLogger("httpx").info("theirs")
    assert [line["event"] for line in read(out)] == ["ours"]
    out = lines(level="error")
    logging.getLogger("assistant.x").warning("ours")
    assert out.getvalue() == ""


def test_console_lines_are_for_people(lines: Any) -> None:
    out = lines(format="console")
    with in_request(request_id="r-1"):
        logging.getLogger("assistant.x").error("unexpected", exc_info=failed())
    assert "unexpected" in out.getvalue()
    assert "ValueError" in out.getvalue()
    assert CANARY not in out.getvalue()


def test_the_stream_is_standard_error_by_default(
    lines: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lines()
    set_up(LogSettings())
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert "Invalid HTTP" in capsys.readouterr().err
    assert sys.stderr is not None
