"""The models that a deployment set, and what one turn had of them.

Handed to the chain by `bootstrap.py`; without a setting there are none, and the chain is local.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.compose.model import ModelWriter
from assistant.knowledge import Knowledge
from assistant.model_records import Usage
from assistant.records import Draft, Plan, Trace, Turn
from assistant.stop import Stop
from assistant.understand.model import Known, ModelReader, ReadPlan


@dataclass
class Part:
    """What models did in one turn; filled while it is answered."""

    reader: str = "local"
    composer: str = "local"
    usage: Usage = field(default_factory=Usage)
    prompts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    degraded: str | None = None
    saved: list[str] = field(default_factory=list)
    write_ms: float = 0.0
    said: set[int] = field(default_factory=set)
    """Ids of the sentences that have left already."""

    def read(self, read: ReadPlan, name: str) -> None:
        """A model was asked to read words."""
        self.usage += read.usage
        self.prompts += read.prompts
        if any(r.by_model for r in read.plan.read_as):
            self.reader = name
        if read.failed:
            self.degraded = f"the words left unread: {read.failed}"

    def on(self, trace: Trace) -> Trace:
        """The trace with it."""
        return replace(
            trace,
            notes=(*trace.notes, *self.notes),
            reader=self.reader,
            composer=self.composer,
            usage=self.usage,
            prompts=tuple(self.prompts),
            degraded=self.degraded,
            saved=tuple(self.saved),
        )


@dataclass(frozen=True, slots=True)
class Models:
    """What reads what was left unread, and what words answers."""

    reader: ModelReader
    writer: ModelWriter

    def read(self, turn: Turn, plan: Plan, knowledge: Knowledge, part: Part, stop: Stop) -> Plan:
        """The plan with what a model could read of the words left unread; as it was without any.

        Raises: what `stop` was asked to end with.
        """
        if not self.reader.takes(plan):
            part.saved.append("read")
            return plan
        known = Known(knowledge.vocabulary, knowledge.rows, knowledge.guides.embed)
        found = self.reader.read(turn, plan, known, stop)
        part.read(found, self.reader.llm.name)
        return found.plan

    def words(self, plan: Plan, draft: Draft, part: Part) -> bool:
        """Whether a model words this draft."""
        if self.writer.takes(plan, draft):
            return True
        part.saved.append("write")
        return False

    def close(self) -> None:
        """Let go of their connections."""
        self.reader.llm.close()
        self.writer.llm.close()

    @property
    def labels(self) -> tuple[str, ...]:
        """What an answer depends on besides the question and the index: models and prompts."""
        return (
            self.reader.llm.name,
            self.reader.prompt.label,
            self.writer.llm.name,
            self.writer.prompt.label,
        )
