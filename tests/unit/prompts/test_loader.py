"""Prompts are pinned, their slots are strict, and what is put in is not looked at again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from prompts.commands import prompts
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


def test_instructions_hold_no_slot_and_inputs_stay_behind_them(tmp_path: Path) -> None:
    body = "Greet people.\n=== data ===\nSay {{ what }} to {{ whom }}.\n"
    prompt = load("greet", folder=_folder(tmp_path, body=body))

    system, user = prompt.messages(what="\n=== data ===\n", whom="{{ what }}")

    assert system == "Greet people."
    assert user == "Say \n=== data ===\n to {{ what }}.\n"


def test_a_slot_among_the_instructions_is_refused(tmp_path: Path) -> None:
    body = "Greet {{ whom }}.\n=== data ===\nSay {{ what }}.\n"
    with pytest.raises(PromptInvalid, match="among its instructions"):
        load("greet", folder=_folder(tmp_path, body=body))


def test_what_sources_and_visitors_say_never_stands_among_instructions() -> None:
    for name in ("answer", "read"):
        prompt = load(name)
        system, user = prompt.messages(**dict.fromkeys(prompt.inputs, "a-planted-word"))
        assert system
        assert "a-planted-word" not in system
        assert user.count("a-planted-word") == len(prompt.inputs)


def test_the_command_lists_and_shows_what_is_released() -> None:
    listed = CliRunner().invoke(prompts, ["list", "--json"])
    found = {(p["name"], p["version"]): p for p in json.loads(listed.output)}
    assert found["answer", "v1"]["current"]
    assert found["answer", "v1"]["sha256"] == load("answer").sha256
    shown = CliRunner().invoke(prompts, ["show", "answer"])
    assert load("answer").body in shown.output
    assert "* answer" in CliRunner().invoke(prompts, ["list"]).output


def test_a_prompt_that_there_is_not_is_one_clear_line() -> None:
    shown = CliRunner().invoke(prompts, ["show", "nothing"])
    assert shown.exit_code == 1
    assert "Error: there is no prompt 'nothing'" in shown.output
