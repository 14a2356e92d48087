"""The command line: an answer with its rows, footnotes and trace; errors in one clear line."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from assistant.settings import refuse_unknown_names
from evals.model_server.personalities import Personality
from evals.model_server.server import ModelServer

CHEAPEST = "cheapest online master's in cybersecurity?"


def guidepost(
    *arguments: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GUIDEPOST_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "120"} | environment,
        timeout=100,
        check=False,
    )


@pytest.fixture
def told(sample_index: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "GUIDEPOST_INDEX": str(sample_index),
        "GUIDEPOST_CONVERSATIONS": str(tmp_path / "kept.sqlite"),
    }


def test_ask_prints_answer_rows_footnotes_and_trace(told: dict[str, str], tmp_path: Path) -> None:
    done = guidepost("ask", CHEAPEST, "--trace", folder=tmp_path, **told)
    assert done.returncode == 0, done.stderr
    for said in ("18,900", "University", "[1]", "residue", "understand", "verify", "conversation "):
        assert said in done.stdout
    assert done.stderr == ""


def test_ask_prints_json_and_goes_on_in_a_conversation(
    told: dict[str, str], tmp_path: Path
) -> None:
    first = json.loads(guidepost("ask", CHEAPEST, "--json", folder=tmp_path, **told).stdout)
    second = guidepost(
        "ask", "and on campus?", "--json", "--conversation", first["conversation_id"],
        folder=tmp_path, **told,
    )  # fmt: skip
    answer = json.loads(second.stdout)
    assert answer["conversation_id"] == first["conversation_id"]
    assert any(c["value"] == ["on_campus"] for c in answer["constraints"])


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("ask", "x", "--index", "nowhere"), {}, "there is no index in 'nowhere'"),
        (("ask", ""), {}, "the question is empty"),
        (("ask", "x" * 2001), {}, "2001 characters"),
        (("ask", "x", "--conversation", "nobody"), {}, "no conversation 'nobody'"),
        (("serve", "--host", "0.0.0.0"), {}, "can be reached from outside"),
        (("serve",), {"GUIDEPOST_SERVER__HOST": "example.org"}, "can be reached from outside"),
        (("serve",), {"GUIDEPOST_SERVER__PORT": "many"}, "GUIDEPOST_SERVER__PORT is 'many'"),
        (("ask", "x"), {"GUIDEPOST_INDX": "y"}, "GUIDEPOST_INDX is no setting"),
    ],
)
def test_an_error_is_one_clear_line(
    told: dict[str, str],
    tmp_path: Path,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
) -> None:
    done = guidepost(*arguments, folder=tmp_path, **(told | environment))
    assert done.returncode != 0
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_help_names_the_commands_of_all_packages(tmp_path: Path) -> None:
    done = guidepost("--help", folder=tmp_path)
    assert done.returncode == 0
    for name in ("ask", "serve", "ingest", "index"):
        assert f"\n  {name} " in done.stdout


def test_serve_answers_and_stops_when_told(told: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GUIDEPOST_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)],
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2])} | told,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/readyz", server)
        asked = urllib.request.Request(
            f"{base}/ask",
            json.dumps({"question": CHEAPEST}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=30) as response:
            assert json.load(response)["status"] == "answered"
    finally:
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=30)
    assert "Traceback" not in said
    assert f"http://127.0.0.1:{port}" in said


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server was not ready within 60 s")


def test_the_lines_of_the_readme_switch_a_model_on(told: dict[str, str], tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    section = readme.split("## With a model")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 3  # OpenAI, a compatible server, another provider
    assert all(len(block.strip().splitlines()) == 3 for block in blocks)
    names = [dict(re.findall(r"(GUIDEPOST_\w+)=(\S+)", block)) for block in blocks]
    refuse_unknown_names({name: "x" for block in names for name in block})
    with ModelServer(Personality.HONEST) as server:
        given = names[1] | {"GUIDEPOST_MODEL_BASE_URL": server.base_url}
        done = guidepost("ask", CHEAPEST, "--json", folder=tmp_path, **told, **given)
        assert len(server.asked) == 1
        assert server.asked[0].model == given["GUIDEPOST_MODEL"].removeprefix("openai:")
    assert json.loads(done.stdout)["model"]["composer"] == given["GUIDEPOST_MODEL"]
