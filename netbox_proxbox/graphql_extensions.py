"""The ways back in GraphQL, from NetBox's devices and clusters to Proxmox. NetBox looks for them in this file.

Types are named and not imported: NetBox must see all extensions before it makes any type.
"""

from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django

if TYPE_CHECKING:
    from netbox_proxbox.graphql.types import ProxmoxClusterType, ProxmoxNodeType

__all__ = ('type_extensions',)

OURS = strawberry.lazy('netbox_proxbox.graphql.types')


@strawberry.type
class DeviceExtension:
    """The nodes that are linked to a device."""

    models = ('dcim.device',)

    proxmox_nodes: list[Annotated['ProxmoxNodeType', OURS]] = strawberry_django.field()


@strawberry.type
class ClusterExtension:
    """The Proxmox clusters that are linked to a cluster."""

    models = ('virtualization.cluster',)

    proxmox_clusters: list[Annotated['ProxmoxClusterType', OURS]] = strawberry_django.field()


type_extensions: list[type] = [DeviceExtension, ClusterExtension]
