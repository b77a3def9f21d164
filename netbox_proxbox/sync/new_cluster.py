"""The cluster of NetBox that is created for one of Proxmox VE."""

from typing import Final

from virtualization.models import Cluster

from .create_missing import Creator

__all__ = ('create_cluster',)

TOLD: Final = ('type', 'group', 'scope', 'tenant')


def create_cluster(name: str, creator: Creator) -> Cluster | None:
    """Create it as the endpoint says, and return it; None if that was refused, which the run tells."""
    says = creator.endpoint
    cluster = Cluster(
        name=name,
        type=says.create_cluster_type,
        group=says.create_cluster_group,
        scope=says.create_location or says.create_site,
        tenant=says.create_tenant,
    )
    return creator.create(cluster, name, TOLD)
