"""`guidepost config show`: every setting with its value and origin, and no secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import BaseModel, SecretStr

from assistant.config import ShownSetting, config, shown_settings
from assistant.settings import known_names, names_given, read_env_file
from vectorstore.errors import SettingInvalid
from vectorstore.settings import masked

SECRET = "sk-very-secret"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*known_names(), "OPENAI_API_KEY"):
        # Set and taken back, so that what a test's .env file sets does not outlive it.
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def shown(from_file: frozenset[str] = frozenset()) -> dict[str, ShownSetting]:
    return {it.name: it for it in shown_settings(names_given(), from_file)}


def test_every_setting_is_shown_once_with_what_it_is() -> None:
    found = shown_settings(names_given())
    assert sorted(it.name for it in found) == sorted(known_names())
    assert [it.name for it in found if len(it.about) < 15] == []
    assert {it.origin for it in found} == {"default"}


def test_where_each_is_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "GUIDEPOST_SERVER__PORT=9001\nGUIDEPOST_INDEX=of-file\nGUIDEPOST_SERVER__HOST=\n"
        f"OPENAI_API_KEY={SECRET}\n"
    )
    monkeypatch.setenv("GUIDEPOST_INDEX", "of-environment")
    monkeypatch.setenv("guidepost_passage_tokens", "100")
    monkeypatch.setenv("GUIDEPOST_EMBEDDER", "")
    found = shown(read_env_file(file))
    told = {name: (it.value, it.origin) for name, it in found.items()}
    assert told["GUIDEPOST_SERVER__PORT"] == (9001, ".env")
    assert told["GUIDEPOST_INDEX"] == ("of-environment", "environment")
    assert told["GUIDEPOST_PASSAGE_TOKENS"] == (100, "environment")
    assert told["GUIDEPOST_EMBEDDER"] == ("minilm", "default")
    assert told["GUIDEPOST_SERVER__HOST"] == ("127.0.0.1", "default")
    assert told["GUIDEPOST_OPENAI_API_KEY"] == ("***", ".env (OPENAI_API_KEY)")
    assert told["GUIDEPOST_CONVERSATIONS"] == (None, "default")


def test_our_own_name_goes_before_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "b")
    monkeypatch.setenv("GUIDEPOST_OPENAI_API_KEY", "a")
    assert shown()["GUIDEPOST_OPENAI_API_KEY"].origin == "environment"


@pytest.mark.parametrize("options", [[], ["--verbose"], ["--json"]])
def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch, options: list[str]) -> None:
    monkeypatch.setenv("GUIDEPOST_OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("GUIDEPOST_OPENAI_BASE_URL", f"https://me:{SECRET}/@example.com/v1")
    done = CliRunner().invoke(config, ["show", *options])
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    assert "https://***@example.com/v1" in done.output
    assert "***" in done.output


def test_it_is_printed_a_line_a_setting_or_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_SERVER__PORT", "9001")
    lines = CliRunner().invoke(config, ["show"]).output.splitlines()
    assert len(lines) == len(known_names())
    (port,) = (line for line in lines if line.startswith("GUIDEPOST_SERVER__PORT "))
    assert port.split() == ["GUIDEPOST_SERVER__PORT", "9001", "(environment)"]
    verbose = CliRunner().invoke(config, ["show", "--verbose"]).output
    assert "\n    Port to listen on; 0 takes a free one.\n" in verbose
    as_json = json.loads(CliRunner().invoke(config, ["show", "--json"]).output)
    (told,) = (it for it in as_json if it["name"] == "GUIDEPOST_SERVER__PORT")
    assert (told["value"], told["origin"]) == (9001, "environment")


@pytest.mark.parametrize(
    "name", ["GUIDEPOST_SERVER__PORT", "GUIDEPOST_EMBED_THREADS", "GUIDEPOST_PASSAGE_TOKENS"]
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_invalid_value_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, options: list[str]
) -> None:
    monkeypatch.setenv(name, "many")
    done = CliRunner().invoke(config, ["show", *options])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {name} is 'many'")
    assert done.stderr.count("\n") == 1
    if options:
        assert json.loads(done.stdout)["error"]["code"] == "settings_invalid"
    with pytest.raises(SettingInvalid):
        shown_settings(names_given())


class Site(BaseModel):
    name: str
    key: SecretStr


def test_secrets_are_masked_at_any_depth() -> None:
    key = SecretStr(SECRET)
    sites = (Site(name="a", key=key), {"key": key, "proxy": f"http://me:{SECRET}@example.com"})
    told = masked({"sites": sites, "none": None, "unset": SecretStr("")})
    assert told == {
        "sites": [{"name": "a", "key": "***"}, {"key": "***", "proxy": "http://***@example.com"}],
        "none": None,
        "unset": None,
    }


@pytest.mark.parametrize(
    "plain", ["https://example.com/v1", "someone@example.com", "minilm", 7, True]
)
def test_what_is_no_secret_stays(plain: object) -> None:
    assert masked(plain) == plain
