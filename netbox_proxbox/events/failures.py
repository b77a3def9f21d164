"""Events of syncs that fail several times in a row, and work again."""

from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.choices import SyncStatusChoices
from netbox_proxbox.configuration import current_settings
from netbox_proxbox.errors import BackendError, BackendPaused, ProxboxError, PublishFailed
from netbox_proxbox.models import OutboxEvent, ProxmoxEndpoint, SyncRun

from . import names
from .back_offs import is_told_to_back_off, note_answering
from .outbox import event_about, goes_on, put

__all__ = ('note_failed_run', 'note_working')

# The backend is told of once, and not for each of its endpoints; a broker that takes no message, by the pages.
FAILURES = (SyncStatusChoices.FAILED, SyncStatusChoices.LOST)
OF_OTHERS = (BackendError, BackendPaused, PublishFailed)


def note_failed_run(run: SyncRun, error: ProxboxError) -> None:
    """Count a sync on its endpoint if it failed, in the transaction that ends it, and tell of it once they are enough.

    What the endpoint is not to blame for does not count. A host that was told to back off is not told of again.
    """
    if run.status not in FAILURES or run.is_preview or isinstance(error, OF_OTHERS):
        return
    rows: Any = ProxmoxEndpoint.objects.filter(pk=run.endpoint_id)
    endpoint = rows.select_for_update(no_key=True).first()
    if endpoint is None:
        return
    failures = endpoint.failed_runs + 1
    rows.update(failed_runs=failures)
    is_enough = failures >= current_settings()['alert_after_failures']
    if is_enough and not _was_told(endpoint) and not is_told_to_back_off(endpoint):
        put([_failed(endpoint, run, error, failures)])


def note_working(endpoint: ProxmoxEndpoint, run_id: int) -> None:
    """Tell that a locked endpoint was read again, if its failures were told. The caller sets the count.

    That its host answers is told here where an edit has meanwhile ended the back-off, and its count with it.
    """
    failures = endpoint.failed_runs
    if not failures:
        return
    if endpoint.is_direct and is_told_to_back_off(endpoint):
        note_answering(endpoint)
    if _was_told(endpoint):
        message = _('{endpoint} is read again, after {count} failed syncs.').format(endpoint=endpoint, count=failures)
        put([_event(endpoint, names.SYNC_WORKS, message, run_id, failures, 0)])


def _was_told(endpoint: ProxmoxEndpoint) -> bool:
    return goes_on(endpoint, names.SYNC_FAILED)


def _failed(endpoint: ProxmoxEndpoint, run: SyncRun, error: ProxboxError, failures: int) -> OutboxEvent:
    words = _('{count} syncs of {endpoint} failed in a row: {cause}')
    message = words.format(count=failures, endpoint=endpoint, cause=error.cause)
    why = {'cause': error.cause, 'cure': error.cure, 'error_code': error.code}
    return _event(endpoint, names.SYNC_FAILED, message, run.pk, 0, failures, **why)


def _event(
    endpoint: ProxmoxEndpoint, event: str, message: str, run_id: int, before: int, after: int, **why: Any
) -> OutboxEvent:
    return event_about(
        endpoint,
        event,
        message,
        endpoints=[endpoint],
        run_id=run_id,
        since=endpoint.last_read_at,
        before={'failed_runs': before},
        after={'failed_runs': after},
        **why,
    )
