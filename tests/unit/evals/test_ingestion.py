"""Damage is what it says and nothing else; what becomes of it is told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.askers import Asker
from evals.controls.i_dont_know import IDontKnow
from evals.metrics.reading import (
    Figure,
    Found,
    Row,
    Truth,
    compare_reading,
    refused,
    score_reading,
    truth_of,
)
from evals.scores import Outcome
from evals.suites.corpus_files import CorpusFile, content_of
from evals.suites.damage import WHOLE_FILE, Clean
from evals.suites.damage_rows import row_damages, row_lines
from evals.suites.ingestion import SAMPLE, SUITE
from evals.suites.suite import Setting
from tests.unit.evals.test_injection import GUIDE, LISTING
from tests.unit.vectorstore.made import LetterEmbedder
from vectorstore.records import PageContent, Reject

ASKER: Asker = IDontKnow()
FILES = {"welder.md": GUIDE, "welding.txt": LISTING}


def _clean(name: str) -> tuple[Clean, PageContent]:
    content = content_of(name, FILES[name].encode())[0]
    return Clean(CorpusFile(name, FILES[name]), truth_of([content])), content


def test_a_clean_file_is_all_repaired() -> None:
    clean, content = _clean("welding.txt")
    found = compare_reading(clean.truth, [content])

    assert len(clean.truth.rows) == 4
    assert score_reading(found)[0].outcome is Outcome.RIGHT
    assert score_reading(found)[1] == {
        "repaired": 1.0, "extra rejected": 0.0, "extra lost": 0.0, "extra invented": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "kind", "outcome"),
    [
        ({"title": "another"}, "lost", Outcome.WRONG),
        ({"price": 4.1}, "invented", Outcome.WRONG),
        ({"length": None}, "invented", Outcome.WRONG),
    ],
)
def test_a_row_that_differs_is_lost_or_invented(
    edit: dict[str, object], kind: str, outcome: Outcome
) -> None:
    clean, content = _clean("welding.txt")
    rows = (replace(clean.truth.rows[0], **edit), *clean.truth.rows[1:])  # type: ignore[arg-type]
    found = compare_reading(replace(clean.truth, rows=rows), [content])

    assert len(getattr(found, kind)) > 0
    assert score_reading(found)[0].outcome is outcome


def test_a_row_left_out_with_a_reason_is_rejected_and_without_one_lost() -> None:
    clean, content = _clean("welding.txt")
    gone = content.programs[0]
    less = replace(content, programs=content.programs[1:])
    told = Reject("welding.txt", "no city", 0, 1, f"{gone.university} | {gone.title}")

    silent = compare_reading(clean.truth, [less])
    spoken = compare_reading(clean.truth, [replace(less, rejects=(told,))])

    assert score_reading(silent)[0].outcome is Outcome.WRONG
    assert score_reading(spoken)[0].outcome is Outcome.ABSTAINED
    assert set(silent.lost) == set(spoken.rejected)


def test_a_row_that_is_cut_must_be_rejected() -> None:
    clean, content = _clean("welding.txt")
    name = f"{content.programs[0].university} | {content.programs[0].title}"
    cut = replace(clean.truth, rows=clean.truth.rows[1:], cut=(name,))

    assert compare_reading(cut, [content]).invented == [f"{name}, which is cut"]
    less = replace(content, programs=content.programs[1:])
    assert compare_reading(cut, [less]).lost == [f"{name}, which is cut"]


def test_figures_sentences_and_chrome() -> None:
    clean, content = _clean("welder.md")
    wrong = replace(
        clean.truth,
        figures=(*clean.truth.figures, Figure("bonus", 5.0, 5.0)),
        sentences=(*clean.truth.sentences, "gone."),
        foreign=("Training at a school", "for some months"),
    )
    found = compare_reading(wrong, [content])

    assert found.lost == ["bonus: 5 to 5", "gone."]
    assert found.invented == ["of the page's chrome: for some months"]
    less = replace(clean.truth, figures=clean.truth.figures[1:])
    assert len(compare_reading(less, [content]).invented) == 1


def test_a_refused_file_is_rejected_whole() -> None:
    found = refused(Truth((Row("a", "b"),), (Figure("pay", 1, 1),), ("One.",)), "no text")

    assert score_reading(found)[0].outcome is Outcome.ABSTAINED
    assert len(found.rejected) == 3
    assert score_reading(Found())[1]["repaired"] == 0.0


@pytest.mark.parametrize("name", FILES)
def test_damage_is_the_same_each_time_and_leaves_the_clean_file_alone(name: str) -> None:
    clean, content = _clean(name)
    before = (clean.file.raw, clean.truth)
    every = {**WHOLE_FILE, **row_damages(content)}
    made = {kind: damage(clean) for kind, damage in every.items()}
    tables = {"XLSX"}  # it holds the time of writing

    for kind, damaged in made.items():
        again = every[kind](clean)
        same = damaged == again or any(t in kind for t in tables)
        assert same, kind
        assert damaged is None or damaged.octets != clean.file.raw.encode(), kind
    assert (clean.file.raw, clean.truth) == before


def test_only_the_row_that_is_meant_is_cut() -> None:
    clean, content = _clean("welding.txt")
    damages = row_damages(content)
    short = damages["row without its price"](clean)
    cut = damages["row cut in the middle"](clean)

    assert short is not None
    assert short.octets.decode() == LISTING.replace("\nAUD 5,900", "")
    assert cut is not None
    assert cut.octets.decode() == LISTING.replace(
        "Certificate in Safe Welding\n\nLima\n\n30 Weeks\nAUD 5,900", "Certificate i"
    )
    assert len(row_lines(LISTING, content)) == 4


def test_the_suite_over_two_files(tmp_path: Path) -> None:
    for name, raw in FILES.items():
        (tmp_path / name).write_text(raw, encoding="utf-8")
    setting = Setting(tmp_path, tmp_path, tmp_path, LetterEmbedder(), 1)
    trials = SUITE.trials(setting)
    attempts = {t.id: t.attempt(ASKER) for t in trials}

    assert all(t.product_only for t in trials)
    assert {(t.id, t.mark) for t in trials} == {(t.id, t.mark) for t in SUITE.trials(setting)}
    for kind in ("read as Windows-874", "CR", "UTF-16 with a mark", "thin blanks in figures"):
        assert attempts[f"welding.txt: {kind}"].score.is_right, kind
    assert not any(t.kind == "undamaged" for t in trials)


def test_what_was_written_by_hand_of_the_sample_is_read(tmp_path: Path) -> None:
    setting = Setting(tmp_path, SAMPLE, tmp_path, LetterEmbedder(), 1)
    written = [t for t in SUITE.trials(setting) if t.kind == "undamaged"]

    assert len(written) == 10
    for trial in written:
        assert trial.attempt(ASKER).score.reasons == (), trial.id
