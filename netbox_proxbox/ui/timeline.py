"""What happened lately to an endpoint, a cluster or a node, in plain sentences with links."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from netbox.config import get_config
from netbox.ui import panels

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.templatetags.proxbox_humanize import duration_text
from netbox_proxbox.tracking.timeline import Happening, Kind, Row

from .timeline_sources import MOST_ENTRIES, Sources, sources_of

__all__ = ('FILTERS', 'TimelinePanel', 'timeline_of')

MOST_SHOWN: Final = 50
FILTERS: Final[Mapping[str, Any]] = {
    '': gettext_lazy('All'),
    Kind.STATES: gettext_lazy('States'),
    Kind.MEMBERS: gettext_lazy('Members'),
    Kind.LINKS: gettext_lazy('Links'),
    Kind.SYNCS: gettext_lazy('Syncs'),
    Kind.OTHER: gettext_lazy('Other changes'),
}
MODELS: Final[Mapping[str, Any]] = {
    model._meta.model_name or '': model for model in (ProxmoxEndpoint, ProxmoxCluster, ProxmoxNode)
}
BY_A_RUN: Final = re.compile(r'\s(by\ssync\srun\s\d+|\(sync\srun\s\d+\))$')


class TimelinePanel(panels.ObjectPanel):
    """Asks for its content when it comes into view, so that the page does not wait for it."""

    title = gettext_lazy('What Happened Lately')
    template_name = 'netbox_proxbox/panels/timeline.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add where the content is."""
        prepared: dict[str, Any] = super().get_context(context)
        return {**prepared, 'timeline_url': timeline_url(prepared['object'])}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the timeline, with what it is about and who did it."""

    time: datetime
    name: str
    url: str | None
    text: str
    run_id: int | None
    run_url: str | None
    user_name: str


def timeline_url(row: Any) -> str:
    """Return the address of the timeline of an endpoint, a cluster or a node."""
    return reverse(f'plugins:netbox_proxbox:{row._meta.model_name}_timeline', args=[row.pk])


def timeline_of(row: Any, user: Any, kind: str = '') -> dict[str, Any]:
    """Return what the panel tells of a row to a user who may see it. The number of queries is constant."""
    sources = sources_of(row, user)
    happened = [each for each in chain(sources.logged, sources.deleted, sources.ended) if kind in ('', each.kind)]
    newest = sorted(happened, key=lambda each: each.time, reverse=True)[:MOST_SHOWN]
    return {
        'lines': [_line(each, sources) for each in newest],
        'is_cut': len(happened) > MOST_SHOWN,
        'log_begins': sources.log_begins if sources.count == MOST_ENTRIES else None,
        'retention': get_config().CHANGELOG_RETENTION,
        'sees_log': user.has_perm('core.view_objectchange'),
        'sees_runs': user.has_perm('netbox_proxbox.view_syncrun'),
    }


def _line(each: Happening, sources: Sources) -> Line:
    run_id = each.run_id or sources.runs.get(each.request_id)
    return Line(
        time=each.time,
        name=each.row.name if each.row else '',
        url=_url(each.row, sources.gone) if each.row else None,
        text=_sentence(each),
        run_id=run_id,
        run_url=reverse('plugins:netbox_proxbox:syncrun', args=[run_id]) if run_id else None,
        user_name='' if run_id else each.user_name,
    )


def _url(row: Row, gone: Collection[tuple[str, int]]) -> str | None:
    if (row.model, row.pk) in gone:
        return None
    return str(MODELS[row.model](pk=row.pk).get_absolute_url())


def _sentence(each: Happening) -> str:
    if each.kind == Kind.SYNCS:
        words = ngettext(
            'A sync did not end well: {cause}', '{count} syncs in a row did not end well: {cause}', each.count
        )
        return words.format(count=each.count, cause=each.message)
    told = BY_A_RUN.sub('', each.message) or _without_message(each)
    if each.lasted is not None:
        return _('{what}, for {time}').format(what=told, time=duration_text(each.lasted))
    return told


def _without_message(each: Happening) -> str:
    if each.is_new:
        return _('Created')
    if each.is_gone:
        return _('Deleted')
    model = MODELS[each.row.model] if each.row else ProxmoxNode
    known = {field.name: str(field.verbose_name) for field in model._meta.fields}
    labels = [known[name] for name in each.fields if name in known]
    return capfirst(_('changed: {fields}').format(fields=', '.join(labels))) if labels else _('Saved')
