"""What a deployment can set for ingestion.

The only module of this package that reads the environment.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class FetchSettings(BaseModel):
    """How pages of sites are fetched; each is `GUIDEPOST_FETCH__<NAME>` in the environment.

    Which sites is no setting: `--allow-url` names them for each run.
    """

    model_config = ConfigDict(frozen=True)

    max_pages: int = Field(
        2000, gt=0, description="Pages of one sitemap; the first ones are read, and it is told."
    )
    pause_s: float = Field(
        0.5, ge=0, description="Seconds between two requests to one site, or its Crawl-delay."
    )
    contact: str = Field(
        "",
        pattern="^[!-~]*$",
        description="Address of a page or mailbox that the user agent names; without blanks.",
    )


class Settings(BaseSettings):
    """Limits of one ingestion run; each may be set as `GUIDEPOST_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="GUIDEPOST_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    index: Path = Field(Path("index"), description="Folder of the index; default ./index.")
    max_file_bytes: int = Field(
        50_000_000, gt=0, description="Bytes; larger files are refused. 50 MB: a page never is."
    )
    max_document_pages: int = Field(
        1000, gt=0, description="Pages of a PDF; longer ones are refused. Five are read a second."
    )
    max_document_s: float = Field(
        300, gt=0, description="Seconds that reading one PDF may take before it is given up."
    )
    passage_tokens: int = Field(
        200,
        gt=0,
        description="Tokens (cl100k_base) of a passage at most; the local model reads 256.",
    )
    fetch: FetchSettings = FetchSettings()
