"""Why what is shown of an endpoint, its cluster and its nodes may be out of date."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from netbox_proxbox.choices import HeldReadingChoices, SyncStatusChoices
from netbox_proxbox.errors import EventsLost
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.runs.last_runs import attempts
from netbox_proxbox.schedules.overdue import overdue_endpoints
from netbox_proxbox.templatetags.proxbox_humanize import age_text

from .notices import Notice, notice_of_end

__all__ = ('notices_by_endpoint', 'notices_of_age')


def notices_by_endpoint(endpoints: Iterable[ProxmoxEndpoint], user: Any) -> Mapping[int, list[Notice]]:
    """Return the notices for a user about each endpoint, by its key; two queries, however many endpoints.

    Of runs they tell what the user may see. The backends of the endpoints are to be loaded.
    """
    wanted = {endpoint.pk: endpoint for endpoint in endpoints}
    ended = attempts(user).filter(endpoint__in=wanted).exclude(status__in=SyncStatusChoices.ACTIVE)
    newest = ended.order_by('endpoint_id', '-requested_at', '-pk').distinct('endpoint_id')
    last_runs = {run.endpoint_id: run for run in newest}
    overdue = set(overdue_endpoints().filter(pk__in=wanted).order_by().values_list('pk', flat=True))
    return {pk: notices_of_age(each, last_runs.get(pk), is_overdue=pk in overdue) for pk, each in wanted.items()}


def notices_of_age(endpoint: ProxmoxEndpoint, ended_run: SyncRun | None, *, is_overdue: bool) -> list[Notice]:
    """Return why what was read of an endpoint may be old; `ended_run` is the last that ended. No queries."""
    found = (
        _of_ended_run(ended_run) if ended_run else None,
        _of_disabled(endpoint),
        _of_overdue(endpoint) if is_overdue else None,
    )
    return [notice for notice in found if notice is not None]


def _of_ended_run(run: SyncRun) -> Notice | None:
    headings = {
        SyncStatusChoices.DEGRADED: _('The last sync could not read the metrics: CPU, memory and uptime are older'),
        SyncStatusChoices.HELD: _('Deletions of the last sync wait for a decision'),
        SyncStatusChoices.FAILED: _('The last sync failed: what is shown here may be out of date'),
        SyncStatusChoices.LOST: _('The last sync got lost: what is shown here may be out of date'),
    }
    if run.error_code in HeldReadingChoices.values():
        headings[run.status] = _('The last reading is not believed: what is shown here may be out of date')
    heading = headings.get(run.status) if run.error_code != EventsLost.code else None
    return notice_of_end(run, heading=heading, link=run)


def _of_disabled(endpoint: ProxmoxEndpoint) -> Notice | None:
    if not endpoint.enabled:
        return Notice(
            color='warning',
            heading=_('The endpoint is disabled: what is shown here is not kept up to date'),
            cure=_('Enable the endpoint to have it read again.'),
        )
    if endpoint.backend and not endpoint.backend.enabled:
        return Notice(
            color='warning',
            heading=_('The backend of the endpoint is disabled: what is shown here is not kept up to date'),
            cure=_('Enable the backend, or choose another for the endpoint.'),
        )
    return None


def _of_overdue(endpoint: ProxmoxEndpoint) -> Notice:
    if endpoint.last_read_at is None:
        line = _('Its schedule asks for more, but it has never been read.')
    else:
        age = age_text(endpoint.last_read_at, timezone.now())
        line = _('It was read last {age}; its schedule asks for more.').format(age=age)
    cure = _('Check that the Celery worker and beat run, that the backend is not paused, and why its runs fail.')
    if endpoint.is_direct:
        cure = _('Check that the Celery worker and beat run, and why its runs fail.')
    return Notice(
        color='warning',
        heading=_('The endpoint is overdue'),
        lines=(line,),
        cure=cure,
    )
