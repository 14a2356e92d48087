"""Prompts are pinned, their slots are strict, and what is put in is not looked at again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from prompts.errors import InputMismatch, PromptInvalid
from prompts.loader import FOLDER, HASHES, load

BODY = "Say {{ what }} to {{ whom }}.\n"
HEAD = "name: greet\nversion: v1\ninputs: what, whom\noutput: text\npurpose: greets\nchange: first"


def _folder(tmp_path: Path, head: str = HEAD, body: str = BODY, sha256: str = "") -> Path:
    digest = sha256 or hashlib.sha256(body.encode()).hexdigest()
    (tmp_path / HASHES).write_text(json.dumps({"greet": {"current": "v1", "v1": digest}}))
    (tmp_path / "greet.v1.md").write_text(f"---\n{head}\n---\n{body}")
    return tmp_path


def test_every_prompt_is_pinned_and_loads() -> None:
    pinned = json.loads((FOLDER / HASHES).read_bytes())
    released = {
        f"{name}.{version}.md" for name, of in pinned.items() for version in of.keys() - {"current"}
    }

    assert {path.name for path in FOLDER.glob("*.v*.md")} == released
    for name, of in pinned.items():
        assert load(name).version == of["current"]
        assert load(name).sha256 == of[of["current"]]


def test_slots_are_filled_in_one_pass(tmp_path: Path) -> None:
    prompt = load("greet", folder=_folder(tmp_path))

    assert prompt.render(what="{{ whom }}", whom="Ada") == "Say {{ whom }} to Ada.\n"


@pytest.mark.parametrize(
    ("inputs", "why"),
    [({"what": "hi"}, "without 'whom'"), ({"what": "", "whom": "", "who": ""}, "unknown 'who'")],
)
def test_a_missing_or_an_unknown_input_is_refused(
    tmp_path: Path, inputs: dict[str, str], why: str
) -> None:
    with pytest.raises(InputMismatch, match=why):
        load("greet", folder=_folder(tmp_path)).render(**inputs)


@pytest.mark.parametrize(
    ("head", "body", "sha256", "why"),
    [
        (HEAD, BODY, "0" * 64, "write the next version"),
        (HEAD.replace("v1", "v2"), BODY, "", "calls itself greet v2"),
        (HEAD.replace("whom", "who"), BODY, "", "differ in who, whom"),
        (HEAD.replace("\nchange: first", ""), BODY, "", "change"),
        (f"{HEAD}\nmodel: any", BODY, "", "model"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(
    tmp_path: Path, head: str, body: str, sha256: str, why: str
) -> None:
    with pytest.raises(PromptInvalid, match=why):
        load("greet", folder=_folder(tmp_path, head, body, sha256))


def test_a_prompt_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path)

    with pytest.raises(PromptInvalid, match="no prompt 'farewell'"):
        load("farewell", folder=folder)
    with pytest.raises(PromptInvalid, match=r"greet\.v7\.md cannot be read"):
        load("greet", "v7", folder)
