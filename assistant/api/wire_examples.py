"""The examples of the OpenAPI document. A test holds each against its model."""

from __future__ import annotations

import json
from typing import Any

_ID = "8c1f0a52b94d4f0e9d5f3f6f0f6f2b11"
_CONVERSATION = "5f0c" * 8
_PAGE_ID, _SOURCE_ID, _ROW_ID = "a3" * 8, "b4" * 8, "c5" * 8
_SHA = "9f" * 32
_READ = "2026-11-20T09:30:00Z"
_TEXT = (
    "Cybersecurity Programs (64)\nMaster's in Cybersecurity\nOnline\n"
    "Fernlow University | Online MS in Cybersecurity\n1.5 Years\n18,900"
)
_QUOTE = "Fernlow University | Online MS in Cybersecurity\n1.5 Years\n18,900"
_START = _TEXT.index(_QUOTE)
_VERSION = "20261120T093000-1a2b3c"
_SENTENCE = (
    "The cheapest of the 3 online cybersecurity master's programs I hold is Online MS in "
    "Cybersecurity at Fernlow University, listed at 18,900"
)
_FILTERS: list[dict[str, Any]] = [
    {"field": "topic", "op": "in", "value": ["cybersecurity"]},
    {"field": "level", "op": "in", "value": ["master"]},
    {"field": "delivery", "op": "in", "value": ["online"]},
]
_DESCRIPTION = "cybersecurity master's, online, cheapest first"
_ROW: dict[str, Any] = {
    "id": _ROW_ID,
    "university": "Fernlow University",
    "title": "Online MS in Cybersecurity",
    "level": "master",
    "award": "MS",
    "category": "Master's in Cybersecurity",
    "delivery": ["online"],
    "places": [],
    "duration": {"value": 1.5, "unit": "year", "years": 1.5},
    "price": 18900,
    "currency": None,
    "price_basis": "unknown",
    "citation": 1,
}
_LEFT_OUT = {"no_price": 1, "no_duration": 0, "no_delivery": 0}

ANSWER: dict[str, Any] = {
    "id": _ID,
    "conversation_id": _CONVERSATION,
    "status": "answered",
    "text": f"{_SENTENCE} [1].",
    "segments": [
        {
            "id": 1,
            "text": f"{_SENTENCE}.",
            "kind": "computed",
            "citations": [1],
            "verdict": "computed",
        }
    ],
    "citations": [
        {
            "id": 1,
            "kind": "row",
            "source": {
                "id": _PAGE_ID,
                "title": "Cybersecurity programs",
                "url": None,
                "fetched_at": _READ,
                "as_of": None,
                "sha256": _SHA,
            },
            "section": "Cybersecurity Programs (64)",
            "start": _START,
            "end": _START + len(_QUOTE),
            "quote": _QUOTE,
            "row_id": _ROW_ID,
        }
    ],
    "plan": {
        "route": "rows",
        "description": _DESCRIPTION,
        "filters": _FILTERS,
        "sort": [{"key": "price", "descending": False}],
        "limit": 1,
        "aggregate": None,
        "residue": [],
    },
    "constraints": [{**f, "turn": 1} for f in _FILTERS],
    "result": {
        "rows": [_ROW],
        "runner_up": [],
        "nearest": [],
        "total_matched": 3,
        "total_known": 51,
        "left_out": _LEFT_OUT,
        "value": None,
        "value_high": None,
        "groups": [],
        "listings": [{"title": "Cybersecurity Programs (64)", "announced": 64, "held": 12}],
    },
    "conflicts": [],
    "caveats": [],
    "followups": [],
    "clarify": None,
    "model": {"reader": "local", "composer": "local"},
    "usage": {"input_tokens": 0, "output_tokens": 0, "cost_usd": 0},
    "timings_ms": {"understand": 3.1, "retrieve": 2.0, "compose": 0.4, "verify": 1.2, "total": 8.3},
    "index_version": _VERSION,
}


def _events(*events: tuple[str, Any]) -> str:
    return "".join(
        f"id: {number}\nevent: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
        for number, (name, data) in enumerate(events, start=1)
    )


ANSWER_EVENTS = _events(
    ("meta", {key: ANSWER[key] for key in ("id", "conversation_id", "index_version")}),
    ("plan", {key: ANSWER[key] for key in ("plan", "constraints")}),
    (
        "rows",
        {
            "result": {
                **ANSWER["result"],
                "rows": [{k: v for k, v in _ROW.items() if k != "citation"}],
            }
        },
    ),
    ("segment", ANSWER["segments"][0]),
    ("citation", ANSWER["citations"][0]),
    ("done", ANSWER),
)

QUESTIONS: dict[str, Any] = {
    "first": {
        "summary": "A first question",
        "value": {"question": "cheapest online master's in cybersecurity"},
    },
    "follow_up": {
        "summary": "A follow-up in the same conversation",
        "value": {"question": "and on campus?", "conversation_id": _CONVERSATION},
    },
    "edited": {
        "summary": "With constraints that the visitor edited",
        "value": {
            "question": "which are there?",
            "conversation_id": _CONVERSATION,
            "constraints": [{"field": "price", "op": "lt", "value": [20000]}],
        },
    },
}

