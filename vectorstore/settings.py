"""Settings of the store, and the only place of this package that reads the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _user_cache() -> Path:
    """The folder where this user's programs keep what can be made again."""
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "guidepost"


class StoreSettings(BaseSettings):
    """Where the index is and which model makes its vectors."""

    model_config = SettingsConfigDict(
        env_prefix="GUIDEPOST_", frozen=True, extra="ignore", populate_by_name=True
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
