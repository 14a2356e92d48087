"""Which mapping files are for which file: those given, else the one that lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from ingest.errors import MappingInvalid
from ingest.mapping_file import LoadedMapping, load_mapping
from ingest.readers.sheet_files import TABLE_ENDINGS
from vectorstore.text import fold

ENDING = ".mapping.yaml"
"""Of a mapping beside its file: `courses.csv` has `courses.mapping.yaml`."""
_SHIPPED = Path(__file__).parent / "mappings"
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Mappings:
    """The mapping files of one run."""

    given: tuple[LoadedMapping, ...] = ()

    def check(self, uris: Iterable[str]) -> None:
        """Raises: MappingInvalid, if a mapping was given that none of these files is read by."""
        found = list(uris)
        names = [PurePosixPath(uri).name for uri in found if _is_table(uri)]
        for it in self.given if found else ():
            if not any(_is_for(it, name) for name in names):
                wanted = f" named {', '.join(it.terms.files)}" if it.terms.files else ""
                there = f": {', '.join(names[:10])}" if names else ""
                raise MappingInvalid(
                    f"the mapping {it.name} is for tables{wanted}, of which none is given{there}"
                )

    def of(self, uri: str, path: Path | None = None) -> tuple[LoadedMapping, ...]:
        """The mappings that a file is read by; none: by its headers. Raises: MappingInvalid."""
        if not _is_table(uri):
            return ()
        name = PurePosixPath(uri).name
        given = tuple(it for it in self.given if _is_for(it, name))
        beside = path.with_name(path.stem + ENDING) if path else None
        return given or ((_load(beside),) if beside and beside.is_file() else ())


def joined_files(mappings: Sequence[LoadedMapping], uri: str) -> frozenset[str]:
    """Uris of the files that a file's mappings join to it: they are no tables of their own."""
    names = {join.file for it in mappings for join in it.terms.join if join.file}
    return frozenset(str(PurePosixPath(uri).with_name(name)) for name in names)


def find_mappings(names: Sequence[str]) -> Mappings:
    """The mappings of these paths, or of the names of those shipped. Raises: MappingInvalid."""
    return Mappings(tuple(_load(_path(name)) for name in names))


def shipped() -> tuple[str, ...]:
    """Names of the mappings that come with the program."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def _path(name: str) -> Path:
    path = Path(name)
    if path.is_file():
        return path
    if name in shipped():
        return _SHIPPED / f"{name}.yaml"
    raise MappingInvalid(
        f"there is no mapping {name!r}: no such file, and none of those shipped "
        f"({', '.join(shipped())})"
    )


def _load(path: Path) -> LoadedMapping:
    try:
        octets = path.read_bytes()
        text = octets.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise MappingInvalid(f"the mapping {path.name} cannot be read: {why}") from error
    except UnicodeDecodeError as error:
        raise MappingInvalid(f"the mapping {path.name} is no UTF-8 text") from error
    if len(octets) > _MAX_BYTES:
        raise MappingInvalid(f"the mapping {path.name} has {len(octets):,} bytes: no mapping has")
    return load_mapping(path.name, text)


def _is_table(uri: str) -> bool:
    return PurePosixPath(uri).suffix.lower() in TABLE_ENDINGS


def _is_for(mapping: LoadedMapping, name: str) -> bool:
    wanted = mapping.terms.files or ("*",)
    return any(fnmatchcase(fold(name), fold(glob)) for glob in wanted)
