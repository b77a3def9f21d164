"""An estate that answers honestly, but for one question; and what must hold of NetBox whatever it is told."""

from dataclasses import dataclass, field
from typing import Any

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from tests.sources.proxbox_api.scripted_backend import Received, Reply
from tests.sources.proxmox_ve.scripted_member import told
from tests.sync.estate import Estate

from .answers import Spoil

__all__ = ('HONEST', 'Liar', 'as_data', 'check_what_holds', 'names', 'topology')

HONEST = 'none'
TOPOLOGY = ('name', 'node_id', 'ip_address', 'online', 'local', 'proxmox_cluster')


@dataclass
class Liar:
    """Answers as the estate does, but for questions that begin with `path`, whose answers are spoiled."""

    estate: Estate
    path: str = HONEST
    spoil: Spoil = Reply
    told: list[str] = field(default_factory=list)

    def __call__(self, received: Received) -> Reply:
        honest = self.estate(received)
        if not received.path.startswith(self.path):
            return honest
        self.told.append(received.path)
        return self.spoil(honest.body)


def as_data(spoil: Spoil) -> Spoil:
    """Spoil what Proxmox VE wraps into its answer, as far as the result can be wrapped again."""

    def spoiled(honest: Any) -> Reply:
        reply = spoil(honest['data'])
        can_be_wrapped = reply.status == 200 and reply.send is None and not isinstance(reply.body, bytes)
        return told(reply.body) if can_be_wrapped else reply

    return spoiled


def topology() -> list[Any]:
    return [*ProxmoxCluster.objects.values(), *ProxmoxNode.objects.order_by('name').values(*TOPOLOGY)]


def names() -> set[str]:
    return set(ProxmoxNode.objects.values_list('name', flat=True))


def check_what_holds(run: SyncRun, before: list[Any]) -> None:
    """What failed has changed nothing; what did not has changed what the honest answers say."""
    assert run.status in ('succeeded', 'degraded', 'failed')
    assert run.error_code != 'stage-crashed', run.cause
    if run.status == 'failed':
        assert run.cause
        assert run.cure
        assert topology() == before
    else:
        assert names() == {'pve1', 'pve2', 'pve4'}
