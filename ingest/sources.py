"""Paths and addresses as given -> sources and the files they hold, and the bytes of one file.

First stage of the main path. Order is by name, so that a run is the same on every machine; hidden
files and mapping files are not looked at; what cannot be read is a ReadError, which the caller
collects. Does not decode or parse.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.errors import EmptyFile, FileTooLarge, ReadError, SourceNotFound, SourceUnreadable
from ingest.fetch.fetcher import Fetched
from ingest.fetch.site import Web
from ingest.fetch.urls import looks_like_url
from ingest.ids import source_id
from ingest.mapping_choice import ENDING
from vectorstore.records import Source


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a source."""

    path: Path
    uri: str
    """The source's uri and, for a folder, the file's place in it, with forward slashes."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a site."""

    fetch: Callable[[], Fetched]
    """Raises: ReadError."""
    uri: str
    """Its address, normalised."""


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source as given, with its files in order of their names."""

    source: Source
    files: tuple[FoundFile | FoundPage, ...]
    errors: tuple[ReadError, ...] = ()
    """What a sitemap lists and what gave no pages."""
    is_whole: bool = True
    """False if part of a sitemap could not be read: what it listed before is not gone."""


def find_source(given: str, web: Web | None = None) -> FoundSource:
    """The source at a path: a file, or a folder with all files below it; of a site with `web`.

    Its uri is the path relative to the working folder, so that `seeds`, `./seeds/` and the absolute
    path are one source. Raises: SourceNotFound, SourceUnreadable, EmptyFile; of a site ReadError.
    """
    if web is not None and looks_like_url(given):
        return _find_pages(given, web)
    path = Path(given)
    uri = _uri(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise SourceNotFound(uri, "no file or folder is there") from error
    except OSError as error:
        raise SourceUnreadable(uri, _why(error)) from error
    if not stat.S_ISDIR(mode):
        return FoundSource(Source(source_id(uri), uri, "file"), (FoundFile(path, uri),))
    files = tuple(_files_below(path, uri))
    if not files:
        raise EmptyFile(uri, "the folder holds no files")
    return FoundSource(Source(source_id(uri), uri, "folder"), files)


def _find_pages(given: str, web: Web) -> FoundSource:
    found = web.find(given)
    source = Source(source_id(found.uri), found.uri, found.kind)
    pages = (FoundPage(partial(web.read, page, found.uri), str(page)) for page in found.pages)
    return FoundSource(source, tuple(pages), found.errors, found.is_whole)


def read_bytes(file: FoundFile, max_bytes: int) -> bytes:
    """The whole file. Raises: SourceNotFound, SourceUnreadable, FileTooLarge (before reading)."""
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceUnreadable(file.uri, "not a regular file")
        if status.st_size > max_bytes:
            raise FileTooLarge(
                file.uri, f"{status.st_size:,} bytes, more than the limit of {max_bytes:,}"
            )
        return file.path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFound(file.uri, "no file is there") from error
    except OSError as error:
        raise SourceUnreadable(file.uri, _why(error)) from error


def read_beside(file: FoundFile, max_bytes: int, name: str) -> bytes:
    """The whole of another file of the same folder. Raises: as `read_bytes`."""
    uri = f"{file.uri.rpartition('/')[0]}/{name}".lstrip("/")
    return read_bytes(FoundFile(file.path.with_name(name), uri), max_bytes)


def _files_below(folder: Path, uri: str) -> list[FoundFile]:
    def refuse(error: OSError) -> None:
        raise SourceUnreadable(_uri(Path(error.filename or folder)), _why(error)) from error

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            if not name.startswith(".") and not name.endswith(ENDING):
                path = Path(place) / name
                below = path.relative_to(folder).as_posix()
                found.append(FoundFile(path, below if uri == "." else f"{uri}/{below}"))
    return sorted(found, key=lambda f: f.uri)


def _uri(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
