"""The command `guidepost config`: every setting of the program with its value and where it is from.

Secrets are never printed, nor users and passwords in addresses. Reads what `settings.py` gives and
changes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from assistant.settings import names_given, settings_classes
from vectorstore.errors import SettingInvalid
from vectorstore.settings import PREFIX, load, masked

DEFAULT = "default"
ENVIRONMENT = "environment"
ENV_FILE = ".env"


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting as it is in force."""

    name: str
    """Of the environment variable that sets it."""
    value: object
    """Plain data, secrets hidden; None if it is not set."""
    origin: str
    """default, environment or .env; with the variable's name if it is set by another one."""
    about: str
    """Its unit and reason."""


def shown_settings(
    given: Collection[str], from_file: Collection[str] = ()
) -> tuple[ShownSetting, ...]:
    """Every setting of every package, each once, in the order in which they are declared.

    `given` are the names that the environment holds now, `from_file` those among them that the
    `.env` file brought in; both in capitals. Raises: SettingInvalid.
    """
    shown: dict[str, ShownSetting] = {}
    for made in settings_classes():
        for setting in _of_section(load(made), PREFIX, given, from_file):
            shown.setdefault(setting.name, setting)
    return tuple(shown.values())


def _of_section(
    section: BaseModel, prefix: str, given: Collection[str], from_file: Collection[str]
) -> Iterator[ShownSetting]:
    for field_name, field in type(section).model_fields.items():
        value = getattr(section, field_name)
        name = f"{prefix}{field_name.upper()}"
        if isinstance(value, BaseModel):
            yield from _of_section(value, f"{name}__", given, from_file)
            continue
        set_by = next((n for n in _variables(field, name) if n in given), None)
        origin = DEFAULT if set_by is None else ENV_FILE if set_by in from_file else ENVIRONMENT
        if set_by not in (None, name):
            origin += f" ({set_by})"
        about = " ".join((field.description or "").split())
        yield ShownSetting(name, _plain(masked(value)), origin, about)


def _variables(field: FieldInfo, name: str) -> list[str]:
    """The variables that set the field, the one that goes first before the others."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [choice.upper() for choice in alias.choices if isinstance(choice, str)]
    return [alias.upper() if isinstance(alias, str) else name]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


@click.group("config")
def config() -> None:
    """Look at the settings in force."""


@config.command("show")
@click.option("--verbose", is_flag=True, help="Say what each setting is, its unit and its reason.")
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
@click.pass_obj
def show(from_file: Collection[str] | None, verbose: bool, as_json: bool) -> None:
    """Every setting, its value, and where it is from: default, environment or .env.

    Secrets are masked. A .env file in the working folder is read; the environment goes before it.
    """
    try:
        shown = shown_settings(names_given(), from_file or ())
    except SettingInvalid as error:
        if as_json:
            _print_json({"error": {"code": "settings_invalid", "message": str(error)}})
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    if as_json:
        _print_json([asdict(setting) for setting in shown])
        return
    width = max(len(it.name) for it in shown)
    for it in shown:
        click.echo(f"{it.name:<{width}}  {_in_words(it.value)}  ({it.origin})")
        if verbose:
            indent = "    "
            told = click.wrap_text(it.about, 100, initial_indent=indent, subsequent_indent=indent)
            click.echo(f"{told}\n")


def _in_words(value: object) -> str:
    """The value as a variable would hold it; - if it is not set."""
    if value is None:
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
