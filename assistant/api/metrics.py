"""`GET /metrics`: what this server process did, and what it serves, as Prometheus reads it.

One registry for an app, made with it: importing does nothing, and two apps share nothing. Labels
are of closed sets: route templates, statuses, stages. No word or id of a visitor is among them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from assistant.api.document import errors
from assistant.api.wire_examples import METRICS
from assistant.current import CurrentKnowledge
from assistant.errors import AssistantError
from assistant.records import Answer, Trace
from vectorstore.errors import StoreError

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histograms: a local answer takes 0.01 to 0.05, a model's some seconds."""

router = APIRouter(tags=["health"])


class Metrics:
    """The counters of one app."""

    def __init__(
        self,
        current: CurrentKnowledge,
        waiting: Callable[[], int],
        now: Callable[[], float] = time.time,
    ) -> None:
        """Counters at zero; `waiting` says how many requests wait for a thread right now."""
        self._registry = CollectorRegistry(auto_describe=True)
        self._requests = self._counter(
            "requests", "Requests answered.", "method", "route", "status"
        )
        self._seconds = self._histogram("request_seconds", "Time of requests.", "route")
        self._in_flight = Gauge(
            "guidepost_requests_in_flight", "Requests being answered.", registry=self._registry
        )
        waits = Gauge(
            "guidepost_work_waiting", "Pieces of work without a thread.", registry=self._registry
        )
        waits.set_function(waiting)
        self._answers = self._counter("answers", "Answers given, by how they ended.", "status")
        self._stages = self._histogram("stage_seconds", "Time of the stages of answers.", "stage")
        self._dropped = self._counter(
            "dropped_sentences", "Sentences that the evidence did not prove."
        )
        self._composed = self._counter(
            "answers_composed", "Answers by what worded them: local or model.", "composer"
        )
        self._fallbacks = self._counter(
            "model_fallbacks", "Answers for which a model failed and the local path stood in."
        )
        self._calls = self._counter("model_calls", "Requests to chat models.")
        self._saved = self._counter(
            "model_calls_saved", "Requests to a model that is set that were not needed.", "purpose"
        )
        self._tokens = self._counter("model_tokens", "Tokens of chat models.", "direction")
        self._cost = self._counter("model_cost_usd", "US dollars, by the prices that are set.")
        self._feedback = self._counter("feedback", "Feedback kept.", "verdict")
        self._registry.register(_IndexCollector(current, now))
        ProcessCollector(registry=self._registry)

    def in_flight(self) -> AbstractContextManager[None]:
        """While a request is being answered."""
        return self._in_flight.track_inprogress()

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request came to its end. `route` is a template, never an address."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """A question was answered."""
        self._answers.labels(answer.status.value).inc()
        self._dropped.inc(len(answer.trace.dropped))
        self._asked_models(answer.trace)
        for stage in answer.trace.stages:
            self._stages.labels(stage.stage).observe(stage.ms / 1000)

    def _asked_models(self, trace: Trace) -> None:
        self._composed.labels("local" if trace.composer == "local" else "model").inc()
        self._fallbacks.inc(trace.degraded is not None)
        self._calls.inc(trace.usage.calls)
        for purpose in trace.saved:
            self._saved.labels(purpose).inc()
        self._tokens.labels("in").inc(trace.usage.input_tokens)
        self._tokens.labels("out").inc(trace.usage.output_tokens)
        self._cost.inc(trace.usage.cost_usd)

    def judged(self, verdict: str) -> None:
        """A feedback was kept; `verdict` is of a closed set."""
        self._feedback.labels(verdict).inc()

    def text(self) -> bytes:
        """All of it in the text format 0.0.4."""
        return generate_latest(self._registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"guidepost_{name}", says, labels, registry=self._registry)

    def _histogram(self, name: str, says: str, *labels: str) -> Histogram:
        return Histogram(
            f"guidepost_{name}", says, labels, registry=self._registry, buckets=BUCKETS_S
        )


class _IndexCollector(Collector):
    """The snapshot in service, read when somebody asks."""

    def __init__(self, current: CurrentKnowledge, now: Callable[[], float]) -> None:
        self._current = current
        self._now = now

    def describe(self) -> Iterator[Metric]:
        """Nothing: the names are made when they are read."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Version, counts and age of the snapshot in service, and how it came there."""
        yield CounterMetricFamily(
            "guidepost_index_opened", "Snapshots put into service.", self._current.opened
        )
        yield CounterMetricFamily(
            "guidepost_index_failures",
            "Times that a snapshot could not be opened.",
            self._current.failures,
        )
        try:
            with self._current.lend() as knowledge:
                manifest = knowledge.snapshot.manifest
        except (AssistantError, StoreError):
            yield GaugeMetricFamily("guidepost_index_up", "Whether an index is in service.", 0)
            return
        yield GaugeMetricFamily("guidepost_index_up", "Whether an index is in service.", 1)
        info = GaugeMetricFamily(
            "guidepost_index_info", "The snapshot in service.", labels=["version", "embedder"]
        )
        info.add_metric([manifest.id, manifest.embedder], 1)
        yield info
        held = GaugeMetricFamily(
            "guidepost_index_records", "Records in the snapshot in service.", labels=["kind"]
        )
        for kind, number in manifest.counts.model_dump().items():
            held.add_metric([kind], number)
        yield held
        age = self._now() - manifest.created_at.timestamp()
        yield GaugeMetricFamily("guidepost_index_age_seconds", "Since the snapshot was built.", age)


@router.get(
    "/metrics",
    summary="Counters for Prometheus",
    response_class=Response,
    responses={
        200: {
            "description": "The text format 0.0.4.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": METRICS}},
        },
        **errors(401, 403, 429),
    },
)
async def read_metrics(request: Request) -> Response:
    """What this process did since its start, and the index it serves; no word of a visitor."""
    return Response(metrics_of(request).text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def metrics_of(request: Request) -> Metrics:
    """The counters of the app that answers this request."""
    metrics = request.app.state.metrics
    assert isinstance(metrics, Metrics)
    return metrics
