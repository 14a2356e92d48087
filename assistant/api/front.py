"""The front page: the chat over the whole window, and what the index in service holds.

What is held is written here, so that it can be read without scripts; everything else is the widget.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.api.depends import ServiceNow
from assistant.errors import AssistantError
from assistant.knowledge import Knowledge
from vectorstore.errors import StoreError
from vectorstore.manifest import Manifest

PAGE = Path(__file__).parent.parent / "page"
_NOTHING = "There is no index in service just now."

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front(service: ServiceNow) -> HTMLResponse:
    """The page; it is there while the index is not."""

    def held(knowledge: Knowledge) -> str:
        return held_in_words(knowledge.snapshot.manifest)

    try:
        said = await service.read(held)
    except (AssistantError, StoreError):
        said = _NOTHING
    text = (PAGE / "index.html").read_text(encoding="utf-8").replace("{held}", said)
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


def held_in_words(manifest: Manifest) -> str:
    """What a snapshot holds, and since when."""
    counts = manifest.counts
    parts = [
        f"{number:,} {name if number == 1 else name + 's'}"
        for number, name in ((counts.programs, "program"), (counts.pages, "page"))
        if number
    ]
    if not parts:
        return "The index in service holds nothing yet."
    return f"Held here: {' on '.join(parts)}, as read on {manifest.created_at:%-d %B %Y}."
