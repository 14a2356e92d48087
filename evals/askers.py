"""Who is asked: an assistant in this process, or a server. Both give the public answer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from pydantic import ValidationError

from assistant.api.to_wire import answer_to_wire
from assistant.api.wire import AskResponse, PageOut
from assistant.assistant import Assistant
from assistant.bootstrap import make_assistant
from assistant.errors import AssistantError
from assistant.records import ConversationId
from assistant.retriever import search
from assistant.settings import load_settings
from vectorstore.errors import StoreError
from vectorstore.records import PageId

TIMEOUT_S = 60.0
"""Longer than a server's own limit for an answer, so that the server's reason is seen."""


class NoAnswer(Exception):
    """Nothing came back that is an answer; the message says what did."""


class NotOffered(Exception):
    """The one that is asked has no such thing to offer, so nothing is scored; it says what."""


class Asker(Protocol):
    """Something that answers. Safe to use from several threads."""

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """The answer to the last of the turns, all of one new conversation. Raises: NoAnswer."""

    def page_text(self, page_id: str) -> str | None:
        """The text that citations of this page refer to; None if it is not held."""

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        """Ids of the pages found for a text, the best first, `depth` at most.

        Raises: NotOffered.
        """

    def close(self) -> None:
        """Give back what it holds."""


class InProcess:
    """An assistant over an index folder, with conversations in a file of its own."""

    def __init__(self, index: Path, scratch: Path) -> None:
        """Open the index; `scratch` is a folder for the conversations. Raises: StoreError."""
        settings = load_settings(index).model_copy(
            update={"conversations": scratch / "conversations.sqlite"}
        )
        self._assistant: Assistant = make_assistant(settings)
        self._assistant.current.refresh()
        if self._assistant.current.snapshot_id is None:
            problem = self._assistant.current.why_not()
            self._assistant.close()
            raise problem

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """The answer to the last of the turns. Raises: NoAnswer."""
        going_on: ConversationId | None = None
        answer = None
        for turn in turns:
            try:
                going_on, answer = self._assistant.ask(turn, going_on)
            except (AssistantError, StoreError) as error:
                raise NoAnswer(f"{type(error).__name__}: {error}") from error
        assert answer is not None
        assert going_on is not None
        return answer_to_wire(going_on, answer)

    def page_text(self, page_id: str) -> str | None:
        """The text of a page of the open snapshot."""
        with self._assistant.current.lend() as knowledge:
            page = knowledge.snapshot.pages.get(PageId(page_id))
        return page.text if page else None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        """Pages by their best passage, as the product ranks passages."""
        with self._assistant.current.lend() as knowledge:
            found = search(knowledge.guides, text, len(knowledge.guides.passages))
        pages = dict.fromkeys(str(scored.passage.page_id) for scored in found)
        return tuple(pages)[:depth]

    def close(self) -> None:
        """Close the index and the conversations."""
        self._assistant.close()


class OverHttp:
    """A running server."""

    def __init__(self, url: str) -> None:
        """`url` is where it is, such as http://127.0.0.1:8000."""
        self._url = url.rstrip("/")

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """The answer to the last of the turns. Raises: NoAnswer."""
        body: dict[str, object] = {}
        answer = None
        for turn in turns:
            given = self._fetch("/ask", {**body, "question": turn})
            try:
                answer = AskResponse.model_validate_json(given)
            except ValidationError as error:
                raise NoAnswer(
                    f"the answer has another form: {error.errors()[0]['msg']}"
                ) from error
            body = {"conversation_id": answer.conversation_id}
        assert answer is not None
        return answer

    def page_text(self, page_id: str) -> str | None:
        """The text of a page, as GET /sources/{id} gives it."""
        try:
            given = self._fetch(f"/sources/{quote(page_id, safe='')}")
            return PageOut.model_validate_json(given).text
        except (NoAnswer, ValidationError):
            return None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:  # noqa: ARG002 - as Asker has it
        """Raises: NotOffered."""
        raise NotOffered("a server does not offer its ranking of pages; use --index")

    def index_version(self) -> str:
        """The snapshot in service. Raises: NoAnswer, if there is none."""
        ready: dict[str, str] = json.loads(self._fetch("/readyz"))
        return ready["index_version"]

    def close(self) -> None:
        """Nothing is held."""

    def _fetch(self, path: str, body: dict[str, object] | None = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the address that the operator named
            self._url + path, data, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
                given = response.read()
        except urllib.error.HTTPError as error:
            said = error.read()[:200].decode("utf-8", "replace")
            raise NoAnswer(f"HTTP {error.code}: {said}") from error
        except OSError as error:
            raise NoAnswer(f"{type(error).__name__}: {error}") from error
        assert isinstance(given, bytes)
        return given
