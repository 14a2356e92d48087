"""schemathesis against a real server: whatever is sent, the answer is one that OpenAPI promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.contract.conftest import Server

SEED = 20261125
CONFIG = """
[checks.negative_data_rejection]
# What is wrong may also be too large.
expected-statuses = [400, 404, 405, 409, 413, 414, 415, 422, 431, "5xx"]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 404, 409, 413, 414, "5xx"]

[[operations]]
# That `nth` needs a `sort`, and `group` an `aggregate`, cannot be said of parameters in OpenAPI.
include-name = "GET /programs"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 414, 422]

[[operations]]
# That the last message is the user's cannot be said of a list in OpenAPI.
include-name = "POST /v1/chat/completions"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 404, 413, 414]

[[operations]]
# A page that is held: other ids are 404, and nothing behind that is reached.
include-path = "/sources/{{source_id}}"
parameters = {{ source_id = "{page_id}" }}

[[operations]]
# Whether a span lies in a page depends on the page.
include-path = "/sources/{{source_id}}/view"
parameters = {{ source_id = "{page_id}" }}
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 422]
"""


def run(server: Server, folder: Path, examples: int, *more: str) -> str:
    """The report of a run with all checks and phases. Fails with it if anything is wrong."""
    asked = {"question": "cheapest online master's in cybersecurity?"}
    answer = httpx.post(f"{server.url}/ask", json=asked).json()
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG.format(page_id=answer["citations"][0]["source"]["id"]))
    made = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            *("--config-file", str(config)),
            *("run", f"{server.url}/openapi.json", "--checks", "all", "--seed", str(SEED)),
            *("--max-examples", str(examples), "--continue-on-failure", "--no-color"),
            *more,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def test_every_answer_is_one_that_the_document_promises(server: Server, tmp_path: Path) -> None:
    report = run(server, tmp_path, 10)
    assert "Tested: 15" in report
    assert httpx.get(f"{server.url}/readyz").is_success


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_and_so_it_is_after_many_more(server: Server, tmp_path: Path) -> None:
    run(server, tmp_path, 300, "--phases", "examples,coverage,fuzzing,stateful")
    assert httpx.get(f"{server.url}/readyz").is_success
