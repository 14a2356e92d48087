"""The pages of an index as files of questions name them: by file name, and by what stands in them.

Spans are kept as offsets into a page's text, so that a citation can be held against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from evals.metrics.guide_facts import Span
from vectorstore.records import SourcePage
from vectorstore.snapshot import open_pages


class HeldPages:
    """All pages of one index."""

    def __init__(self, pages: Collection[SourcePage]) -> None:
        self._text = {str(page.id): page.text for page in pages}
        self._named: dict[str, list[str]] = defaultdict(list)
        for page in pages:
            path = Path(page.uri)
            for name in dict.fromkeys((path.name, path.stem, page.uri, str(page.id))):
                self._named[name].append(str(page.id))

    @classmethod
    def of(cls, index: Path) -> HeldPages:
        """Those of the live snapshot. Raises: StoreError."""
        with open_pages(index) as pages:
            return cls(tuple(pages.all()))

    def named(self, name: str) -> tuple[str, ...]:
        """Ids of the pages of this file name, with or without its ending; records share one."""
        return tuple(self._named.get(name, ()))

    def spans(self, text: str, pages: Collection[str] = ()) -> tuple[Span, ...]:
        """Where a text stands, letter by letter, on these pages or on any."""
        return tuple(
            Span(page, start, start + len(text))
            for page in pages or self._text
            for start in _places(text, self._text[page])
        )

    def text(self, span: Span) -> str:
        """What stands there."""
        return self._text[span.page_id][span.start : span.end]


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
