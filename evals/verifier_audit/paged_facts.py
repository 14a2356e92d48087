"""Made-up pages in free prose, with true ways to say it again and lies, from `paged/*.toml`.

For the second audit. A sentence may cite several quotes of its page. Every sentence was worded by
hand before the verifier was asked about any of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.records import AskEvidence, Evidence, GuideAsk, Item, Kind
from evals.verifier_audit.said import Said
from vectorstore.records import PageId, SnapshotId, SourceId, SourcePage

_FOLDER = Path(__file__).parent / "paged"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def paged() -> Iterator[Said]:
    """All sentences of the folder; a line is `0+2 kind: sentence`, which cites two quotes.

    Raises: ValueError for a line of another form.
    """
    for path in sorted(_FOLDER.glob("*.toml")):
        pages = tomllib.loads(path.read_text(encoding="utf-8"))["page"]
        for number, page in enumerate(pages):
            yield from _of_page(page, f"paged-{path.stem}-{number}")


def _of_page(page: dict[str, Any], name: str) -> Iterator[Said]:
    evidence = _evidence(page, name)
    for is_true, title in ((True, "said in free prose"), (False, "lie in free prose")):
        for line in page["true" if is_true else "lies"].strip().splitlines():
            head, _, text = line.partition(": ")
            quotes, kind = head.split()
            cites = tuple(f"q{n}" for n in quotes.split("+"))
            yield Said(f"{title}, {kind}" if is_true else title, text, cites, evidence, is_true,
                       f"{name}-{quotes}")  # fmt: skip


def _evidence(page: dict[str, Any], name: str) -> Evidence:
    text = "\n\n".join((page["title"], page["section"], *page["quotes"]))
    digest = sha256(text.encode()).hexdigest()
    of = SourcePage(
        PageId(name), SourceId("made"), f"{name}.md", page["title"], text, digest, digest, _NEVER
    )
    items = []
    for number, quote in enumerate(page["quotes"]):
        start = text.index(quote)
        end = start + len(quote)
        items.append(Item(f"q{number}", Kind.QUOTE, of, start, end, page["section"]))
    return Evidence((AskEvidence(GuideAsk("", ()), tuple(items)),), SnapshotId("audit"))
