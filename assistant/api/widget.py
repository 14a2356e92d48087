"""`GET /widget/{file}`: the element's modules, for pages of configured sites.

Small on the wire: a module comes with those that it imports, without what only its reader needs,
and compressed, all three done once a file. Asked for again, a browser is told that nothing changed;
it does ask each time, because modules of two releases must not meet in one page.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from assistant.api.door import SESSION
from assistant.api.join_modules import joined
from assistant.api.strip_comments import stripped

WIDGET = Path(__file__).parent.parent / "widget"
KINDS = MappingProxyType(
    {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
"""What is served, by ending; nothing else that lies in the folder is."""
_HEADERS = {
    "Cache-Control": "no-cache",
    # The element is for other origins' pages; which of them may read it is said by the door.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file as it goes over the wire."""

    kind: str
    """Its media type."""
    plain: bytes
    packed: bytes
    """The same, gzip."""
    tag: str
    """Of its contents, without quotes."""
    changed: tuple[tuple[Path, int], ...]
    """The files that it was made of, and when each was changed, in nanoseconds."""


class Files:
    """The files of a folder, each made again when what it is made of changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[Path, ServedFile] = {}

    def get(self, name: str) -> ServedFile | None:
        """The file of this name; None if there is none, or it is not for browsers."""
        path = self._folder / name
        kind = KINDS.get(path.suffix)
        # A name is one name: nothing leads out of the folder, and no hidden file is shown.
        if kind is None or Path(name).name != name or name.startswith(".") or "\0" in name:
            return None
        held = self._held.get(path)
        try:
            if held is None or held.changed != _stamped(part for part, _ in held.changed):
                held = self._held[path] = self._made(path, kind)
        except OSError:
            return None
        return held

    def _made(self, path: Path, kind: str) -> ServedFile:
        if kind != KINDS[".js"]:
            return _served(kind, path.read_bytes(), _stamped((path,)))
        stamps: dict[str, tuple[tuple[Path, int], ...]] = {}

        def read(name: str) -> str:
            part = self._folder / name
            stamps[name] = _stamped((part,))  # before it is read: a later change is seen
            return part.read_text("utf-8")

        text, names = joined(path.name, read)
        return _served(kind, stripped(text).encode(), sum((stamps[n] for n in names), ()))


def router_of(folder: Path = WIDGET) -> APIRouter:
    """The route that serves the files of a folder."""
    files = Files(folder)
    router = APIRouter()

    @router.get("/widget/{name}", include_in_schema=False)
    async def widget_file(name: str, request: Request) -> Response:
        """One file of the element."""
        if name == SESSION.rpartition("/")[2]:  # the address of another route, with another method
            raise HTTPException(405, headers={"Allow": "POST"})
        found = files.get(name)
        if found is None:
            raise HTTPException(404)
        return answered(found, request)

    return router


def answered(found: ServedFile, request: Request) -> Response:
    """The file, packed if the browser takes that; or word that it has it already."""
    packs = _takes_gzip(request.headers.getlist("accept-encoding"))
    tag = f'"{found.tag}{"-gz" if packs else ""}"'
    headers = {**_HEADERS, "ETag": tag}
    if tag in _tags(request.headers.getlist("if-none-match")):
        return Response(status_code=304, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    return Response(found.packed if packs else found.plain, media_type=found.kind, headers=headers)


def _stamped(parts: Iterable[Path]) -> tuple[tuple[Path, int], ...]:
    return tuple((part, part.stat().st_mtime_ns) for part in parts)


def _served(kind: str, octets: bytes, changed: tuple[tuple[Path, int], ...]) -> ServedFile:
    # No time in it: two servers pack alike.
    packed = gzip.compress(octets, 9, mtime=0)
    return ServedFile(kind, octets, packed, hashlib.sha256(octets).hexdigest()[:16], changed)


def _takes_gzip(accepted: list[str]) -> bool:
    for part in ",".join(accepted).lower().split(","):
        name, _, quality = part.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return quality not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _tags(given: list[str]) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in ",".join(given).split(",")}
