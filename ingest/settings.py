"""What a deployment can set for ingestion.

The only module of this package that reads or writes the environment.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Limits of one ingestion run; each may be set as `GUIDEPOST_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="GUIDEPOST_", frozen=True, extra="ignore")

    index: Path = Field(Path("index"), description="Folder of the index; default ./index.")
    max_file_bytes: int = Field(
        50_000_000, gt=0, description="Bytes; larger files are refused. 50 MB: a page never is."
    )
    passage_tokens: int = Field(
        200,
        gt=0,
        description="Tokens (cl100k_base) of a passage at most; the local model reads 256.",
    )


def tiktoken_cache(folder: Path | None) -> Path | None:
    """The folder tiktoken reads its files from: the operator's, else `folder`, which it is told."""
    if folder is not None:
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
    named = os.environ.get("TIKTOKEN_CACHE_DIR")
    return Path(named) if named else None
