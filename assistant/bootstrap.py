"""Settings to Assistant: the only place where real objects are wired together."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cached_property, partial
from pathlib import Path

from assistant.access import Access
from assistant.addresses import networks_of
from assistant.answer_cache import AnswerCache
from assistant.assistant import Assistant
from assistant.chain import stream
from assistant.compose.model import ModelWriter
from assistant.conversations import Conversations
from assistant.current import CurrentKnowledge
from assistant.guide_index import Vectors
from assistant.knowledge import Knowledge, build_knowledge
from assistant.llm import Connection, Llm
from assistant.model_budget import ModelBudget
from assistant.model_days import Days
from assistant.models import Models
from assistant.settings import Settings
from assistant.sites import read_sites
from assistant.tokens import Signer
from assistant.uncollected import uncollected
from assistant.understand.model import ModelReader
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.records import SnapshotId
from vectorstore.rollback import Whole
from vectorstore.snapshot import current_id, open_snapshot

_log = logging.getLogger(__name__)


def make_access(settings: Settings) -> Access:
    """The door of a server with these settings. Raises: SettingsInvalid."""
    sites = None if settings.sites is None else read_sites(settings.sites)
    secret = settings.access.token_secret
    if sites and secret is None:
        _log.warning(
            "GUIDEPOST_ACCESS__TOKEN_SECRET is not set: visitors' tokens end with this process, "
            "and do not hold in others"
        )
    key = settings.operator_key
    return Access(
        sites,
        Signer(secret.get_secret_value().encode() if secret else None),
        settings.access.token_s,
        networks_of(settings.access.trusted_proxies),
        key.get_secret_value() if key else None,
        settings.server.public_url,
        settings.sites,
    )


def make_assistant(
    settings: Settings,
    embedder: Future[Embedder] | None = None,
    checked: Future[Whole] | None = None,
) -> Assistant:
    """An assistant whose index is not opened yet: `current.refresh()` or `current.watch()` does.

    `embedder` is the one of the settings, where it is being loaded already; `checked` the live
    snapshot, where its files are being hashed already.
    Raises: ConversationsBroken, SettingsInvalid.
    """
    current = CurrentKnowledge(SnapshotIndex(settings, embedder, checked))
    conversations = Conversations(settings.conversations_file)
    if settings.model is None:
        return Assistant(current, conversations)
    models = make_models(settings, settings.model, conversations.model_days)
    cache = AnswerCache(
        settings.llm.cache, models.labels, conversations=settings.llm.cache_conversations
    )
    chain = cache.around(partial(stream, models=models))
    return Assistant(current, conversations, chain, on_close=models.close)


def make_models(settings: Settings, model: str, days: Days | None = None) -> Models:
    """What asks the models that are set; they share one budget. Raises: SettingsInvalid.

    `days` counts what each day had; without it, this process counts for itself.
    """
    budget = ModelBudget(settings.llm, days=days)
    own = settings.openai_api_key if model.startswith("openai:") else None
    key = settings.model_api_key or own
    writing = Llm(Connection(model, settings.model_base_url, key), settings.llm, budget)
    reading = writing
    if settings.reading_model not in (None, model):
        assert settings.reading_model is not None
        other = Connection(settings.reading_model, settings.model_base_url, key)
        reading = Llm(other, settings.llm, budget)
    return Models(ModelReader(reading), ModelWriter(writing, settings.llm))


class SnapshotIndex:
    """The index folder as `current.py` needs it; the embedding model is loaded at first need."""

    def __init__(
        self,
        settings: Settings,
        embedder: Future[Embedder] | None = None,
        checked: Future[Whole] | None = None,
    ) -> None:
        """`embedder` is being loaded and a snapshot `checked`, for the first opening.

        If that fails, the next opening tries it anew.
        """
        self._settings = settings
        self._loading = embedder
        self._checking = checked
        self._known: Mapping[str, Vectors] = {}
        self._has_opened = False

    def current_id(self) -> SnapshotId:
        """The id of the live snapshot. Raises: IndexMissing."""
        return current_id(self._folder)

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        """The knowledge of a snapshot; its model is warm, so that the first question need not wait.

        Raises: StoreError.
        """
        checking, self._checking = self._checking, None
        checked = None if checking is None or checking.exception() else checking.result()
        snapshot = open_snapshot(self._folder, snapshot_id, self._embedder, checked)
        try:
            self._embedder.embed(["ready"])
            with uncollected(again=self._has_opened):
                knowledge = build_knowledge(snapshot, self._known)
        except BaseException:
            snapshot.close()
            raise
        self._known, self._has_opened = knowledge.guides.unit_vectors_of, True
        return knowledge

    @property
    def _folder(self) -> Path:
        return self._settings.index

    @cached_property
    def _embedder(self) -> Embedder:
        loading, self._loading = self._loading, None
        return loading.result() if loading else make_embedder(self._settings)
