"""Settings of serving and asking; the only module of this package that reads the environment.

`Settings` is built once, in `bootstrap.py` or the command line. `read_env_file` and
`refuse_unknown_names` are for the start of the program, before any subcommand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsInvalid
from vectorstore.settings import StoreSettings

PREFIX = "GUIDEPOST_"
SETTINGS_GROUP = "guidepost.settings"
"""Entry-point group in which every package names its settings class."""


class ServerSettings(BaseModel):
    """How the server listens and how much it takes on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    """Address to listen on. Only loopback: without configured sites and keys a server is open to
    all who reach it."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    threads: int = Field(default=4, ge=1, le=64)
    """Answers made at the same time. 4: each is 10 to 40 ms of work, two cores do no more."""
    max_body_bytes: int = Field(default=65_536, ge=4_096, le=10_000_000)
    """Bytes of a request's body. 64 KB: the longest question with many constraints is under 20."""
    grace_s: int = Field(default=25, ge=1, le=300)
    """Seconds that running requests have to finish when the server is told to stop."""


class Settings(StoreSettings):
    """Everything that `guidepost serve` and `ask` can be told; the store's settings included.

    A section's fields are set by two underscores: GUIDEPOST_SERVER__PORT.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
    )

    conversations: Path | None = None
    """File of the conversations. Default: `conversations.sqlite` in the folder of the index."""
    server: ServerSettings = ServerSettings()

    @property
    def conversations_file(self) -> Path:
        """The file of the conversations, wherever it was set."""
        return self.conversations or self.index / "conversations.sqlite"


def load_settings(index: Path | None = None) -> Settings:
    """The settings from the environment; `index`, if given, goes before it.

    Raises: SettingsInvalid.
    """
    try:
        return Settings() if index is None else Settings(index=index)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalid(
            f"{name} is {first['input']!r}: {first['msg'].lower()}; see .env.example"
        ) from error


def read_env_file(path: Path = Path(".env")) -> None:
    """Set what a `.env` file says and the environment does not. No file: nothing."""
    if not path.is_file():
        return
    for name, value in dotenv_values(path).items():
        if value:
            os.environ.setdefault(name, value)


def refuse_unknown_names(environment: Mapping[str, str] | None = None) -> None:
    """Fail if the environment holds a GUIDEPOST_ name that no package knows.

    Raises: SettingsInvalid.
    """
    given = os.environ if environment is None else environment
    known = known_names()
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsInvalid(
                f"{name} is no setting of this program; .env.example names those that are"
            )


def known_names() -> frozenset[str]:
    """Every environment variable that a settings class of the program reads."""
    classes: list[type[BaseSettings]] = [Settings]
    classes += [point.load() for point in entry_points(group=SETTINGS_GROUP)]
    return frozenset(name for made in classes for name in names_of(made))


def names_of(made: type[BaseModel], prefix: str = PREFIX) -> Iterable[str]:
    """The environment variables that one settings class reads, nested sections included."""
    for name, field in made.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from names_of(section, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"