CONVERSATION: dict[str, Any] = {
    "id": _CONVERSATION,
    "turns": [
        {
            "number": 1,
            "question": "cheapest online master's in cybersecurity",
            "status": "answered",
            "answer_id": _ID,
            "constraints": ANSWER["constraints"],
            "index_version": _VERSION,
            "asked_at": _READ,
            "text": ANSWER["text"],
        }
    ],
}

PAGE: dict[str, Any] = {
    "id": _PAGE_ID,
    "source_id": _SOURCE_ID,
    "title": "Cybersecurity programs",
    "uri": "pages/cybersecurity-programs.txt",
    "url": None,
    "fetched_at": _READ,
    "as_of": None,
    "sha256": _SHA,
    "text": _TEXT,
}

PROGRAMS: dict[str, Any] = {
    "description": _DESCRIPTION,
    "filters": _FILTERS,
    "rows": [{**_ROW, "citation": None}],
    "offset": 0,
    "total": 1,
    "total_matched": 3,
    "total_known": 51,
    "left_out": _LEFT_OUT,
    "runner_up": [],
    "nearest": [],
    "value": None,
    "value_high": None,
    "groups": [],
    "listings": ANSWER["result"]["listings"],
    "index_version": _VERSION,
}

FACETS: dict[str, Any] = {
    "levels": [{"value": "master", "count": 22}, {"value": "certificate", "count": 9}],
    "awards": [{"value": "MS", "count": 12}],
    "categories": [{"value": "Master's in Cybersecurity", "count": 7}],
    "topics": [{"value": "cybersecurity", "count": 12}],
    "deliveries": [{"value": "online", "count": 17}],
    "universities": [{"value": "Fernlow University", "count": 3}],
    "titles": [{"value": "Online MS in Cybersecurity", "count": 1}],
    "cities": [{"value": "Port Anders", "count": 4}],
    "regions": [],
    "countries": [],
    "currencies": [{"value": "AUD", "count": 5}],
    "price_bases": [{"value": "unknown", "count": 40}, {"value": "total", "count": 10}],
}

FEEDBACK: dict[str, Any] = {
    "wrong": {
        "summary": "A sentence that is wrong",
        "value": {
            "answer_id": _ID,
            "verdict": "answer_wrong",
            "segment": 1,
            "text": "The price on the page is 19,800.",
        },
    },
    "helpful": {
        "summary": "An answer that helped",
        "value": {"answer_id": _ID, "verdict": "helpful"},
    },
}

METRICS = (
    "# HELP guidepost_answers_total Answers given, by how they ended.\n"
    "# TYPE guidepost_answers_total counter\n"
    'guidepost_answers_total{status="answered"} 12.0\n'
)

EXAMPLES: dict[str, Any] = {"questions": [QUESTIONS["first"]["value"]["question"]]}

READY: dict[str, Any] = {"status": "ready", "index_version": _VERSION, "note": None}

SESSION: dict[str, Any] = {
    "token": "gpt1.eyJzIjoiY2FyZWVycyJ9.3q2-7w",
    "expires_at": "2026-11-20T09:45:00Z",
    "open": False,
}

_CITED_AT = len(_SENTENCE) + 1
CHATS: dict[str, Any] = {
    "first": {
        "summary": "A first question",
        "value": {
            "model": "guidepost",
            "messages": [{"role": "user", "content": "cheapest online master's in cybersecurity"}],
        },
    },
    "follow_up": {
        "summary": "A follow-up: the client sends what was asked before",
        "value": {
            "model": "guidepost",
            "messages": [
                {"role": "user", "content": "cheapest online master's in cybersecurity"},
                {"role": "assistant", "content": ANSWER["text"]},
                {"role": "user", "content": "and on campus?"},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
        },
    },
}
_CHAT_ID = f"chatcmpl-{_ID}"
_CREATED = 1763631000
_ANNOTATION = {
    "type": "url_citation",
    "url_citation": {
        "start_index": _CITED_AT,
        "end_index": _CITED_AT + 3,
        "title": "Cybersecurity programs",
        "url": f"https://assistant.example.org/sources/{_PAGE_ID}/view"
        f"?start={_START}&end={_START + len(_QUOTE)}",
    },
}
_TOLD = {
    "conversation_id": _CONVERSATION,
    "answer_id": _ID,
    "status": "answered",
    "index_version": _VERSION,
    "unheeded": [],
}
COMPLETION: dict[str, Any] = {
    "id": _CHAT_ID,
    "object": "chat.completion",
    "created": _CREATED,
    "model": "guidepost",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": ANSWER["text"],
                "refusal": None,
                "annotations": [_ANNOTATION],
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    "guidepost": _TOLD,
}


def _chunk(delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> str:
    said = {
        "id": _CHAT_ID,
        "object": "chat.completion.chunk",
        "created": _CREATED,
        "model": "guidepost",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}],
        **more,
    }
    return f"data: {json.dumps(said, separators=(',', ':'))}\n\n"


CHUNKS = (
    _chunk({"role": "assistant", "content": ""})
    + _chunk({"content": ANSWER["text"]})
    + _chunk({"annotations": [_ANNOTATION]})
    + _chunk({}, "stop", guidepost=_TOLD)
    + "data: [DONE]\n\n"
)

MODELS: dict[str, Any] = {
    "object": "list",
    "data": [{"id": "guidepost", "object": "model", "created": _CREATED, "owned_by": "guidepost"}],
}
