"""What upstream's tables hold of what this plugin has, too. Their columns differ between its releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.choices import JobStatusChoices
from core.models import Job
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .backends import backends_of
from .clusters import clusters_of, nodes_of
from .endpoints import endpoints_of
from .logins import SecretReader
from .rows import Row
from .schedules import minutes_of
from .state import TakeoverRefused, tables
from .statements import rows_of

__all__ = ('TABLES', 'Upstream', 'recurring_jobs', 'waiting_jobs', 'what_comes_over')

type Rows = Sequence[dict[str, Any]]

SETTINGS = 'netbox_proxbox_proxboxpluginsettings'
ENDPOINTS = 'netbox_proxbox_proxmoxendpoint'
BACKENDS = 'netbox_proxbox_fastapiendpoint'
CLUSTERS = 'netbox_proxbox_proxmoxcluster'
NODES = 'netbox_proxbox_proxmoxnode'
TABLES = {SETTINGS, ENDPOINTS, BACKENDS, CLUSTERS, NODES}
# They belong to upstream's plugin whatever they are called: a name is free to choose for the first.
JOBS = Q(data__has_key='proxbox_sync') | Q(name='Proxmox Service Monitoring')


@dataclass(frozen=True, slots=True)
class Upstream:
    """The rows that come over, as this plugin has them; `minutes` are the intervals of endpoints by their keys."""

    backends: list[Row]
    endpoints: list[Row]
    clusters: list[Row]
    nodes: list[Row]
    minutes: dict[int, int]
    clusters_left: list[dict[str, Any]]


def what_comes_over(through: str | None = None) -> Upstream:
    """Read upstream's tables. `through` names the proxbox-api that endpoints are to be read through.

    Raises TakeoverRefused when there is none of that name.
    """
    there = set(tables())
    settings = _rows(SETTINGS, there)
    secrets = SecretReader(str(settings[0].get('encryption_key') or '') if settings else '')
    found_clusters, found_nodes = _rows(CLUSTERS, there), _rows(NODES, there)
    backends = backends_of(_addressed(BACKENDS, there), secrets)
    endpoints = endpoints_of(_addressed(ENDPOINTS, there), secrets, _key_of(through, backends))
    clusters = clusters_of(found_clusters, found_nodes)
    taken = {row.fields['id'] for row in clusters}
    return Upstream(
        backends,
        endpoints,
        clusters,
        nodes_of(found_nodes, clusters),
        minutes_of(recurring_jobs().values('data', 'interval'), [row.fields['id'] for row in endpoints]),
        [row for row in found_clusters if row['id'] not in taken],
    )


def recurring_jobs() -> QuerySet[Any]:
    """Return the jobs that are upstream's schedules."""
    return waiting_jobs().filter(data__has_key='proxbox_sync', interval__isnull=False)


def waiting_jobs() -> QuerySet[Any]:
    """Return the jobs that would still run code of upstream's plugin."""
    jobs: QuerySet[Any] = Job.objects.filter(JOBS, status__in=JobStatusChoices.ENQUEUED_STATE_CHOICES)
    return jobs


def _key_of(name: str | None, backends: Sequence[Row]) -> int | None:
    if name is None:
        return None
    keys: dict[str, int] = {row.name: row.fields['id'] for row in backends}
    if name not in keys:
        known = ', '.join(f'"{known}"' for known in keys) or _('none')
        raise TakeoverRefused(
            _('Upstream has no proxbox-api called "{name}", but {known}.').format(name=name, known=known)
        )
    return keys[name]


def _rows(table: str, there: set[str]) -> Rows:
    return rows_of('SELECT * FROM {} ORDER BY id', table) if table in there else []


def _addressed(table: str, there: set[str]) -> Rows:
    """Return rows with the IP address of NetBox's that they refer to, without its mask, as `ip`."""
    if table not in there:
        return []
    return rows_of(
        'SELECT u.*, host(i.address) AS ip FROM {} u LEFT JOIN ipam_ipaddress i ON i.id = u.ip_address_id '
        'ORDER BY u.id',
        table,
    )
