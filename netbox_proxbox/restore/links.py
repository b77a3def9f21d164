"""Links that a run has made, by rule or to what it had created, which people may take back."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from netbox_proxbox.choices import LinkOriginChoices
from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode, SyncRun
from netbox_proxbox.sync.apply import write

__all__ = ('links_made_by', 'take_links_back')

LINKED: tuple[type[Any], ...] = (ProxmoxCluster, ProxmoxNode)
BY_SYNC = (*LinkOriginChoices.BY_RULE, LinkOriginChoices.CREATED)


def links_made_by(run: SyncRun, user: Any) -> list[Any]:
    """Return the rows which the user may change and which still have the link that the run gave them.

    One query for each kind of row; none for a run that linked nothing, or has not ended.
    """
    found: list[Any] = []
    for model in LINKED:
        if made := {} if run.is_active else _made(run, model):
            rows = model.objects.restrict(user, 'change').filter(pk__in=made, link_origin__in=BY_SYNC)
            found += [row for row in rows if getattr(row, f'{row.link}_id') == made[row.pk]]
    return found


def take_links_back(run: SyncRun, chosen: Mapping[type[Any], Collection[int]], user: Any) -> list[Any]:
    """Remove the chosen of these links, as a person does: no rule makes them again. Return the rows.

    What was created stays: NetBox's objects are never deleted. The caller keeps syncs of the endpoint away. Raises
    PermissionDenied for a row that the user may not change so.
    """
    if not any(chosen.values()):
        return []
    for model, keys in chosen.items():
        list(model.objects.select_for_update(of=('self',), no_key=True).filter(pk__in=keys).order_by('pk'))
    rows = [row for row in links_made_by(run, user) if row.pk in chosen.get(type(row), ())]
    for row in rows:
        write(row, {row.link: None}, f'Link of sync run {run.pk} taken back')
    for model in LINKED:
        keys = [row.pk for row in rows if isinstance(row, model)]
        if keys and model.objects.restrict(user, 'change').filter(pk__in=keys).count() < len(keys):
            raise PermissionDenied(_('You may not unlink one of these rows.'))
    return rows


def _made(run: SyncRun, model: type[Any]) -> dict[int, Any]:
    """Return the keys of the objects that a run linked rows of a model to, by the keys of the rows."""
    records = (record for record in run.changes if record['object_type'] == model._meta.label_lower)
    linked = (record for record in records if record['action'] != 'delete' and model.link in record['fields'])
    return {record['object_id']: record['fields'][model.link][1] for record in linked}
