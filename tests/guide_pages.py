"""Pages of a test as the index of its guides, and what is answered from them, proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex, build_guide_index
from assistant.records import AskEvidence, Draft, DraftSegment, Evidence, GuideAsk, Status
from assistant.verify import verify
from assistant.verify.verified import Verified
from tests.serving import ingest_into
from vectorstore.embedder import make_embedder
from vectorstore.records import SnapshotId
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import open_current


def indexed(root: Path, pages: Mapping[str, str]) -> Iterator[GuideIndex]:
    """The guides of files by their paths, open until the fixture that yields from it ends."""
    for name, text in pages.items():
        file = root / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ingest_into(root / "index", root / "pages")
    with open_current(root / "index", make_embedder(StoreSettings())) as snapshot:
        yield build_guide_index(snapshot)


def verified(evidence: AskEvidence, segments: tuple[DraftSegment, ...], question: str) -> Verified:
    """Sentences as verification leaves them."""
    draft = Draft(segments, Status.ANSWERED)
    return verify(draft, Evidence((evidence,), SnapshotId("s")), question)


def kept(evidence: AskEvidence, segments: tuple[DraftSegment, ...], question: str) -> str:
    """What of these sentences survives verification."""
    return " ".join(s.text for s in verified(evidence, segments, question).segments)


def answer(index: GuideIndex, question: str, context: str = "") -> str:
    """What of the answer survives verification; empty where it declines."""
    evidence = find_guides(GuideAsk(question, (), context), index)
    return kept(evidence, quoted(evidence), question) if evidence.items else ""
