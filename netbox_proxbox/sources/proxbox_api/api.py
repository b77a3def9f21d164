"""The one door to proxbox-api: register a key or an endpoint, read its topology and its metrics."""

import time
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Self
from urllib.parse import quote

from netbox_proxbox.errors import BackendAnswerInvalid, EndpointRejected, ReadingIncomplete
from netbox_proxbox.sources.certificates import parse_certificates, root_ca_of
from netbox_proxbox.sources.curves import Curve, Timeframe, UnusableCurve, path_of_curve, question_of, samples_of
from netbox_proxbox.sources.records import BackendConnection, EndpointRef, EndpointSpec, Metrics, Topology
from netbox_proxbox.sources.retry import ATTEMPTS
from netbox_proxbox.sources.values import text

from .client import BackendClient
from .endpoint_record import EndpointRecord, remove_record
from .first_key import is_first_key_missing, register_first_key
from .node_metrics import MetricsReader
from .parse import has_cluster_named, parse_configured_members, parse_topology

__all__ = ('ProxboxApi',)

CLUSTER_STATUS = '/proxmox/cluster/status'
# Questions that proxbox-api passes on as they are.
RAW = '/proxmox/api2/latest'
CONFIGURED_MEMBERS = f'{RAW}/cluster/config/nodes'
CERTIFICATES = f'{RAW}/nodes/{{node}}/certificates/info'
RAW_STATUS = f'{RAW}/cluster/status'
# What proxbox-api 0.0.30 calls a cluster without a name, as a cluster may really be called.
NO_NAME = 'None'
NO_CURVES = 'A version that passes on what Proxmox VE knows of the past of its nodes is needed, such as 0.0.30.'
# What the column in NetBox holds.
LONGEST_VERSION = 50


class ProxboxApi:
    """One proxbox-api service. Every method raises nothing but a ProxboxError.

    `budget` is the seconds that one method may take with all its retries, of which there are none with one `attempts`.
    `secrets` are those of the endpoint, which no error may repeat. Few requests are made, one endpoint in each:
    proxbox-api 0.0.30 spends 0.3 s on checking the key, and one endpoint that is down spoils a shared answer.
    """

    def __init__(
        self,
        backend: BackendConnection,
        *,
        secrets: Collection[str] = (),
        budget: float = 60.0,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = BackendClient(backend, secrets=secrets, budget=budget, attempts=attempts, sleep=sleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def name(self) -> str:
        """The name of the backend."""
        return self._client.backend.name

    @property
    def requests(self) -> int:
        """HTTP requests sent so far, retries included."""
        return self._client.requests

    @property
    def retries(self) -> list[str]:
        """One line for people for each retry so far."""
        return self._client.retries

    def version(self) -> str:
        """The version of proxbox-api; it needs the API key and so shows that the key is right."""
        self._client.budget.restart()
        asked = self._client.question()
        found = self._client.get(asked, '/version')
        version = text(found.get('version')) if isinstance(found, dict) else None
        if version is None or len(version) > LONGEST_VERSION:
            raise BackendAnswerInvalid(asked.whom, 'It does not tell its version.')
        return version

    def is_first_key_missing(self) -> bool:
        """Whether no key was ever registered, so that it takes one from anybody; needs no key."""
        self._client.budget.restart()
        return is_first_key_missing(self._client)

    def register_first_key(self) -> bool:
        """Register the key of this connection as the first one. False when one is registered already."""
        self._client.budget.restart()
        return register_first_key(self._client)

    def register(self, spec: EndpointSpec, known: EndpointRef | None) -> EndpointRef:
        """Make the endpoint known to proxbox-api as it is now; `known` is the result of the last time, if any."""
        self._client.budget.restart()
        return EndpointRecord(self._client, spec).make(known)

    def unregister(self, ref: EndpointRef) -> None:
        """Remove the record of that id, if it still has that name; one that is gone already is fine."""
        self._client.budget.restart()
        remove_record(self._client, ref)

    def topology(self, ref: EndpointRef) -> Topology:
        """The cluster and its nodes, complete. Raises RegistrationStale when the reference means nothing any more."""
        self._client.budget.restart()
        asked, only_this = self._client.question(ref.name), str(ref.record_id)
        answer = self._client.get(asked, CLUSTER_STATUS, proxmox_endpoint_ids=only_this)
        topology = parse_topology(answer, ref, asked.whom)
        if topology.mode == 'cluster' and topology.name == NO_NAME and not self._is_called(NO_NAME, ref):
            raise ReadingIncomplete(ref.name, asked.whom, 'The cluster has no name.')
        return topology

    def _is_called(self, name: str, ref: EndpointRef) -> bool:
        """Ask what Proxmox VE itself says of the name. Versions that pass no such question on are not believed."""
        try:
            found = self._client.get(self._client.question(ref.name), RAW_STATUS, target_name=ref.name)
        except (BackendAnswerInvalid, EndpointRejected):
            return False
        return has_cluster_named(found, name)

    def configured_members(self, ref: EndpointRef) -> int:
        """How many members corosync.conf names on the host that answers, whether corosync runs there or not.

        0 is a host in no cluster, be it that it left one. Part of the reading of the topology, so within its budget.
        """
        asked = self._client.question(ref.name)
        answer = self._client.get(asked, CONFIGURED_MEMBERS, target_name=ref.name)
        return parse_configured_members(answer, asked.whom)

    def root_ca(self, ref: EndpointRef, node: str) -> str:
        """The fingerprint of the CA that a node has of its cluster; empty if it tells none.

        Part of the reading of the topology, so within its budget.
        """
        path = CERTIFICATES.format(node=quote(node, safe=''))
        found = self._client.get(self._client.question(ref.name), path, target_name=ref.name)
        root_ca = root_ca_of(parse_certificates(found))
        return root_ca.fingerprint if root_ca else ''

    def metrics(self, ref: EndpointRef) -> Metrics:
        """The metrics of all nodes, with what is odd about them as warnings."""
        self._client.budget.restart()
        return MetricsReader(self._client, ref).read()

    def curve(self, ref: EndpointRef, node: str, timeframe: Timeframe) -> Curve:
        """CPU and memory of one node in the last hour, day or week. Versions that pass no such question on say so."""
        self._client.budget.restart()
        asked, path = self._client.question(ref.name), RAW + path_of_curve(node)
        try:
            found = self._client.get(asked, path, target_name=ref.name, **question_of(timeframe))
            return samples_of(found)
        except (BackendAnswerInvalid, EndpointRejected) as error:
            raise BackendAnswerInvalid(asked.whom, f'{error.args[-1]} {NO_CURVES}') from None
        except UnusableCurve as error:
            raise BackendAnswerInvalid(asked.whom, str(error)) from None
