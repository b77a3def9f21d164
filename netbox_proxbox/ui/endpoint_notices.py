"""What the "Cluster & Nodes" tab warns of, and what to do when there is nothing to show."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.figures import age_text
from netbox_proxbox.findings import Finding
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.overdue import is_overdue
from netbox_proxbox.sync.failures import EventsLost
from netbox_proxbox.tls_verification import risk_of_backend, risk_of_endpoint

from .notices import Notice, notice_of_end

__all__ = ('notices_of', 'tls_notes_of')


def notices_of(endpoint: ProxmoxEndpoint, user: Any, *, sees_nodes: bool) -> list[Notice]:
    """Return the notices for a user, who gets to read of the runs that they may see. At most four queries."""
    active_run, ended_run = _newest_runs(endpoint, user)
    found = [
        _of_active_run(active_run),
        _of_ended_run(ended_run),
        _of_overdue(endpoint),
    ]
    notices = [notice for notice in found if notice is not None]
    if sees_nodes:
        return notices
    return [*notices, *_of_no_nodes(endpoint, active_run, ended_run)]


def _newest_runs(endpoint: ProxmoxEndpoint, user: Any) -> tuple[SyncRun | None, SyncRun | None]:
    """Return the run that is active and the one that ended last, as far as there is one that the user may see."""
    visible_runs = SyncRun.objects.restrict(user, 'view')  # type: ignore[no-untyped-call]  # NetBox's, seen as ours
    runs = visible_runs.filter(endpoint=endpoint).exclude(status=SyncStatusChoices.SKIPPED)
    shown = runs.only('status', 'cause', 'cure', 'error_code', 'ended_at')
    active = shown.filter(status__in=SyncStatusChoices.ACTIVE).first()
    ended = shown.exclude(status__in=SyncStatusChoices.ACTIVE).first()
    return active, ended


def _of_active_run(run: SyncRun | None) -> Notice | None:
    if run is None:
        return None
    return Notice(color='info', heading=_('A sync is on its way. Reload this page when it has ended.'), link=run)


def _of_ended_run(run: SyncRun | None) -> Notice | None:
    if run is None:
        return None
    headings = {
        SyncStatusChoices.DEGRADED: _('The last sync could not read the figures: CPU, memory and uptime are older'),
        SyncStatusChoices.FAILED: _('The last sync failed: what is shown here may be out of date'),
        SyncStatusChoices.LOST: _('The last sync got lost: what is shown here may be out of date'),
    }
    heading = headings.get(run.status) if run.error_code != EventsLost.code else None
    return notice_of_end(run, heading=heading, link=run)


def _of_overdue(endpoint: ProxmoxEndpoint) -> Notice | None:
    if not is_overdue(endpoint):
        return None
    if endpoint.last_read_at is None:
        line = _('Its schedule asks for more, but it has never been read.')
    else:
        age = age_text(endpoint.last_read_at, timezone.now())
        line = _('It was read last {age}; its schedule asks for more.').format(age=age)
    return Notice(
        color='warning',
        heading=_('This endpoint is overdue'),
        lines=(line,),
        cure=_('Check that the Celery worker and beat run, that the backend is not paused, and why its runs fail.'),
    )


def tls_notes_of(endpoint: ProxmoxEndpoint) -> list[Finding]:
    """Return what is risked on each of the two ways to the endpoint on which certificates are not verified."""
    risks = (risk_of_endpoint(endpoint), risk_of_backend(endpoint.backend))
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
