"""NetBox objects to which several Proxmox rows are linked: told and never refused, for now and then it is right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from netbox.ui import panels

from netbox_proxbox.models import ProxmoxCluster, ProxmoxNode

from .link_report import some_of
from .notices import Notice

__all__ = ('SharedLinkPanel', 'notices_of_shared_links', 'rows_that_share_links')

LINKS: dict[type[Any], str] = {ProxmoxCluster: 'netbox_cluster', ProxmoxNode: 'netbox_device'}


class SharedLinkPanel(panels.ObjectPanel):
    """What is said of it on the page of a row."""

    template_name = 'netbox_proxbox/inc/notices.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the notice, if there is one."""
        prepared: dict[str, Any] = super().get_context(context)
        rows = rows_that_share_links([prepared['object']], prepared['request'].user)
        return {**prepared, 'notices': list(notices_of_shared_links(rows))}


def rows_that_share_links(rows: Iterable[Any], user: Any) -> list[Any]:
    """Return all rows that are linked to what one of these, of one model, is linked to, as far as the user may see."""
    linked = [row for row in rows if _target_pk(row)]
    if not linked:
        return []
    visible = type(linked[0]).objects.restrict(user, 'view')
    link = LINKS[type(linked[0])]
    return list(visible.filter(**{f'{link}__in': set(map(_target_pk, linked))}).select_related(link, 'endpoint'))


def notices_of_shared_links(rows: Iterable[Any]) -> Iterator[Notice]:
    """Yield one for each object that more than one of the rows is linked to."""
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[_target_pk(row)].append(row)
    return (_notice_of(group) for group in groups.values() if len(group) > 1)


def _notice_of(rows: list[Any]) -> Notice:
    heading = _('{target} is linked to {count} {rows}').format(
        target=getattr(rows[0], LINKS[type(rows[0])]), count=len(rows), rows=rows[0]._meta.verbose_name_plural
    )
    return Notice(
        color='warning',
        heading=heading,
        lines=(some_of([f'{row} ({row.endpoint})' for row in rows]),),
        cure=_('Unlink what does not belong to it. If all of them do, leave it as it is.'),
    )


def _target_pk(row: Any) -> int:
    pk: int = getattr(row, f'{LINKS[type(row)]}_id')
    return pk
