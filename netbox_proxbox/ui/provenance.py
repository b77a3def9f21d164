"""How NetBox knows what a page says of a node or cluster: from its change log and from the runs of its endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.models import ObjectChange
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from netbox.ui import panels

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.runs.stage_notes import FETCH_CLUSTER
from netbox_proxbox.tracking.field_history import Entry, creation, last_change, times_in

__all__ = ('ProvenancePanel', 'provenance_of')

# The fields that a sync writes and the change log has. Metrics are measured anew each time, and not logged.
OWNED: Final[Mapping[type[Any], tuple[str, ...]]] = {
    ProxmoxNode: (
        *('proxmox_cluster', 'online', 'local', 'node_id', 'ip_address'),
        *('pve_version', 'ssl_fingerprint', 'support_level'),
    ),
    ProxmoxCluster: ('name', 'mode', 'cluster_id', 'nodes_count', 'quorate', 'version'),
}
# What a field's value is called on pages, where it is not the value.
IN_WORDS: Final = {'support_level': 'support_level_in_words'}
# The newest entries of a row that are looked at.
MOST_ENTRIES: Final = 200


class ProvenancePanel(panels.ObjectPanel):
    """Asks for its content when it comes into view, so that the page does not wait for it."""

    title = _('How NetBox Knows This')
    template_name = 'netbox_proxbox/panels/provenance.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add where the content is."""
        prepared: dict[str, Any] = super().get_context(context)
        row = prepared['object']
        name = f'plugins:netbox_proxbox:{row._meta.model_name}_provenance'
        return {**prepared, 'content_url': reverse(name, args=[row.pk])}


@dataclass(frozen=True, slots=True)
class Origin:
    """When something came about, and by whom: a run of that number, or else a user of that name."""

    time: datetime
    run: SyncRun | None
    user_name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A field that syncs write, with what it holds; without an origin it has held that since before the log begins."""

    label: str
    value: Any
    origin: Origin | None


def provenance_of(row: Any, user: Any) -> dict[str, Any]:
    """Return what the panel tells of a node or cluster to a user who may see it. The number of queries is constant."""
    entries = _entries(row, user)
    link, owned = row.link, OWNED[type(row)]
    told = {
        'created': creation(entries),
        'linked': last_change(entries, link),
        **{name: last_change(entries, name) for name in owned},
    }
    origins = _origins({key: entry for key, entry in told.items() if entry is not None}, user)
    return {
        'created': origins.get('created'),
        'linked': origins.get('linked'),
        'link': getattr(row, link),
        'values': [_value(row, name, origins.get(name)) for name in owned],
        'held': times_in(entries, 'missing_because', MissingChoices.HELD),
        'log_begins': entries[-1].time if entries else None,
        'is_cut': len(entries) == MOST_ENTRIES,
        **_last_reading(row, user),
    }


def _entries(row: Any, user: Any) -> list[Entry]:
    visible: Any = ObjectChange.objects.restrict(user, 'view')
    of_row = visible.filter(changed_object_type=ContentType.objects.get_for_model(row), changed_object_id=row.pk)
    names = ('time', 'request_id', 'user_name', 'message', 'prechange_data', 'postchange_data')
    return [
        Entry(time=time, request_id=request, user_name=who, message=said, before=before or {}, after=after or {})
        for time, request, who, said, before, after in of_row.order_by('-time').values_list(*names)[:MOST_ENTRIES]
    ]


def _origins(entries: Mapping[str, Entry], user: Any) -> dict[str, Origin]:
    ids = {entry.request_id for entry in entries.values()}
    every_run: Any = SyncRun.objects
    visible = every_run.restrict(user, 'view')
    runs = {run.request_id: run for run in visible.filter(request_id__in=ids).only('pk', 'request_id')}
    return {name: Origin(entry.time, runs.get(entry.request_id), entry.user_name) for name, entry in entries.items()}


def _value(row: Any, name: str, origin: Origin | None) -> Value:
    in_words = getattr(row, f'get_{name}_display', None)
    value = in_words() if in_words else getattr(row, IN_WORDS.get(name, name))
    shown = {True: _('Yes'), False: _('No')}.get(value, value) if isinstance(value, bool) else value
    return Value(str(row._meta.get_field(name).verbose_name), shown, origin)


def _last_reading(row: Any, user: Any) -> dict[str, Any]:
    """Return when the row was read last, by which run, and which member of the cluster answered, if that is known."""
    read_at = row.last_seen if isinstance(row, ProxmoxNode) else row.endpoint.last_read_at
    run = None if read_at is None else _run_of_reading(row.endpoint_id, read_at, user)
    answered_by = '' if run is None else run.stages.get(FETCH_CLUSTER, {}).get('answered_by', '')
    return {'read_run': run, 'answered_by': answered_by, 'read_at': read_at, 'backend': row.endpoint.backend}


def _run_of_reading(endpoint_id: int, read_at: datetime, user: Any) -> Any:
    """Return the run that wrote what was read then: a node that is missing was not read by later ones."""
    every_run: Any = SyncRun.objects
    written = every_run.restrict(user, 'view').filter(endpoint_id=endpoint_id, result__isnull=False)
    return written.filter(started_at__lte=read_at).only('pk', 'stages').order_by('-started_at').first()
