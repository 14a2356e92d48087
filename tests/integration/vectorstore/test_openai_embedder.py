"""OpenAIEmbedder against a real server on loopback that speaks its protocol."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from pydantic import SecretStr

from vectorstore.embedder import OpenAIEmbedder
from vectorstore.errors import EmbeddingFailed


class Speaks(BaseHTTPRequestHandler):
    """Answers POST /embeddings with vectors of width 3; refuses the key `wrong`."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wrong = "wrong" in self.headers.get("Authorization", "")
        data = [
            {"object": "embedding", "index": i, "embedding": [len(text), 3.0, 4.0]}
            for i, text in enumerate(asked["input"])
        ]
        body = {"error": {"message": "no"}} if wrong else {"data": data, "model": asked["model"]}
        payload = json.dumps(body | {"usage": {"prompt_tokens": 1, "total_tokens": 1}}).encode()
        self.send_response(401 if wrong else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Speaks)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_vectors_come_back_normalised_in_order(address: str) -> None:
    model = OpenAIEmbedder("tiny", SecretStr("right"), address)
    vectors = model.embed(["", "abc"])
    assert model.dim == 3
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert vectors[1, 0] > vectors[0, 0]


def test_a_refusal_says_what_to_check_and_no_secret(address: str) -> None:
    with pytest.raises(EmbeddingFailed, match="check the key") as raised:
        OpenAIEmbedder("tiny", SecretStr("wrong-key"), address).embed(["a"])
    assert "wrong-key" not in str(raised.value)
