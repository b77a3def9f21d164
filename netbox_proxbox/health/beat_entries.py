"""Does beat send what everything hangs on?"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_celery_beat.models import PeriodicTask

from netbox_proxbox.schedules.beat_entries import HOUSEKEEPING, SWEEP, TICK

from .findings import Finding, Level

__all__ = ('findings_of',)


def findings_of(tasks: QuerySet[PeriodicTask]) -> list[Finding]:
    """Return what is wrong with the entries that endpoints depend on; nothing, when all is well."""
    is_enabled = {task.name: task.enabled for task in tasks}
    effects = {
        TICK: _('No endpoint is synced by itself.'),
        SWEEP: _('Runs that get lost are not ended, and vanished messages are not sent again.'),
        HOUSEKEEPING: _('Old runs and events are not deleted, and the database grows.'),
    }
    return [found for name, effect in effects.items() if (found := _finding(name, is_enabled.get(name), effect))]


def _finding(name: str, is_enabled: bool | None, effect: str) -> Finding | None:
    if is_enabled is None:
        cure = _('Start beat: it adds its entries when it starts.')
        return Finding(name, Level.WARNING, f'{_("Beat does not know this entry yet.")} {effect}', cure)
    if not is_enabled:
        return Finding(name, Level.ERROR, f'{_("The entry is disabled.")} {effect}', _('Enable it.'))
    return None
