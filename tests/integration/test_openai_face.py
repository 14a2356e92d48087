"""The compatible face, asked by the real OpenAI client over a real connection."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion

from assistant.access import Access
from assistant.api.app import make_app
from assistant.settings import ServerSettings
from assistant.sites import Site, new_key
from tests.listening import listening
from tests.serving import opened
from tests.slow_server import running

KEY, KEY_HASH = new_key()
CHEAPEST = "cheapest online master's in cybersecurity?"
BUSY_KEY, BUSY_HASH = new_key()
SITES = (
    Site(name="one", keys=(KEY_HASH,)),
    Site(name="busy", keys=(BUSY_HASH,), answers_per_site="1/hour"),
)


@pytest.fixture(scope="module")
def address(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assistant = opened(sample_index, tmp_path_factory.mktemp("kept") / "kept.sqlite")
    with listening(make_app(assistant, access=Access(SITES))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0) as made:
        yield made


def said(*texts: str) -> list[Any]:
    """Messages of the user and the assistant in turn."""
    roles = ("user", "assistant")
    return [{"role": roles[at % 2], "content": text} for at, text in enumerate(texts)]


def complete(client: openai.OpenAI, *texts: str, **more: Any) -> ChatCompletion:
    made = client.chat.completions.create(model="guidepost", messages=said(*texts), **more)
    assert isinstance(made, ChatCompletion)
    return made


def told(completion: Any) -> dict[str, Any]:
    """What is ours in a completion or a chunk."""
    found: dict[str, Any] = completion.model_extra["guidepost"]
    return found


def test_the_answer_is_proven_and_every_mark_is_annotated(
    client: openai.OpenAI, address: str
) -> None:
    completion = complete(client, CHEAPEST)
    (choice,) = completion.choices
    content = choice.message.content or ""
    assert choice.finish_reason == "stop"
    assert choice.message.role == "assistant"
    assert "18,900" in content
    assert completion.model == "guidepost"
    assert completion.object == "chat.completion"
    assert told(completion)["status"] == "answered"
    annotations = choice.message.annotations or []
    assert len(annotations) == content.count("[1]") + content.count("[2]") + content.count("[3]")
    for annotation in annotations:
        cited = annotation.url_citation
        mark = content[cited.start_index : cited.end_index]
        assert mark[0] == "["
        assert mark[-1] == "]"
        assert mark[1:-1].isdigit()
        assert cited.title
        assert cited.url.startswith(f"{address}/sources/")
        page = httpx.get(cited.url)  # as a visitor's browser follows it: without a key
        assert page.status_code == 200
        assert '<mark id="cited"' in page.text
    assert completion.usage is not None
    usage = completion.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens == 0


def test_what_was_asked_before_still_holds(client: openai.OpenAI) -> None:
    alone = complete(client, "which is the cheapest?")
    after = complete(
        client,
        "online cybersecurity master's programs",
        "There are some.",
        "which is the cheapest?",
    )
    assert "18,900" in (after.choices[0].message.content or "")
    assert after.choices[0].message.content != alone.choices[0].message.content
    parts: Any = [{"type": "text", "text": "online cybersecurity"},
                  {"type": "text", "text": "master's programs"}]  # fmt: skip
    messages: Any = [{"role": "user", "content": parts}, *said("which is the cheapest?")]
    made = client.chat.completions.create(model="guidepost", messages=messages)
    assert made.choices[0].message.content == after.choices[0].message.content


def test_a_stream_says_the_same_in_whole_sentences(client: openai.OpenAI) -> None:
    whole = complete(client, CHEAPEST)
    chunks = list(
        client.chat.completions.create(
            model="guidepost",
            messages=said(CHEAPEST),
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    *deltas, usage = chunks
    assert usage.choices == []
    assert usage.usage is not None
    assert all(chunk.usage is None for chunk in deltas)
    assert len({chunk.id for chunk in chunks}) == 1
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    assert deltas[0].choices[0].delta.role == "assistant"
    texts = [chunk.choices[0].delta.content or "" for chunk in deltas]
    assert "".join(texts) == whole.choices[0].message.content
    assert len([text for text in texts if text]) == len(texts) - 3
    more = (chunk.choices[0].delta.model_extra or {} for chunk in deltas)
    (annotated,) = (held["annotations"] for held in more if "annotations" in held)
    expected = [a.model_dump() for a in whole.choices[0].message.annotations or []]
    assert annotated == expected
    assert [chunk.choices[0].finish_reason for chunk in deltas][-1] == "stop"
    assert told(deltas[-1])["status"] == "answered"
    plain = list(
        client.chat.completions.create(model="guidepost", messages=said(CHEAPEST), stream=True)
    )
    assert plain[-1].choices[0].finish_reason == "stop"
    assert all(chunk.usage is None for chunk in plain)


def test_the_clients_own_way_of_streaming_collects_the_same(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model="guidepost", messages=said(CHEAPEST)) as stream:
        collected = stream.get_final_completion()
    assert collected.choices[0].message.content == (
        complete(client, CHEAPEST).choices[0].message.content
    )


def test_what_has_no_effect_is_said(client: openai.OpenAI) -> None:
    messages: Any = [{"role": "system", "content": "Answer in verse."}, *said(CHEAPEST)]
    plain = complete(client, CHEAPEST)
    made = client.chat.completions.create(
        model="guidepost", messages=messages, temperature=0.2, max_tokens=5, n=1, seed=7, user="u",
        tools=[{"type": "function", "function": {"name": "f"}}], tool_choice="auto",
        response_format={"type": "text"}, stop=[], logprobs=False,
    )  # fmt: skip
    assert made.choices[0].message.content == plain.choices[0].message.content
    assert set(told(made)["unheeded"]) == {
        "temperature", "max_tokens", "seed", "user", "tools", "messages of the system",
    }  # fmt: skip
    assert told(plain)["unheeded"] == []


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"n": 2}, "n"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice"),
        ({"function_call": {"name": "f"}}, "function_call"),
        ({"response_format": {"type": "json_object"}}, "response_format.type"),
        ({"stop": ["."]}, "stop"),
        ({"logprobs": True}, "logprobs"),
        ({"logit_bias": {"5": 1}}, "logit_bias"),
        ({"modalities": ["audio"]}, "modalities.0"),
        ({"extra_body": {"colour": "red"}}, "colour"),
    ],
)
def test_what_would_change_the_meaning_is_refused(
    client: openai.OpenAI, more: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        complete(client, CHEAPEST, **more)
    assert raised.value.status_code == 400
    assert (raised.value.param or "").startswith(param)
    assert raised.value.code == "invalid_request"
    assert raised.value.type == "invalid_request_error"
    assert set(json.loads(raised.value.response.text)["error"]) == {
        "message", "type", "param", "code",
    }  # fmt: skip


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "assistant", "content": "x"}],
        [{"role": "user", "content": ""}],
        [{"role": "user", "content": "x" * 2_001}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}],
        [{"role": "tool", "content": "x", "tool_call_id": "y"}, {"role": "user", "content": "x"}],
        [{"role": "user"}],
    ],
)
def test_what_is_no_question_is_refused(client: openai.OpenAI, messages: Any) -> None:
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="guidepost", messages=messages)


def test_long_histories_are_read_from_their_end_and_what_is_not_read_is_said(
    client: openai.OpenAI,
) -> None:
    filler = [text for n in range(12) for text in (f"hello {n}", "Hello.")]
    made = complete(client, "x" * 2_500, "Too long.", *filler, CHEAPEST)
    assert "18,900" in (made.choices[0].message.content or "")
    assert told(made)["unheeded"] == ["3 earlier messages of the user"]


def test_errors_are_those_of_the_client(client: openai.OpenAI, address: str) -> None:
    with pytest.raises(openai.NotFoundError) as no_model:
        client.chat.completions.create(model="gpt-4o", messages=said("x"))
    assert no_model.value.code == "model_not_found"
    base = f"{address}/v1"
    with (
        openai.OpenAI(base_url=base, api_key="gpk_wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError) as wrong,
    ):
        stranger.models.list()
    assert wrong.value.code == "key_invalid"
    with openai.OpenAI(base_url=base, api_key=BUSY_KEY, max_retries=0) as busy:
        complete(busy, CHEAPEST)
        with pytest.raises(openai.RateLimitError) as limited:
            complete(busy, CHEAPEST)
    assert limited.value.code == "site_busy"
    assert int(limited.value.response.headers["retry-after"]) > 0


def test_there_is_one_model(client: openai.OpenAI) -> None:
    (model,) = client.models.list().data
    assert (model.id, model.object, model.owned_by) == ("guidepost", "model", "guidepost")
    assert model.created > 1_700_000_000


def test_what_goes_wrong_in_a_stream_is_an_error_of_the_client(tmp_path: Path) -> None:
    with running(tmp_path / "kept.sqlite", ServerSettings(answer_s=1)) as made:
        base = f"http://127.0.0.1:{made.port}/v1"
        with openai.OpenAI(base_url=base, api_key="none", max_retries=0) as client:
            for question, code in (("fail", "internal_error"), ("slow 9", "timeout")):
                stream = client.chat.completions.create(
                    model="guidepost", messages=said(question), stream=True
                )
                with stream, pytest.raises(openai.APIError) as raised:
                    list(stream)
                assert raised.value.code == code
            with pytest.raises(openai.InternalServerError) as late:
                complete(client, "slow 9")
            assert late.value.code == "timeout"
            left = client.chat.completions.create(
                model="guidepost", messages=said("slow 30"), stream=True
            )
            with left:
                next(iter(left))
            until = time.monotonic() + 5
            while made.service.busy and time.monotonic() < until:
                time.sleep(0.02)
            assert made.service.busy == 0
