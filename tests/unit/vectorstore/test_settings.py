"""Settings from the environment: one clear line for what makes no sense, and no secret in it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.errors import SettingInvalid
from vectorstore.settings import load


class Site(BaseModel):
    name: str
    key: SecretStr = Field(min_length=8)


class Made(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GUIDEPOST_", env_nested_delimiter="__")

    number: int = 1
    key: SecretStr | None = Field(None, min_length=8)
    url: str = Field("", pattern="^(https:.*)?$")
    sites: tuple[Site, ...] = ()
    site: Site | None = None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GUIDEPOST_NUMBER", "many", "GUIDEPOST_NUMBER is 'many': input should be a valid integer"),
        ("GUIDEPOST_KEY", "hush", "GUIDEPOST_KEY is ***: "),
        (
            "GUIDEPOST_URL",
            "http://me:hush@example.com",
            "GUIDEPOST_URL is 'http://***@example.com'",
        ),
        ("GUIDEPOST_SITES", '[{"name": "a", "key": "hush"}]', "GUIDEPOST_SITES__0__KEY is ***: "),
        ("GUIDEPOST_SITES", "[hush", 'error parsing value for field "sites"'),
        ("GUIDEPOST_SITE__KEY", "hush", "GUIDEPOST_SITE__NAME is ***: field required"),
    ],
)
def test_what_makes_no_sense_is_told_without_secrets(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid) as raised:
        load(Made)
    assert said in str(raised.value)
    assert "hush" not in str(raised.value)
    assert str(raised.value).endswith("; see .env.example")


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_NUMBER", "2")
    assert (load(Made).number, load(Made, number=3).number) == (2, 3)
