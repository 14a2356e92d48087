"""Prompts by name: `load("judge").render(answer=..., evidence=...)`.

A file `NAME.vN.md` is front matter (`key: value` lines between two lines of three dashes) and a
body with `{{ input }}` slots. `hashes.json` pins every body and names the current version of each
prompt: what was released is never edited. Does not talk to a model.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prompts.errors import InputMismatch, PromptInvalid

FOLDER = Path(__file__).parent
HASHES = "hashes.json"
_KEYS = {"name", "version", "inputs", "output", "purpose", "change"}
_FORM = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.+)\Z", re.DOTALL)
_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt."""

    name: str
    version: str
    """Such as v1."""
    inputs: tuple[str, ...]
    """Names of its slots, each of which stands in the body."""
    body: str
    sha256: str
    """Of the body in UTF-8, hex."""

    def render(self, **inputs: str) -> str:
        """The body with every slot filled, in one pass: what is put in is not looked at again.

        Raises: InputMismatch, if an input is missing or unknown.
        """
        missing, unknown = set(self.inputs) - inputs.keys(), inputs.keys() - set(self.inputs)
        if missing or unknown:
            named = [f"without {name!r}" for name in sorted(missing)]
            named += [f"with the unknown {name!r}" for name in sorted(unknown)]
            raise InputMismatch(
                f"{self.name} {self.version} was rendered {' and '.join(named)}; "
                f"its inputs are {', '.join(self.inputs)}"
            )
        return _SLOT.sub(lambda slot: inputs[slot[1]], self.body)


def load(name: str, version: str | None = None, folder: Path = FOLDER) -> Prompt:
    """A version of a prompt, the current one if none is named. Raises: PromptInvalid."""
    pinned = _pinned(folder).get(name)
    if pinned is None:
        raise PromptInvalid(f"there is no prompt {name!r} in {HASHES}")
    version = version or pinned.get("current", "")
    prompt = _read(folder / f"{name}.{version}.md")
    if (prompt.name, prompt.version) != (name, version):
        raise PromptInvalid(f"{name}.{version}.md calls itself {prompt.name} {prompt.version}")
    if prompt.sha256 != pinned.get(version):
        raise PromptInvalid(
            f"the body of {name}.{version}.md is not the one in {HASHES}; what was released is not "
            "edited: write the next version"
        )
    return prompt


def _pinned(folder: Path) -> Mapping[str, Mapping[str, str]]:
    try:
        pinned: Mapping[str, Mapping[str, str]] = json.loads((folder / HASHES).read_bytes())
    except (OSError, ValueError) as error:
        raise PromptInvalid(f"{HASHES} cannot be read: {error}") from error
    return pinned


def _read(path: Path) -> Prompt:
    try:
        found = _FORM.match(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PromptInvalid(f"{path.name} cannot be read: {error}") from error
    if not found:
        raise PromptInvalid(f"{path.name} lacks front matter between two lines of three dashes")
    head = dict(line.split(": ", 1) for line in found["head"].split("\n") if ": " in line)
    if head.keys() != _KEYS:
        wrong = ", ".join(sorted(head.keys() ^ _KEYS))
        raise PromptInvalid(f"the front matter of {path.name} is missing or has beside it: {wrong}")
    inputs, body = tuple(head["inputs"].split(", ")), found["body"]
    slots = set(_SLOT.findall(body))
    if slots != set(inputs):
        wrong = ", ".join(sorted(slots ^ set(inputs)))
        raise PromptInvalid(f"slots and inputs of {path.name} differ in {wrong}")
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Prompt(head["name"], head["version"], inputs, body, digest)
