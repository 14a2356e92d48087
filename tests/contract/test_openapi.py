"""The OpenAPI document: every route has true examples, and errors have one shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from assistant.api import wire, wire_examples, wire_in
from assistant.api.app import make_app
from assistant.api.codes import PUBLIC, codes
from assistant.api.compatible import CompatibleError
from assistant.api.document import code_table
from assistant.api.openai_in import ChatRequest
from assistant.api.openai_out import Completion, ModelsOut
from assistant.api.problems import http_problem, problem_of, validation_problem
from assistant.api.session import SessionOut
from assistant.bootstrap import make_assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from vectorstore.errors import StoreError

METHODS = {"get", "post", "delete", "put", "patch"}
DESIGN_KEYS = {
    "AskResponse": "id conversation_id status text segments citations plan constraints result "
    "conflicts caveats followups clarify model usage timings_ms index_version",
    "SegmentOut": "id text kind citations verdict",
    "CitationOut": "id kind source section start end quote row_id",
    "SourceOut": "id title url fetched_at as_of sha256",
    "PlanOut": "route description filters sort limit aggregate residue",
    "ConstraintOut": "field op value turn",
    "RowOut": "id university title level award category delivery places "
    "duration price currency price_basis citation",
    "ResultOut": "rows runner_up nearest total_matched total_known left_out value listings",
    "ListingOut": "title announced held",
    "UsageOut": "input_tokens output_tokens cost_usd",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("none")
    assistant = make_assistant(Settings(index=folder / "index"))
    try:
        made: dict[str, Any] = make_app(assistant).openapi()
    finally:
        assistant.close()
    return made


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_the_routes_of_the_design_are_there(document: dict[str, Any]) -> None:
    wanted = {
        "POST /ask", "GET /sources/{source_id}", "GET /sources/{source_id}/view", "GET /programs",
        "GET /programs/facets", "GET /conversations/{conversation_id}",
        "DELETE /conversations/{conversation_id}", "POST /feedback", "GET /healthz", "GET /readyz",
        "GET /metrics", "POST /widget/session", "POST /v1/chat/completions", "GET /v1/models",
    }  # fmt: skip
    assert wanted <= {name for name, _ in operations(document)}


def test_every_route_says_what_it_does_and_shows_an_answer(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        good = [r for status, r in operation["responses"].items() if status.startswith("2")]
        assert good, name
        for response in good:
            for content in response.get("content", {}).values():
                assert content.get("example"), name
            assert "X-Request-ID" in response["headers"], name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name} {parameter['name']}"
        body = operation.get("requestBody", {}).get("content", {})
        assert all(content["examples"] for content in body.values()), name


def test_every_error_has_the_one_shape(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        bad = {s: r for s, r in operation["responses"].items() if not s.startswith("2")}
        compatible = " /v1/" in name
        shape = "Compatible" if compatible else "Problem"
        assert {"400", "414", "431", "500"} <= set(bad), name
        assert ("422" in bad) is not compatible, name
        if "requestBody" in operation:
            assert {"413", "415"} <= set(bad), name
        for status, response in bad.items():
            assert response == {"$ref": f"#/components/responses/{shape}{status}"}
    for name, response in document["components"]["responses"].items():
        if name.startswith("Compatible"):
            (shown,) = response["content"].values()
            CompatibleError.model_validate(shown["example"])
            continue
        assert list(response["content"]) == ["application/problem+json"], name
        shown = response["content"]["application/problem+json"]
        assert shown["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert name == f"Problem{shown['example']['status']}"
        wire.Problem.model_validate(shown["example"])
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_code_is_listed_in_the_document_and_the_readme(document: dict[str, Any]) -> None:
    readme = (Path(__file__).parents[2] / "assistant" / "README.md").read_text()
    assert code_table() in document["info"]["description"]
    assert code_table() in readme
    assert {p.code for p in PUBLIC.values()} == set(codes())


def test_every_route_is_listed_in_the_readme(document: dict[str, Any]) -> None:
    readme = (Path(__file__).parents[2] / "assistant" / "README.md").read_text()
    for name, _ in operations(document):
        assert f"| `{name}` |" in readme, name


def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    def follow(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part and isinstance(part["$ref"], str):
                held: Any = document
                for key in part["$ref"].removeprefix("#/").split("/"):
                    held = held[key]
            for inner in part.values():
                follow(inner)
        elif isinstance(part, list):
            for inner in part:
                follow(inner)

    follow(document)


@pytest.mark.parametrize(
    ("example", "model"),
    [
        (wire_examples.ANSWER, wire.AskResponse),
        (wire_examples.CONVERSATION, wire.ConversationOut),
        (wire_examples.PAGE, wire.PageOut),
        (wire_examples.PROGRAMS, wire.ProgramsOut),
        (wire_examples.FACETS, wire.FacetsOut),
        (wire_examples.EXAMPLES, wire.ExamplesOut),
        (wire_examples.READY, wire.ReadyOut),
        (wire_examples.SESSION, SessionOut),
        (wire_examples.COMPLETION, Completion),
        (wire_examples.MODELS, ModelsOut),
    ],
)
def test_an_example_is_what_the_model_would_write(
    example: dict[str, Any], model: type[BaseModel]
) -> None:
    assert model.model_validate(example).model_dump(mode="json") == example


def test_the_example_questions_would_be_taken() -> None:
    for question in wire_examples.QUESTIONS.values():
        wire_in.AskRequest.model_validate(question["value"])
    for feedback in wire_examples.FEEDBACK.values():
        wire_in.FeedbackRequest.model_validate(feedback["value"])
    for chat in wire_examples.CHATS.values():
        ChatRequest.model_validate(chat["value"])


def test_the_example_completion_cites_its_marks() -> None:
    message = wire_examples.COMPLETION["choices"][0]["message"]
    (annotation,) = message["annotations"]
    cited = annotation["url_citation"]
    assert message["content"][cited["start_index"] : cited["end_index"]] == "[1]"


def test_the_example_answer_quotes_its_page() -> None:
    citation = wire_examples.ANSWER["citations"][0]
    text = wire_examples.PAGE["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize("name", sorted(DESIGN_KEYS))
def test_the_contract_of_the_design_is_kept(name: str) -> None:
    fields = set(getattr(wire, name).model_fields)
    assert set(DESIGN_KEYS[name].split()) <= fields


def classes_below(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(kind for child in root.__subclasses__() for kind in classes_below(child))]


@pytest.mark.parametrize("kind", [*classes_below(AssistantError), *classes_below(StoreError)])
def test_no_error_tells_a_client_more_than_the_table(kind: type[Exception]) -> None:
    found = problem_of(kind("in /secret/folder: password"))
    public = [p for p in PUBLIC.values() if p.code == found.code]
    assert public
    if not hasattr(kind("x"), "reason"):
        assert "secret" not in found.detail


def test_codes_are_words_and_framework_errors_have_them_too() -> None:
    codes = {p.code for p in PUBLIC.values()} | {
        http_problem(s).code for s in (400, 404, 405, 413, 418)
    }
    assert all(code.replace("_", "").isalnum() for code in codes)
    many = [{"type": "missing", "loc": ("body", "question"), "input": {}, "msg": "Field required"}]
    assert validation_problem(many * 50).code == "invalid_request"
