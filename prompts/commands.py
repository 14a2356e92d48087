"""The command `guidepost prompts`: which prompts there are, and what one of them says."""

from __future__ import annotations

import json
import sys
from typing import NoReturn

import click

from prompts.errors import PromptError
from prompts.loader import Prompt, load, released


@click.group()
def prompts() -> None:
    """What is said to language models."""


@prompts.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def list_(as_json: bool) -> None:
    """Every version of every prompt, the current ones marked."""
    try:
        found = released()
    except PromptError as error:
        _fail(error)
    if as_json:
        click.echo(json.dumps([_told(prompt, now) for prompt, now in found], indent=1))
        return
    for prompt, now in found:
        mark = "*" if now else " "
        click.echo(f"{mark} {prompt.name:<8} {prompt.version:<4} {prompt.sha256}  {prompt.purpose}")


@prompts.command()
@click.argument("name")
@click.option("--version", help="Such as v1.  [default: the current one]")
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def show(name: str, version: str | None, as_json: bool) -> None:
    """One prompt: what it is for, its hash, and its body."""
    try:
        prompt = load(name, version)
    except PromptError as error:
        _fail(error)
    if as_json:
        click.echo(json.dumps(_told(prompt) | {"body": prompt.body}, indent=1))
        return
    for key, value in _told(prompt).items():
        click.echo(f"{key}: {', '.join(value) if isinstance(value, tuple) else value}")
    click.echo(f"\n{prompt.body}", nl=False)


def _told(prompt: Prompt, current: bool | None = None) -> dict[str, object]:
    told: dict[str, object] = {
        "name": prompt.name,
        "version": prompt.version,
        "sha256": prompt.sha256,
        "inputs": prompt.inputs,
        "output": prompt.output,
        "purpose": prompt.purpose,
        "change": prompt.change,
    }
    return told if current is None else told | {"current": current}


def _fail(error: PromptError) -> NoReturn:
    click.echo(f"Error: {error}", err=True)
    sys.exit(1)
