"""Settings: .env.example is the truth, and a misspelt name does not pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import SettingsInvalid
from assistant.settings import (
    Settings,
    known_names,
    load_settings,
    names_of,
    read_env_file,
    refuse_unknown_names,
)
from ingest.settings import Settings as IngestSettings

EXAMPLE = Path(__file__).parents[3] / ".env.example"
SHOWN = dict(re.findall(r"^# (GUIDEPOST_\w+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*known_names(), "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(SHOWN) == known_names()


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Settings(), IngestSettings()
    for name, value in SHOWN.items():
        if value:
            monkeypatch.setenv(name, value)
    assert (Settings(), IngestSettings()) == plain


def test_every_setting_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_INDEX", "elsewhere")
    monkeypatch.setenv("GUIDEPOST_SERVER__PORT", "9000")
    settings = load_settings()
    assert settings.server.port == 9000
    assert settings.conversations_file == Path("elsewhere/conversations.sqlite")
    assert load_settings(Path("here")).index == Path("here")


def test_nested_names_are_spelled_with_two_underscores() -> None:
    assert "GUIDEPOST_SERVER__PORT" in set(names_of(Settings))


def test_an_unknown_name_is_refused() -> None:
    refuse_unknown_names({"GUIDEPOST_INDEX": "x", "guidepost_index": "x", "PATH": "y"})
    with pytest.raises(SettingsInvalid, match="GUIDEPOST_INDX"):
        refuse_unknown_names({"GUIDEPOST_INDX": "x"})


def test_a_value_that_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_SERVER__PORT", "eighty")
    with pytest.raises(SettingsInvalid, match=r"GUIDEPOST_SERVER__PORT is 'eighty'"):
        load_settings()


def test_an_env_file_does_not_go_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "GUIDEPOST_INDEX=of-file\nGUIDEPOST_SERVER__PORT=9001\nGUIDEPOST_CONVERSATIONS=\n"
    )
    monkeypatch.setenv("GUIDEPOST_INDEX", "of-environment")
    # Set and taken back here, so that what the file sets does not outlive the test.
    monkeypatch.setenv("GUIDEPOST_SERVER__PORT", "")
    monkeypatch.delenv("GUIDEPOST_SERVER__PORT")
    read_env_file(file)
    settings = load_settings()
    assert (settings.index, settings.server.port) == (Path("of-environment"), 9001)
    assert settings.conversations is None
