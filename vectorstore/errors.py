"""What can go wrong in the store.

StoreError
  SettingInvalid         a setting of this package makes no sense
  QueryInvalid           a query pairs a field, operator or value that do not go together
  EmbedderError
    EmbedderUnknown      the setting names no embedder that there is
    ModelUnavailable     the local model's files are missing or cannot be built
    EmbeddingFailed      the embedding service did not answer as it should
    CacheBroken          embeddings.sqlite is in use, or cannot be used for another reason
  BuildFailed            the contents given to a build contradict themselves
  IndexUnwritable        the disk is full or failed, or the folder may not be written to
  WriterBusy             another writer holds the index
  ExportFailed           a file of an export cannot be written
  IndexMissing           there is no index, no current snapshot, or no snapshot of that id
  SnapshotAmbiguous      a short name fits several snapshots
  SnapshotBroken         a snapshot's files are missing, changed or unreadable
  SchemaMismatch         a snapshot was written by another version of this program
  EmbedderMismatch       a snapshot was built with another embedding model

Every message says what failed, the value, and what to do.
"""

from __future__ import annotations


class StoreError(Exception):
    """Root of everything that this package raises."""


class SettingInvalid(StoreError):
    """A setting of this package makes no sense."""


class QueryInvalid(StoreError, ValueError):
    """A query pairs a field, operator or value that do not go together."""


class EmbedderError(StoreError):
    """Text could not be turned into vectors."""


class EmbedderUnknown(EmbedderError):
    """The setting names no embedder that there is."""


class ModelUnavailable(EmbedderError):
    """The local model's files are missing or cannot be built."""


class EmbeddingFailed(EmbedderError):
    """The embedding service did not answer as it should."""


class CacheBroken(EmbedderError):
    """The embedding cache is in use, or cannot be used for another reason."""


class BuildFailed(StoreError):
    """The contents given to a build contradict themselves."""


class IndexUnwritable(StoreError):
    """The disk is full or failed, or the folder may not be written to."""


class WriterBusy(StoreError):
    """Another writer holds the index."""


class ExportFailed(StoreError):
    """A file of an export cannot be written."""


class IndexMissing(StoreError):
    """There is no index, no current snapshot, or no snapshot of that id."""


class SnapshotAmbiguous(StoreError):
    """A short name fits several snapshots."""


class SnapshotBroken(StoreError):
    """A snapshot's files are missing, changed or unreadable."""


class SchemaMismatch(StoreError):
    """A snapshot was written by another version of this program."""


class EmbedderMismatch(StoreError):
    """A snapshot was built with another embedding model."""
