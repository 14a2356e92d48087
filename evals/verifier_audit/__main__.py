"""`python -m evals.verifier_audit INDEX...`: audit the verifier over the evidence of indexes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from assistant.bootstrap import SnapshotIndex
from assistant.settings import Settings
from evals.verifier_audit.audit import EACH, in_words, judge, lies, true_sentences
from evals.verifier_audit.second import audited


@click.command()
@click.argument("indexes", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--seed", type=int, default=1, help="Which sentences are made.")
@click.option("--count", type=click.IntRange(1), default=EACH, help="Of lies and of true ones.")
@click.option("--wrong", is_flag=True, help="Print each sentence that was judged wrongly.")
@click.option("--second", is_flag=True, help="The audit with sentences of its own.")
def main(indexes: tuple[Path, ...], seed: int, count: int, wrong: bool, second: bool) -> None:
    """How many lies the verifier catches and how many true sentences it keeps."""
    with ExitStack() as opened:
        held = []
        for folder in indexes:
            index = SnapshotIndex(Settings(index=folder))
            knowledge = index.open(index.current_id())
            opened.callback(knowledge.close)
            held.append(knowledge)
        if second:
            judged = audited(held, seed, count)
        else:
            true = true_sentences(held, seed, count)
            judged = [*judge(true), *judge(lies(true, seed, count))]
    click.echo(in_words(judged))
    for j in judged if wrong else ():
        if not j.is_right:
            click.echo(f"{j.said.kind}: {j.said.text} {list(j.said.cites)} | {j.reason}")


if __name__ == "__main__":
    main()
