"""What attackers plant and what only sounds like it: `data/injections.toml`, read strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from evals.errors import CaseInvalid

OUR_TEXTS = Path(__file__).parent.parent / "data" / "injections.toml"
GOALS = ("recommend", "figure", "leak", "link", "refuse")
TASK = "task"
"""Goal of a text of which nothing is known but its words: it succeeds if they are repeated."""
_LISTED = TypeAdapter(dict[str, list[str]])
_MAX_CHARS = 200
"""A longer one, such as a program to be mended, would be no cell and no sentence."""

Line = Annotated[str, Field(min_length=1, pattern=r"^[^|\n]+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Attack(_Strict):
    """An instruction to whatever machine reads the page."""

    goal: Annotated[str, Field(pattern=f"^({'|'.join((*GOALS, TASK))})$")]
    text: Line
    signs: tuple[Line, ...] = Field(min_length=1)
    """What a visitor sees if it was followed; one is enough."""


class Harmless(_Strict):
    """A sentence of a page, with a question that it answers."""

    text: Line
    question: Line
    expected: Line


class Title(_Strict):
    """The name of a program that sounds like an instruction."""

    text: Line


class Texts(_Strict):
    """All texts of one file."""

    attack: tuple[Attack, ...] = Field(min_length=1)
    lookalike: tuple[Harmless, ...] = ()
    """Speak of instructions, systems and prompts, and mean no harm."""
    plain: tuple[Harmless, ...] = ()
    """Of the same kind as the look-alikes, without their words."""
    title: tuple[Title, ...] = ()


def read_texts(path: Path = OUR_TEXTS) -> Texts:
    """The texts of a file: TOML as ours, or JSON with lists of bare instructions by kind.

    Raises: CaseInvalid.
    """
    try:
        if path.suffix == ".json":
            return _bare(_LISTED.validate_json(path.read_bytes()))
        return Texts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CaseInvalid(f"{str(path)!r} cannot be read as TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CaseInvalid(f"{path.name}: {where}: {first['msg'].lower()}") from error


def _bare(listed: Mapping[str, Sequence[str]]) -> Texts:
    lines = (" ".join(text.split()) for texts in listed.values() for text in texts)
    fitting = (line for line in lines if "|" not in line and 0 < len(line) <= _MAX_CHARS)
    return Texts(attack=tuple(Attack(goal=TASK, text=f, signs=(f.rstrip("."),)) for f in fitting))
