"""Orders in GraphQL: NetBox's own types have none, but the busiest nodes are asked for first."""

import strawberry
import strawberry_django
from strawberry_django import Ordering

from netbox_proxbox import models

__all__ = ('ProxmoxNodeOrder',)


@strawberry_django.order_type(models.ProxmoxNode)
class ProxmoxNodeOrder:
    name: strawberry.auto
    cpu_usage_percent: Ordering
    memory_usage_percent: Ordering
    disk_usage_percent: Ordering
    uptime: strawberry.auto
    online_since: strawberry.auto
    offline_since: strawberry.auto
