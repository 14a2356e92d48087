"""The command `guidepost`: serve, ask, and the subcommands that other packages add by entry point.

Every error is one clear line on standard error and a non-zero exit.
"""

from __future__ import annotations

import ast
import json
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

import click

from assistant.errors import AssistantError, SettingsInvalid
from assistant.question import checked_question
from assistant.settings import Settings, load_settings, read_env_file, refuse_unknown_names
from assistant.sites import new_key
from assistant.uncollected import uncollected
from vectorstore.errors import StoreError
from vectorstore.index_folder import current_id

COMMANDS_GROUP = "guidepost.commands"

_INDEX = click.option(
    "--index",
    "index_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the index; default $GUIDEPOST_INDEX, else ./index.",
)


class Commands(click.Group):
    """A group that also knows the commands of other packages, and loads one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, those of other packages included."""
        return sorted({*super().list_commands(ctx), *_others()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded; None if there is none."""
        found = super().get_command(ctx, cmd_name)
        other = _others().get(cmd_name)
        if found is not None or other is None:
            return found
        loaded = other.load()
        assert isinstance(loaded, click.Command), f"{other.value} is no command"
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say what each command does, without what it takes seconds to import."""
        listed = click.Group(commands=dict(self.commands))
        for name, other in _others().items():
            listed.commands.setdefault(name, described(name, other) or other.load())
        listed.format_commands(ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guidepost")
def cli() -> None:
    """An assistant for career guides and program listings, with proven answers."""


def main() -> None:
    """Run the command line: settings first, so that a misspelt name fails before any work."""
    with _clear_errors():
        from_file = read_env_file()
        refuse_unknown_names()
    cli(obj=from_file)


@cli.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes a free one.  [default: 8000]")
@_INDEX
def serve(host: str | None, port: int | None, index_dir: Path | None) -> None:
    """Serve answers and the page that asks for them.

    Without configured sites (GUIDEPOST_SITES) only this machine is answered.
    """
    with _clear_errors():
        settings = load_settings(index_dir)
        address = host or settings.server.host
        if settings.sites is None:
            refuse_open_address(address)
        _serve(settings, address, settings.server.port if port is None else port)


@cli.command()
@click.argument("question")
@click.option("--conversation", metavar="ID", help="Go on in this conversation.")
@click.option("--trace", is_flag=True, help="Show how it was answered, and what was dropped.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer object of POST /ask.")
@_INDEX
def ask(
    question: str, conversation: str | None, trace: bool, as_json: bool, index_dir: Path | None
) -> None:
    """Ask one question of the index."""
    with _clear_errors():
        # What can be refused at once is, before a file is made in the folder of the index.
        checked_question(question)
        settings = load_settings(index_dir)
        current_id(settings.index)

    from rich.console import Console

    from assistant.api.to_wire import answer_to_wire
    from assistant.bootstrap import make_assistant
    from assistant.records import ConversationId
    from assistant.terminal import show_answer

    with _clear_errors():
        assistant = make_assistant(settings)
        try:
            assistant.current.refresh()
            going_on = ConversationId(conversation) if conversation else None
            conversation_id, answer = assistant.ask(question, going_on)
        finally:
            assistant.close()
    if as_json:
        whole = answer_to_wire(conversation_id, answer).model_dump(mode="json")
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        show_answer(answer, conversation_id, Console(), trace=trace)


@cli.command()
def key() -> None:
    """Make a key for a site's server, or for the operator, and the hash that settings hold.

    The key is printed once and kept nowhere; whoever has it may ask as the site.
    """
    made, its_hash = new_key()
    click.echo(f"key   {made}\nhash  {its_hash}")


def refuse_open_address(host: str) -> None:
    """Fail unless the address is this machine's own. Raises: SettingsInvalid."""
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise SettingsInvalid(
            f"host {host!r} can be reached from outside, and no site is configured: name a file of "
            "sites with GUIDEPOST_SITES (assistant/README.md has an example), or serve on 127.0.0.1"
        )


def _serve(settings: Settings, host: str, port: int) -> None:
    with uncollected(), ThreadPoolExecutor(2) as beside:
        from vectorstore.rollback import live

        # What is hashed, the index's files and the model's, is so while the rest is imported.
        checked = beside.submit(live, settings.index)
        from vectorstore.embedder import make_embedder

        embedder = beside.submit(make_embedder, settings)
        from assistant.api.app import make_app
        from assistant.api.server import serve as serve_app
        from assistant.bootstrap import make_access, make_assistant
        from assistant.logs import set_up

    set_up(settings.log)
    access = make_access(settings)
    app = make_app(
        make_assistant(settings, embedder, checked),
        settings.serving,
        settings.log,
        settings.keep_days,
        access,
        settings.index,
    )
    # Bound here, so that port 0 can be told and a taken port is an error of one line.
    with _bound(host, port) as listening:
        taken = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        click.echo(
            f"Guidepost on http://{shown}:{taken} with the index in {settings.index}", err=True
        )
        serve_app(app, settings.server, listening)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsInvalid(
            f"port {port} on {host} cannot be taken ({error.strerror}); give another with --port"
        ) from error
    return listening


def _others() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=COMMANDS_GROUP)}


def described(name: str, point: EntryPoint) -> click.Command | None:
    """A command with the docstring of the function that is it, read from its source, not run.

    None where the source does not tell: a command may be made in any way.
    """
    found = find_spec(point.module)
    if found is None or found.origin is None or not found.origin.endswith(".py"):
        return None
    for part in ast.parse(Path(found.origin).read_bytes()).body:
        if isinstance(part, ast.FunctionDef) and part.name == point.attr:
            said = ast.get_docstring(part)
            return click.Command(name, help=said) if said else None
    return None


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (AssistantError, StoreError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
