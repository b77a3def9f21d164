"""What NetBox's REST API tells, as the tests look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

__all__ = ('Change', 'Rows', 'Run')

ACTIVE = ('queued', 'running')


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One sync run."""

    id: int
    endpoint: int
    status: str
    trigger: str
    request_id: str
    stages: Mapping[str, Mapping[str, Any]]
    result: Mapping[str, Any] | None
    changes: Sequence[Mapping[str, Any]]
    plan: Sequence[Mapping[str, Any]] | None
    warnings: Sequence[str]
    error_code: str
    cause: str
    cure: str

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """Read a run of the REST API."""
        plain = {name: content[name] for name in cls.__slots__ if name not in ('endpoint', 'status', 'trigger')}
        status, trigger = content['status']['value'], content['trigger']['value']
        return cls(endpoint=content['endpoint']['id'], status=status, trigger=trigger, **plain)

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    def has_done(self, stage: str) -> bool:
        """Whether a stage is over, with success."""
        return self.stages.get(stage, {}).get('state') == 'done'

    @property
    def outcome(self) -> tuple[str, str]:
        """The status and the code of the error."""
        return self.status, self.error_code

    @property
    def text(self) -> str:
        """All that a person reads of why it ended as it did."""
        return '\n'.join([self.cause, self.cure, *self.warnings])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What NetBox holds of one endpoint, to the last field: equal rows were not touched."""

    endpoint: Mapping[str, Any]
    clusters: Sequence[Mapping[str, Any]]
    nodes: Mapping[str, Mapping[str, Any]]

    @property
    def mode(self) -> str:
        return str(self.endpoint['mode']['value'])

    @property
    def cluster(self) -> Mapping[str, Any]:
        """The one cluster."""
        (cluster,) = self.clusters
        return cluster

    @property
    def online(self) -> set[str]:
        """The names of the nodes that are online."""
        return {name for name, node in self.nodes.items() if node['online']}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One entry of NetBox's change log: the action, the type of the object, its name, and who is behind it."""

    action: str
    object_type: str
    name: str
    user: str
