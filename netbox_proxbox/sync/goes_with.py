"""What goes with rows that a sync deletes: their links, tags and journals."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from extras.models import JournalEntry

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

__all__ = ('GoesWith', 'goes_with')

# By the label of the model and the key of the row.
type GoesWith = Mapping[tuple[str, int], dict[str, list[Any]]]


def goes_with(model: type[ProxmoxCluster | ProxmoxNode], keys: Collection[int]) -> GoesWith:
    """Return for each row what it would lose, as fields with their value and None.

    The link is told by the key of its object: not everybody who may see a plan may see the object. Three queries.
    """
    if not keys:
        return {}
    rows: Any = model.objects
    entries = _journal_entries(model, keys)
    label = model._meta.label_lower
    return {
        (label, row.pk): _lost(row, entries.get(row.pk, 0)) for row in rows.filter(pk__in=keys).prefetch_related('tags')
    }


def _journal_entries(model: type[ProxmoxCluster | ProxmoxNode], keys: Collection[int]) -> dict[int, int]:
    content_type = ContentType.objects.get_for_model(model)
    entries = JournalEntry.objects.filter(assigned_object_type=content_type, assigned_object_id__in=keys)
    return dict(entries.order_by().values_list('assigned_object_id').annotate(Count('pk')))


def _lost(row: ProxmoxCluster | ProxmoxNode, journal_entries: int) -> dict[str, list[Any]]:
    tags = ', '.join(sorted(tag.name for tag in row.tags.all()))
    lost = {row.link: getattr(row, f'{row.link}_id'), 'tags': tags, 'journal_entries': journal_entries}
    return {name: [value, None] for name, value in lost.items() if value}
