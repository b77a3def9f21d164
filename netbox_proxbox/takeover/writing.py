"""Writes what comes over into our tables, past the change log: nothing about these objects has changed."""

from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from extras.choices import JournalEntryKindChoices
from extras.models import JournalEntry

from netbox_proxbox.database.namesake import APP
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.models.deadlines import deadline_of_new_schedule
from netbox_proxbox.schedules.rows import interval_row

from .keys import last_key, let_keys_go_on
from .kinds import KINDS, Kind
from .rows import Row
from .schedules import every_and_period
from .state import SCHEMA
from .upstream import Upstream

__all__ = ('write',)

BATCH = 500


def write(upstream: Upstream) -> None:
    """Insert all rows under their keys, and give endpoints their schedules."""
    parts = (upstream.backends, upstream.endpoints, upstream.clusters, upstream.nodes)
    for kind, rows in zip(KINDS.values(), parts, strict=True):
        _insert(kind, rows)
    for name, kind in KINDS.items():
        let_keys_go_on(kind._meta.db_table, after=last_key(f'{SCHEMA}.{APP}_{name}'))
    _schedule(upstream.minutes)
    for kind, rows in ((ProxboxBackend, upstream.backends), (ProxmoxEndpoint, upstream.endpoints)):
        _note(kind, rows)


def _insert(kind: Kind, rows: Sequence[Row]) -> None:
    made = kind._default_manager.bulk_create([kind(**row.fields) for row in rows], batch_size=BATCH)
    # An insertion takes the present time for it.
    for instance, row in zip(made, rows, strict=True):
        instance.created = row.fields['created']
    kind._default_manager.bulk_update(made, ['created'], batch_size=BATCH)


def _schedule(minutes: Mapping[int, int]) -> None:
    for interval in set(minutes.values()):
        schedule = interval_row(*every_and_period(interval))
        endpoints = ProxmoxEndpoint.objects.filter(pk__in=[key for key in minutes if minutes[key] == interval])
        endpoints.update(sync_interval=schedule, overdue_at=deadline_of_new_schedule())


def _note(kind: Kind, rows: Sequence[Row]) -> None:
    """Leave in the journal of a row what a person has to do about it."""
    content_type = ContentType.objects.get_for_model(kind)
    JournalEntry.objects.bulk_create(
        JournalEntry(
            assigned_object_type=content_type,
            assigned_object_id=row.fields['id'],
            kind=JournalEntryKindChoices.KIND_WARNING,
            comments=_("Brought over from upstream's plugin: {notes}.").format(notes='; '.join(row.notes)),
        )
        for row in rows
        if row.notes
    )
