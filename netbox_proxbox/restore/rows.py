"""Writes rows as the change log has them, through their models, so that NetBox logs it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from extras.models import JournalEntry
from utilities.serialization import deserialize_object

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.sync.apply import explain, write
from netbox_proxbox.tracking.attempt import attempt

from .belongings import belongings
from .comeback import Comeback, Part

__all__ = ('insert', 'insert_journal', 'move')


def insert(offer: Comeback, part: Part, run: SyncRun, user: Any) -> Any:
    """Insert a deleted row under its old key. Raises PermissionDenied if the user may not add one like it."""
    row = deserialize_object(offer.deletion.model, part.fields, part.pk).object
    if isinstance(row, ProxmoxNode) and offer.deletion.time is not None:
        _keep_as_missing(row, offer.deletion.time)
    _add(row, part.tags, run, user)
    if isinstance(row, ProxmoxCluster):
        _take_nodes_back(row, run, user)
    return row


def move(offer: Comeback, part: Part, run: SyncRun, user: Any) -> Any:
    """Give what a deleted row had to the one in its place. Raises PermissionDenied if the user may not change it so."""
    rows = offer.deletion.model.objects
    row = rows.select_for_update(no_key=True).get(pk=offer.onto.pk)
    _refuse_unless(row, user, 'change')
    news = belongings(part, row)
    message = _message(run)
    if news.fields:
        write(row, news.fields, message)
        row.full_clean()
    if news.tags:
        row.snapshot()
        explain(row, message)
        row.tags.add(*news.tags)
    _refuse_unless(row, user, 'change')
    return row


def insert_journal(offer: Comeback, row: Any, run: SyncRun, user: Any) -> list[str]:
    """Insert the entries of a row's journal, and say how many the user may not add."""
    refused = 0
    for part in offer.journal:
        entry = deserialize_object(JournalEntry, {**part.fields, 'assigned_object_id': row.pk}, part.pk).object
        try:
            with attempt():
                _add(entry, part.tags, run, user)
        except PermissionDenied:
            refused += 1
    words = ngettext(
        'One journal entry that you may not add.', '{count} journal entries that you may not add.', refused
    )
    return [words.format(count=refused)] if refused else []


def _keep_as_missing(node: ProxmoxNode, deleted_at: datetime) -> None:
    """Let the next sync that lacks the node keep it, as if a person had said so before."""
    node.online = node.local = node.deletion_confirmed = False
    node.online_since, node.offline_since = None, node.offline_since or deleted_at
    # It did not go offline now.
    node.remember(['online'])
    node.missing_because = MissingChoices.KEPT
    node.missing_since = node.missing_since or deleted_at
    node.missing_readings = max(node.missing_readings, 1)


def _take_nodes_back(cluster: ProxmoxCluster, run: SyncRun, user: Any) -> None:
    """Put nodes that the run took out of the cluster back into it, as far as the user may change them."""
    of_nodes = [record for record in run.changes if record['object_type'] == ProxmoxNode._meta.label_lower]
    taken_out = [each['object_id'] for each in of_nodes if each['fields'].get('proxmox_cluster', ['', ''])[1] is None]
    nodes: Any = ProxmoxNode.objects.filter(pk__in=taken_out, endpoint=run.endpoint_id, proxmox_cluster=None)
    for node in nodes.restrict(user, 'change').select_for_update(no_key=True, of=('self',)).order_by('pk'):
        with suppress(PermissionDenied), attempt():
            write(node, {'proxmox_cluster': cluster}, _message(run))
            _refuse_unless(node, user, 'change')


def _add(row: Any, tags: Any, run: SyncRun, user: Any) -> None:
    created = row.created
    explain(row, _message(run))
    row.full_clean()
    row.save(force_insert=True)
    row.tags.set(tags)
    # Saving took the time of now.
    type(row).objects.filter(pk=row.pk).update(created=created)
    _refuse_unless(row, user, 'add')


def _refuse_unless(row: Any, user: Any, action: str) -> None:
    """Raise PermissionDenied unless the user may do this to the row as it is now: constraints are about its values."""
    if not type(row).objects.restrict(user, action).filter(pk=row.pk).exists():
        raise PermissionDenied(_('You do not have the permission to do this.'))


def _message(run: SyncRun) -> str:
    return f'Restored from sync run {run.pk}'
