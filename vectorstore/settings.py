"""Settings of the store, and the only place of this package that reads the environment."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AliasChoices, BaseModel, Field, SecretBytes, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from vectorstore.errors import SettingInvalid

PREFIX = "GUIDEPOST_"
"""How the names of all environment variables of the program begin."""
HIDDEN = "***"
"""What is shown of a secret that is set."""
S = TypeVar("S", bound=BaseSettings)


def _user_cache() -> Path:
    """The folder where this user's programs keep what can be made again."""
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "guidepost"


class StoreSettings(BaseSettings):
    """Where the index is and which model makes its vectors."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    index: Path = Path("index")
    """Folder of the index. Default: `index` in the working folder."""
    embedder: str = "minilm"
    """`minilm` (local, no key, no network) or `openai:MODEL`. Part of the index: another model
    needs the index to be built again."""
    model_cache: Path = Field(default_factory=_user_cache)
    """Folder for the int8 model built from the package's weights, 23 MB. Default: the user's cache,
    so that all indexes share it."""
    embed_threads: int = Field(default=2, ge=1, le=64)
    """Texts embedded at the same time. 2: the reference machine has two cores."""
    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("GUIDEPOST_OPENAI_API_KEY", "OPENAI_API_KEY"),
    )
    """Only for `openai:MODEL`."""
    openai_base_url: str | None = None
    """Only for `openai:MODEL`: a compatible server instead of OpenAI's."""


def load(made: type[S], **given: Any) -> S:
    """The settings of one class from the environment; what is given goes before it.

    Raises: SettingInvalid, naming the variable, its value (secrets masked) and what is wrong.
    """
    try:
        return made(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "__".join(str(part) for part in first["loc"]).upper()
        name = name if name.startswith(PREFIX) else PREFIX + name
        raise SettingInvalid(
            f"{name} is {_told(made, first['loc'], first['input'])}: {first['msg'].lower()}; "
            "see .env.example"
        ) from error
    except SettingsError as error:  # a list or table that is no JSON
        raise SettingInvalid(f"{error}; see .env.example") from error


def _told(made: type[BaseModel], place: tuple[int | str, ...], value: object) -> str:
    """An input that was refused, for the message; hidden unless it is known to be no secret."""
    section: Any = made
    for part in place:
        fields = getattr(section, "model_fields", {})
        if part not in fields:  # under another name, or inside of a list
            return HIDDEN
        section = fields[part].annotation
    return HIDDEN if "Secret" in repr(section) else repr(masked(value))


def tiktoken_cache(folder: Path | None) -> Path | None:
    """The folder tiktoken reads its files from: the operator's, else `folder`, which it is told."""
    if folder is not None:
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
    named = os.environ.get("TIKTOKEN_CACHE_DIR")
    return Path(named) if named else None


def masked(value: object) -> object:
    """The value with every secret in it hidden, addresses with a user or password included.

    >>> masked("https://me:word@example.com/v1")
    'https://***@example.com/v1'
    """
    if isinstance(value, SecretStr | SecretBytes):
        return HIDDEN if value else None
    if isinstance(value, BaseModel):
        return masked(value.model_dump())
    if isinstance(value, str):
        # Up to the last @: a password may hold one, or a slash that should have been escaped.
        return re.sub(r"(?<=://)\S*(?=@)", HIDDEN, value)
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    return value
