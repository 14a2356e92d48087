"""Which source is meant by a name, and a model that is loaded only at need."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.errors import SourceUnknown
from ingest.forget import AsBefore, find_named
from tests.unit.vectorstore.made import LetterEmbedder
from vectorstore.errors import EmbedderMismatch
from vectorstore.manifest import Counts, Manifest
from vectorstore.records import SnapshotId, Source, SourceId

SOURCES = (
    Source(SourceId("1a2b"), "guides", "folder"),
    Source(SourceId("1a9c"), "guides/old.txt", "file"),
    Source(SourceId("77ff"), "https://example.org/sitemap.xml", "site"),
    Source(SourceId("5e5e"), "../seeds", "folder"),
)


@pytest.mark.parametrize(
    ("named", "source_id"),
    [
        ("1a2b", "1a2b"),
        ("1a9", "1a9c"),
        ("guides", "1a2b"),
        ("./guides/", "1a2b"),
        ("guides/o", "1a9c"),
        ("https://example.org", "77ff"),
        ("https://example.org/sitemap.xml", "77ff"),
        (str(Path.cwd().parent / "seeds"), "5e5e"),
    ],
)
def test_the_source_that_is_meant(named: str, source_id: str) -> None:
    assert find_named(SOURCES, named).id == source_id


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("1a", "begins 2 sources ('guides', 'guides/old.txt')"),
        ("gui", "begins 2 sources"),
        ("gvides", "near it: 'guides'"),
        ("zzz", "near it: 'guides', 'guides/old.txt'"),
        ("", "no source ''"),
    ],
)
def test_no_source_or_several(named: str, said: str) -> None:
    with pytest.raises(SourceUnknown) as raised:
        find_named(SOURCES, named)
    assert said in str(raised.value)


def test_of_no_sources_none_is_near() -> None:
    with pytest.raises(SourceUnknown, match="near it: none"):
        find_named((), "guides")


def manifest(embedder: str) -> Manifest:
    counts = Counts(
        sources=0,
        pages=0,
        passages=0,
        listings=0,
        programs=0,
        places=0,
        claims=0,
        rejects=0,
        words=0,
    )
    return Manifest(
        schema_version=1,
        id=SnapshotId("s"),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        fingerprint="f",
        embedder=embedder,
        dim=27,
        counts=counts,
        sources=(),
        files={},
    )


def test_the_model_is_made_once_and_at_need() -> None:
    made: list[LetterEmbedder] = []

    def make() -> LetterEmbedder:
        made.append(LetterEmbedder())
        return made[-1]

    before = AsBefore(manifest("letters-1"), make)
    assert (before.name, before.dim, made) == ("letters-1", 27, [])
    assert before.embed(["a", "b"]).shape == (2, 27)
    before.embed(["c"])
    assert [one.asked for one in made] == [["a", "b", "c"]]


def test_another_model_makes_no_vectors_for_a_snapshot() -> None:
    before = AsBefore(manifest("letters-2"), LetterEmbedder)
    with pytest.raises(EmbedderMismatch, match="'letters-2', and the setting gives 'letters-1'"):
        before.embed(["a"])
