"""What was asked for on the command line -> suites, systems and fingerprints of a run.

The only place where the real index, the model and the systems of an evaluation are opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.guide_index import Vectors
from assistant.settings import load_settings
from evals.askers import OverHttp
from evals.controls.dense_only import dense_only
from evals.controls.i_dont_know import IDontKnow
from evals.controls.lexical_only import lexical_only
from evals.controls.second_path import SecondPathAnswers
from evals.errors import RunInvalid
from evals.fingerprints import Run, code_fingerprint, mark_of_trials, prompts_fingerprint
from evals.shares import share_of
from evals.suites.suite import NAMES, Setting, Suite, suite_of
from evals.systems import ProductInProcess, ProductOverHttp, System
from evals.trials import Trial
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.index_folder import current_id, snapshot_folder
from vectorstore.manifest import read_manifest

SAMPLE = Path(__file__).parent.parent / "ingest" / "sample"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operator asked for."""

    suites: Sequence[str]
    """As `suite_of` reads them."""
    index: Path | None
    url: str | None
    corpus: Path | None
    questions: int
    controls: bool
    share: float = 1.0
    """Of the trials of each stratum, the same ones every time."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is about to be run."""

    run: Run
    trials: Mapping[str, Sequence[Trial]]
    """By suite."""
    about: Mapping[str, str]
    systems: Sequence[System]


def wired(wanted: Wanted, scratch: Path) -> Planned:
    """The trials of all suites, the systems that try them, and what they are of.

    Raises: EvalError, StoreError, IngestError; NoAnswer, if a server does not tell its index.
    """
    settings = load_settings(wanted.index)
    version = current_id(settings.index)
    manifest = read_manifest(snapshot_folder(settings.index, version))
    if wanted.url:
        _same_index(wanted.url, version)
    embedder = make_embedder(settings)
    suites = [suite_of(word) for word in wanted.suites]
    trials: dict[str, Sequence[Trial]] = {}
    for suite in suites:
        aside = scratch / suite.name
        aside.mkdir()
        given = Setting(settings.index, wanted.corpus or SAMPLE, aside, embedder, wanted.questions)
        trials[suite.name] = share_of(suite.name, _checked(suite, given), wanted.share)
    systems = _systems(wanted, settings.index, embedder, trials, scratch)
    run = Run(
        name="all" if tuple(wanted.suites) == NAMES else "+".join(trials),
        suites={name: mark_of_trials(of) for name, of in trials.items()},
        systems=[system.name for system in systems],
        corpus=manifest.fingerprint,
        index_version=version,
        code=code_fingerprint(),
        prompts=prompts_fingerprint(),
        share=wanted.share,
        models={"embedder": manifest.embedder, "reader": "local", "composer": "local"},
    )
    return Planned(run, trials, {suite.name: suite.about for suite in suites}, systems)


def _checked(suite: Suite, setting: Setting) -> Sequence[Trial]:
    trials = suite.trials(setting)
    ids = [trial.id for trial in trials]
    if not trials or len(set(ids)) < len(ids):
        twice = next((i for i in ids if ids.count(i) > 1), None)
        what = f"tries {twice!r} twice" if twice else "has nothing to try"
        raise RunInvalid(f"the suite {suite.name!r} {what}; each trial needs an id of its own")
    return trials


def _systems(
    wanted: Wanted,
    index: Path,
    embedder: Embedder,
    trials: Mapping[str, Sequence[Trial]],
    scratch: Path,
) -> list[System]:
    product = ProductOverHttp(wanted.url) if wanted.url else ProductInProcess(index, scratch)
    if not wanted.controls:
        return [product]
    every = [trial for of in trials.values() for trial in of]
    kept: dict[str, Vectors] = {}
    retrieving = (lexical_only(index, embedder, kept), dense_only(index, embedder, kept))
    return [product, IDontKnow(), *retrieving, SecondPathAnswers(every)]


def _same_index(url: str, version: str) -> None:
    serves = OverHttp(url).index_version()
    if serves != version:
        raise RunInvalid(
            f"the server at {url!r} serves the index {serves!r}, not {version!r}; name the folder "
            "that it serves with --index"
        )
