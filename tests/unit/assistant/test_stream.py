"""Events as bytes, and who is sent them."""

from __future__ import annotations

import pytest

from assistant.api.stream import EventWriter, wants_events
from assistant.api.wire import AskResponse, CitationOut, SegmentOut
from assistant.api.wire_examples import ANSWER, ANSWER_EVENTS
from assistant.errors import ShuttingDown
from assistant.records import AnswerId, Began, ConversationId
from tests.sse import Sent, read_events
from vectorstore.records import SnapshotId


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        ("", False),
        ("*/*", False),
        ("text/html", False),
        ("text/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("TEXT/Event-Stream ; q=1.0", True),
        ("text/event-stream, */*", True),
        ("text/event-stream, application/json", True),
        ("application/json, text/event-stream", False),
        ("application/json;q=0.9, text/event-stream", True),
        ("application/json, text/event-stream;q=0.9", False),
        ("text/event-stream;q=0.5, */*;q=0.8", False),
        ("text/event-stream;q=0.5, application/json;q=0.1, */*", True),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=many", False),
        ("text/event-stream;charset=utf-8", True),
        (",;,=", False),
    ],
)
def test_who_asks_for_events_gets_them(accept: str, events: bool) -> None:
    assert wants_events(None, [accept]) is events
    assert wants_events(True, [accept])
    assert not wants_events(False, [accept])


def test_several_accept_headers_are_one() -> None:
    assert not wants_events(None, ["application/json", "text/event-stream"])


def test_events_are_numbered_and_each_is_whole() -> None:
    writer = EventWriter()
    began = Began(AnswerId("a"), SnapshotId("v"), ConversationId("c"))
    text = (writer.event(began) + writer.error(ShuttingDown("at /secret"))).decode()
    meta, error = read_events(text)
    assert meta == Sent("1", "meta", {"id": "a", "conversation_id": "c", "index_version": "v"})
    assert (error.id, error.name) == ("2", "error")
    assert (error.data["status"], error.data["code"]) == (503, "shutting_down")
    assert "secret" not in text


def test_line_ends_in_data_do_not_end_an_event() -> None:
    sent = EventWriter().named("segment", {"text": "a\n\nb\r\n\u2028 – ไทย"})
    (event,) = read_events(sent.decode())
    assert event.data["text"] == "a\n\nb\r\n\u2028 – ไทย"


def test_the_example_stream_is_one_that_would_be_sent() -> None:
    sent = read_events(ANSWER_EVENTS)
    assert [e.name for e in sent] == ["meta", "plan", "rows", "segment", "citation", "done"]
    meta, plan, rows, segment, citation, done = (event.data for event in sent)
    AskResponse.model_validate(done)
    SegmentOut.model_validate(segment)
    CitationOut.model_validate(citation)
    assert done == ANSWER
    assert meta == {key: done[key] for key in ("id", "conversation_id", "index_version")}
    assert plan == {key: done[key] for key in ("plan", "constraints")}
    whole = [{k: v for k, v in row.items() if k != "citation"} for row in done["result"]["rows"]]
    assert rows["result"] == {**done["result"], "rows": whole}
