"""The files of a corpus as text, what is read from each, and altered copies as indexes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.errors import CaseInvalid
from evals.suites.suite import Setting
from ingest.errors import ReadError
from ingest.file_pages import read_pages
from ingest.ids import source_id
from ingest.job import ingest_paths
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes
from ingest.readers.decode import decode
from ingest.settings import Settings
from ingest.sources import FoundFile, find_source, read_bytes
from vectorstore.records import PageContent
from vectorstore.tokens import count_tokens

ENDINGS = frozenset({".txt", ".md", ".html", ".htm"})
CACHE = "embeddings.sqlite"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of running text."""

    name: str
    """Its path within the corpus, with forward slashes."""
    raw: str
    """As it stands in the file, line ends of one kind."""

    @property
    def ending(self) -> str:
        """In lower case, with its dot."""
        return Path(self.name).suffix.lower()


def corpus_files(corpus: Path) -> tuple[CorpusFile, ...]:
    """The files of text, Markdown and HTML of a corpus, by name.

    Raises: CaseInvalid, if it has none; IngestError.
    """
    root = corpus if corpus.is_dir() else corpus.parent
    found = [f for f in find_source(str(corpus)).files if isinstance(f, FoundFile)]
    files = []
    for file in found:
        if file.path.suffix.lower() not in ENDINGS:
            continue
        raw = decode(read_bytes(file, Settings().max_file_bytes))
        if raw is not None:
            files.append(CorpusFile(file.path.relative_to(root).as_posix(), raw))
    if not files:
        raise CaseInvalid(
            f"{str(corpus)!r} holds no text, Markdown or HTML to alter; name another with --corpus"
        )
    return tuple(sorted(files, key=lambda f: f.name))


def content_of(name: str, octets: bytes) -> Sequence[PageContent]:
    """What ingestion reads from one file, without vectors. Raises: ReadError."""
    chunking = Chunking(Settings().passage_tokens, count_tokens)
    return read_pages(FileBytes(name, octets, source_id(name), _NEVER), chunking).contents


def clean_contents(files: Iterable[CorpusFile]) -> dict[str, PageContent]:
    """What each file holds as it is, by name; files that cannot be read are left out."""
    held = {}
    for file in files:
        try:
            held[file.name] = content_of(file.name, file.raw.encode())[0]
        except ReadError:
            continue
    return held


def index_of(texts: Mapping[str, str], name: str, setting: Setting) -> Path:
    """An index of files of these texts, by their names, in a folder of that name in the scratch.

    What the measured index has embedded is not embedded again. Raises: IngestError, StoreError.
    """
    folder = setting.scratch / name
    index = setting.scratch / f"{name}.index"
    for at, text in texts.items():
        path = folder / at
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    index.mkdir()
    cache = setting.index / CACHE
    if cache.exists():
        shutil.copyfile(cache, index / CACHE)
    ingest_paths([str(folder)], index, setting.embedder)
    return index
