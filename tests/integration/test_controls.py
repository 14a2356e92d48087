"""The controls that only retrieve, over a small real index, and our gold against its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.api.wire import AskResponse
from assistant.guide_index import Vectors
from assistant.records import Status
from evals.askers import Asker
from evals.cases import read_lines
from evals.controls.dense_only import dense_only
from evals.controls.lexical_only import lexical_only
from evals.metrics.citations import score_citations
from evals.scores import Outcome
from evals.suites import guides, retrieval
from evals.suites.held_pages import HeldPages
from vectorstore.embedder import make_embedder
from vectorstore.settings import StoreSettings

PROSE = "How often are turbines serviced?"
ROW = "Graduate Certificate in Cyber Defense at Larkmere University"
NAMES = ("dense only", "lexical only")


@pytest.fixture(scope="module")
def index(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: Chroma writes where it is opened."""
    copy = tmp_path_factory.mktemp("controls") / "index"
    shutil.copytree(sample_index, copy)
    return copy


@pytest.fixture(scope="module")
def controls(index: Path) -> Iterator[dict[str, Asker]]:
    embedder, kept = make_embedder(StoreSettings()), dict[str, Vectors]()
    made = (dense_only(index, embedder, kept), lexical_only(index, embedder, kept))
    opened = {control.name: control.open(None) for control in made}
    yield opened
    for asker in opened.values():
        asker.close()


def _audit(asker: Asker, said: AskResponse) -> Outcome:
    pages = {cited.source.id: asker.page_text(cited.source.id) or "" for cited in said.citations}
    return score_citations(said, pages).score.outcome


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_of_what_was_retrieved_is_quoted_exactly(
    controls: dict[str, Asker], name: str
) -> None:
    said = controls[name].ask([PROSE])

    assert said.status is Status.ANSWERED
    assert "serviced one to three times a year" in said.text
    assert said.result is None
    assert _audit(controls[name], said) is Outcome.RIGHT


@pytest.mark.parametrize("name", NAMES)
def test_programs_that_were_retrieved_are_quoted_and_stand_as_rows(
    controls: dict[str, Asker], name: str
) -> None:
    said = controls[name].ask([ROW])

    assert said.result is not None
    first = said.result.rows[0]
    assert (first.university, first.title) == (
        "Larkmere University",
        "Graduate Certificate in Cyber Defense",
    )
    assert "9,600" in said.citations[0].quote
    assert len(said.result.rows) == len(said.citations) <= 4
    assert _audit(controls[name], said) is Outcome.RIGHT


@pytest.mark.parametrize("name", NAMES)
def test_what_is_far_from_every_document_is_declined(controls: dict[str, Asker], name: str) -> None:
    said = controls[name].ask(["What do astronauts eat on the way to Mars?"])

    assert said.status is Status.NOT_IN_SOURCES
    assert not said.citations


@pytest.mark.parametrize("name", NAMES)
def test_earlier_turns_are_looked_for_too(controls: dict[str, Asker], name: str) -> None:
    said = controls[name].ask(["What do wind turbine technicians earn?", "How often serviced?"])

    assert {cited.source.title for cited in said.citations} == {"Wind Turbine Technician"}


@pytest.mark.parametrize("name", NAMES)
def test_threads_get_the_answers_of_one(controls: dict[str, Asker], name: str) -> None:
    asked = [PROSE, ROW, "What do electricians earn?", "Which nurses treat cancer?"] * 3
    alone = [controls[name].ask([question]).text for question in asked]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda q: controls[name].ask([q]).text, asked)) == alone


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_ranked_each_once(controls: dict[str, Asker], name: str, index: Path) -> None:
    found = controls[name].rank("climb the tower of a wind turbine", 5)

    assert len(set(found)) == len(found) == 5
    assert found[:1] == HeldPages.of(index).named("wind-turbine-technician")


def test_all_gold_stands_on_its_pages(sample_index: Path) -> None:
    held = HeldPages.of(sample_index)
    facts = read_lines(guides.OWN, guides.Fact)
    queries = read_lines(retrieval.OWN, retrieval.Query)

    assert all(guides.gold_of(fact, held).groups for fact in facts)
    assert all(retrieval.relevant_pages(query, held) for query in queries)
    assert len({page for fact in facts for page in fact.pages}) == 10
