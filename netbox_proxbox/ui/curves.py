"""The panels of CPU and memory in the past, and what they show of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from netbox.ui import panels

from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sources.curves import Curve, Timeframe

from .curve_svg import HEIGHT, WIDTH, Chart, Point, chart_of, rows_of

__all__ = ('LABELS', 'ClusterCurvesPanel', 'CurvesPanel', 'drawn')

LABELS: Final[dict[Timeframe, Any]] = {
    'hour': gettext_lazy('Hour'),
    'day': gettext_lazy('Day'),
    'week': gettext_lazy('Week'),
}


class CurvesPanel(panels.ObjectPanel):
    """Asks for its content when it comes into view, so that the page does not wait for Proxmox VE."""

    title = gettext_lazy('CPU and Memory')
    template_name = 'netbox_proxbox/panels/curves.html'


class ClusterCurvesPanel(panels.ObjectPanel):
    """The nodes that the user may see; each asks for its curves when it is opened."""

    title = gettext_lazy('CPU and Memory of Its Nodes')
    template_name = 'netbox_proxbox/panels/cluster_curves.html'

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the nodes."""
        prepared: dict[str, Any] = super().get_context(context)
        every_node: Any = ProxmoxNode.objects
        visible = every_node.restrict(prepared['request'].user, 'view')
        return {**prepared, 'nodes': visible.filter(proxmox_cluster=prepared['object']).only('pk', 'name')}


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its name, and what it shows in words."""

    name: str
    chart: Chart
    words: str


def drawn(curve: Curve) -> dict[str, Any]:
    """Return what the template shows of a curve; no figures where Proxmox VE has measured nothing in that time."""
    named = {
        _('CPU'): [(each.time, each.cpu) for each in curve],
        _('Memory'): [(each.time, each.memory) for each in curve],
    }
    figures = [figure for name, points in named.items() if (figure := _figure(name, points))]
    return {
        'figures': figures,
        'width': WIDTH,
        'height': HEIGHT,
        'ends': [_moment(each.time) for each in (curve[0], curve[len(curve) // 2], curve[-1])] if curve else [],
        'rows': [(_moment(each.time), _percent(each.cpu), _percent(each.memory)) for each in rows_of(curve)],
    }


def _figure(name: str, points: list[Point]) -> Figure | None:
    chart = chart_of(points)
    return None if chart is None else Figure(name, chart, _words(name, chart))


def _words(name: str, chart: Chart) -> str:
    told = _('{name}: at least {least}, {average} on average, at most {most}').format(
        name=name, least=_percent(chart.least), average=_percent(chart.average), most=_percent(chart.most)
    )
    if not chart.missing:
        return told
    gaps = _('{missing} of {count} values are missing').format(missing=chart.missing, count=chart.count)
    return f'{told}; {gaps}'


def _percent(value: float | None) -> str:
    return '' if value is None else f'{100 * value:.1f}\N{NO-BREAK SPACE}%'


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)
