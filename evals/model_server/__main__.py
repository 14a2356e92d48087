"""`python -m evals.model_server PERSONALITY`: serve one personality until interrupted."""

from __future__ import annotations

import signal
import threading

import click

from evals.model_server.personalities import Personality
from evals.model_server.server import ModelServer


@click.command()
@click.argument("personality", type=click.Choice([p.value for p in Personality]))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--seed", type=int, default=0, help="What is left to chance.")
def main(personality: str, port: int, seed: int) -> None:
    """Serve a model of this PERSONALITY on loopback."""
    done = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: done.set())
    with ModelServer(Personality(personality), port, seed) as server:
        click.echo(f"export GUIDEPOST_MODEL=openai:{personality}")
        click.echo(f"export GUIDEPOST_MODEL_BASE_URL={server.base_url}")
        done.wait()


if __name__ == "__main__":
    main()
