"""What the "Cluster & Nodes" tab warns of, and what to do when there is nothing to show."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.health.findings import Finding
from netbox_proxbox.health.tls_verification import risk_of_backend, risk_of_endpoint
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.last_runs import attempts
from netbox_proxbox.schedules.overdue import is_overdue

from .freshness import notices_of_age
from .notices import Notice

__all__ = ('notices_of', 'tls_notes_of')


def notices_of(endpoint: ProxmoxEndpoint, user: Any, *, sees_nodes: bool) -> list[Notice]:
    """Return the notices for a user, who gets to read of the runs that they may see. At most four queries."""
    active_run, ended_run = _newest_runs(endpoint, user)
    notices = [
        *_of_active_run(active_run),
        *notices_of_age(endpoint, ended_run, is_overdue=is_overdue(endpoint)),
    ]
    return notices if sees_nodes else [*notices, *_of_no_nodes(endpoint, active_run, ended_run)]


def _newest_runs(endpoint: ProxmoxEndpoint, user: Any) -> tuple[SyncRun | None, SyncRun | None]:
    """Return the sync that is active and the one that ended last, as far as there is one that the user may see."""
    told = ('endpoint', 'status', 'cause', 'cure', 'error_code', 'warnings', 'is_preview', 'ended_at')
    shown = attempts(user).filter(endpoint=endpoint).only(*told)
    active = shown.filter(status__in=SyncStatusChoices.ACTIVE).first()
    ended = shown.exclude(status__in=SyncStatusChoices.ACTIVE).first()
    return active, ended


def _of_active_run(run: SyncRun | None) -> Iterator[Notice]:
    if run is not None:
        yield Notice(color='info', heading=_('A sync is on its way. Reload this page when it has ended.'), link=run)


def tls_notes_of(endpoint: ProxmoxEndpoint) -> list[Finding]:
    """Return what is risked on each of the ways to the endpoint on which certificates are not verified."""
    risks = (risk_of_endpoint(endpoint), risk_of_backend(endpoint.backend) if endpoint.backend else None)
    return [risk for risk in risks if risk is not None]


def _of_no_nodes(endpoint: ProxmoxEndpoint, active: SyncRun | None, ended: SyncRun | None) -> Iterator[Notice]:
    """Say why there are no nodes to see, unless a notice has said so."""
    if endpoint.nodes.exists():
        yield Notice(
            color='info',
            heading=_('This endpoint has nodes, but you do not have the permission to see them.'),
            cure=_('Ask an administrator for the permission to view Proxmox nodes.'),
        )
    elif endpoint.last_read_at is None and active is None and ended is None:
        yield Notice(
            color='info',
            heading=_('No sync has read this endpoint yet.'),
            cure=_('Press "Sync now", or edit the endpoint and give it a schedule.'),
        )
    elif endpoint.last_read_at is not None and active is None:
        yield Notice(
            color='info', heading=_('The last sync found no nodes.'), cure=_('Press "Sync now" to look again.')
        )
