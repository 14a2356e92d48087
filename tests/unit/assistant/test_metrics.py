"""Metrics: counted by closed labels, read from a registry of their own."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from assistant.api.metrics import Metrics
from assistant.errors import StillOpening
from assistant.records import Answer, AnswerId, Dropped, Evidence, Plan, StageTime, Status, Trace
from vectorstore.manifest import Counts
from vectorstore.records import SnapshotId

BUILT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Current:
    """Stands for `CurrentKnowledge`."""

    def __init__(self, *, open_: bool) -> None:
        self.opened, self.failures, self._open = 2, 1, open_

    @contextmanager
    def lend(self) -> Any:
        if not self._open:
            raise StillOpening("not yet")
        counts = Counts(**dict.fromkeys(Counts.model_fields, 3))
        manifest = SimpleNamespace(
            id=SnapshotId("s1"), created_at=BUILT, embedder="m", counts=counts
        )
        yield SimpleNamespace(snapshot=SimpleNamespace(manifest=manifest))


def made(*, open_: bool = True) -> Metrics:
    current: Any = Current(open_=open_)
    return Metrics(current, lambda: 4, lambda: BUILT.timestamp() + 90)


def read(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def test_what_happened_is_counted() -> None:
    metrics = made()
    metrics.requested("GET", "/programs", 200, 0.02)
    metrics.requested("GET", "/programs", 200, 0.02)
    trace = Trace((StageTime("verify", 30.0),), (Dropped("zanzibar", "unproven"),))
    evidence = Evidence((), SnapshotId("s1"))
    plan = Plan("zanzibar", ())
    metrics.answered(Answer(AnswerId("a"), Status.PARTIAL, (), (), plan, evidence, trace))
    metrics.judged("helpful")
    with metrics.in_flight():
        found = read(metrics)
    labels = (("method", "GET"), ("route", "/programs"), ("status", "200"))
    assert found["guidepost_requests_total", labels] == 2
    assert found["guidepost_request_seconds_count", (("route", "/programs"),)] == 2
    assert found["guidepost_answers_total", (("status", "partial"),)] == 1
    assert found["guidepost_stage_seconds_sum", (("stage", "verify"),)] == 0.03
    assert found["guidepost_dropped_sentences_total", ()] == 1
    assert found["guidepost_feedback_total", (("verdict", "helpful"),)] == 1
    assert found["guidepost_requests_in_flight", ()] == 1
    assert found["guidepost_work_waiting", ()] == 4
    assert read(metrics)["guidepost_requests_in_flight", ()] == 0
    assert b"zanzibar" not in metrics.text()


def test_the_index_in_service_is_told() -> None:
    found = read(made())
    assert found["guidepost_index_up", ()] == 1
    assert found["guidepost_index_info", (("embedder", "m"), ("version", "s1"))] == 1
    assert found["guidepost_index_records", (("kind", "programs"),)] == 3
    assert found["guidepost_index_age_seconds", ()] == 90
    assert found["guidepost_index_opened_total", ()] == 2
    assert found["guidepost_index_failures_total", ()] == 1


def test_without_an_index_the_rest_is_still_told() -> None:
    found = read(made(open_=False))
    assert found["guidepost_index_up", ()] == 0
    assert not any(name == "guidepost_index_info" for name, _ in found)


def test_two_apps_share_nothing_and_the_global_registry_has_none_of_it() -> None:
    first, second = made(), made()
    first.judged("helpful")
    assert ("guidepost_feedback_total", (("verdict", "helpful"),)) not in read(second)
    assert not any(f.name.startswith("guidepost") for f in REGISTRY.collect())
