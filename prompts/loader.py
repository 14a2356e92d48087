"""Prompts by name: `load("judge").render(answer=..., evidence=...)`.

A file `NAME.vN.md` is front matter (`key: value` lines between two lines of three dashes) and a
body with `{{ input }}` slots. Where a line of the body is `=== data ===`, what stands above it are
the instructions, without a slot, and what stands below is said by the user. `hashes.json` pins
every body and names the current version of each prompt: what was released is never edited. Does
not talk to a model.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from prompts.errors import InputMismatch, PromptInvalid

FOLDER = Path(__file__).parent
HASHES = "hashes.json"
_KEYS = {"name", "version", "inputs", "output", "purpose", "change"}
_FORM = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.+)\Z", re.DOTALL)
_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_DATA = "\n=== data ===\n"
"""Parts the instructions from the data."""


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
    output: str = ""
    """What the model is to return, in words."""
    purpose: str = ""
    """What it is for."""
    change: str = ""
    """Why this version was made."""

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

    def messages(self, **inputs: str) -> tuple[str, str]:
        """The instructions, and the rest with every slot filled; no instructions: all of it.

        Raises: InputMismatch.
        """
        # Filled after it is parted: no input can move into the instructions.
        instructions, _, data = self.body.rpartition(_DATA)
        return instructions, replace(self, body=data).render(**inputs)

    @property
    def label(self) -> str:
        """Name, version and sha256, as traces and reports name it."""
        return f"{self.name} {self.version} {self.sha256}"


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


def released(folder: Path = FOLDER) -> tuple[tuple[Prompt, bool], ...]:
    """Every version of every prompt, by name and version, and whether it is the current one.

    Raises: PromptInvalid.
    """
    return tuple(
        (load(name, version, folder), version == of.get("current"))
        for name, of in sorted(_pinned(folder).items())
        for version in sorted(of.keys() - {"current"}, key=lambda v: (len(v), v))
    )


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
    if body.count(_DATA) > 1 or _SLOT.search(body.rpartition(_DATA)[0]):
        raise PromptInvalid(f"{path.name} has a slot among its instructions, or two parts of data")
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Prompt(
        head["name"],
        head["version"],
        inputs,
        body,
        digest,
        head["output"],
        head["purpose"],
        head["change"],
    )
