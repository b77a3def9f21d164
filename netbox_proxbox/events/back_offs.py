"""Events of a backend, or of a host that is read directly, which is left in peace for a while or answers again."""

from typing import Any

from django.utils.translation import gettext as _

from netbox_proxbox.errors import ProxboxError
from netbox_proxbox.models import OutboxEvent, ProxboxBackend, ProxmoxEndpoint

from . import names
from .outbox import event_about, goes_on, put

__all__ = ('is_told_to_back_off', 'note_answering', 'note_backing_off')

type Asked = ProxboxBackend | ProxmoxEndpoint


def note_backing_off(asked: Asked, error: ProxboxError, failures: int, *, until_somebody_acts: bool) -> None:
    """Tell once, in the transaction that begins a back-off, that scheduled syncs wait. The row is as it was before."""
    if until_somebody_acts:
        message = _('{name} is not asked any more until somebody acts: {cause}')
    else:
        message = _('{name} failed {count} times in a row, so scheduled syncs wait for a while: {cause}')
    message = message.format(name=asked, count=failures, cause=error.cause)
    why = {'cause': error.cause, 'cure': error.cure, 'error_code': error.code}
    put([_event(asked, names.BACKS_OFF, message, asked.failures, failures, **why)])


def is_told_to_back_off(asked: Asked) -> bool:
    """Tell whether a back-off was told and not its end, also where an edit has ended it and reset the count."""
    return goes_on(asked, names.BACKS_OFF)


def note_answering(asked: Asked) -> None:
    """Tell that whoever was told to back off answers again. The row is as it was before, or as an edit left it."""
    words = _('{name} answers again, after {count} failures.') if asked.failures else _('{name} answers again.')
    message = words.format(name=asked, count=asked.failures)
    put([_event(asked, names.ANSWERS_AGAIN, message, asked.failures, 0)])


def _event(asked: Asked, event: str, message: str, before: int, after: int, **why: Any) -> OutboxEvent:
    endpoints = [asked] if isinstance(asked, ProxmoxEndpoint) else _endpoints_of(asked)
    return event_about(
        asked, event, message, endpoints=endpoints, before={'failures': before}, after={'failures': after}, **why
    )


def _endpoints_of(backend: ProxboxBackend) -> list[ProxmoxEndpoint]:
    return list(ProxmoxEndpoint.objects.filter(backend=backend, enabled=True).only('pk', 'name'))
