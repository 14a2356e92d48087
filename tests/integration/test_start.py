"""What is imported before a server is ready, or help is shown: LangChain alone takes 0.8 s."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points

from assistant.cli import COMMANDS_GROUP, described


def test_a_server_starts_without_importing_langchain_or_chroma() -> None:
    slow = "{'langchain_core', 'chromadb'} & set(sys.modules)"
    command = [sys.executable, "-c", f"import sys, assistant.api.app; print({slow})"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_help_is_shown_without_importing_what_the_commands_need() -> None:
    program = (
        "import sys; from assistant.cli import cli; cli(['--help'], standalone_mode=False); "
        "print({'numpy', 'sqlalchemy', 'ingest.commands', 'evals.commands'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    *shown, imported = done.stdout.strip().splitlines()
    assert imported == "set()"
    told = {line.split()[0]: " ".join(line.split()[1:]) for line in shown if line.split()}
    for point in entry_points(group=COMMANDS_GROUP):
        said = told[point.name].removesuffix("...")
        assert said
        assert point.load().help.startswith(said.removesuffix(".")), point.name


def test_a_command_that_is_no_function_is_loaded_to_be_described() -> None:
    point = EntryPoint("made", "tests.fetching:nothing_of_this_name", COMMANDS_GROUP)
    assert described("made", point) is None
    other = EntryPoint("made", "no_such_module:made", COMMANDS_GROUP)
    assert described("made", other) is None
