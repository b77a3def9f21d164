"""A reading that waits for a decision: what it was of and why it waits, in words, and who may decide."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from netbox.ui import panels

from netbox_proxbox.choices import HeldReadingChoices, ModeChoices, ReadingDecisionChoices
from netbox_proxbox.errors import several
from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.consequences import Consequences
from netbox_proxbox.sync.decide_reading import permitted_rows, why_not

__all__ = ('HeldReadingPanel', 'held_reading_url', 'visible_rows', 'what_was_read', 'why_it_is_held')

BELIEVE, RENAME = ReadingDecisionChoices.BELIEVE, ReadingDecisionChoices.RENAME
PAGES: Final = {BELIEVE: 'believe_reading', RENAME: 'rename_nodes'}
ANCHOR: Final = '#held-reading'


def held_reading_url(endpoint_id: int, decision: str = '') -> str:
    """Return where it is decided: the page that asks whether to, or the panel that says what is held."""
    page = f'_{PAGES[decision]}' if decision else ''
    address = reverse(f'plugins:netbox_proxbox:proxmoxendpoint{page}', args=[endpoint_id])
    return address if decision else address + ANCHOR


def what_was_read(endpoint: ProxmoxEndpoint) -> str:
    """Return what answered, such as 'the cluster "ams" with 2 nodes: ams1, ams2'."""
    reading = endpoint.held_reading
    if reading['mode'] == ModeChoices.STANDALONE:
        return _('the standalone host "{name}"').format(name=reading['name'])
    nodes = reading['nodes']
    words = ngettext(
        'the cluster "{name}" with {count} node: {nodes}',
        'the cluster "{name}" with {count} nodes: {nodes}',
        len(nodes),
    )
    return words.format(name=reading['name'], count=len(nodes), nodes=several(nodes))


def why_it_is_held(endpoint: ProxmoxEndpoint) -> str:
    """Return what it contradicts."""
    reasons = {
        HeldReadingChoices.TURNED_STANDALONE: _(
            'NetBox knows a cluster here. One that was dissolved answers so, and so does a host that has left it.'
        ),
        HeldReadingChoices.NOTHING_IN_COMMON: _(
            'None of its nodes is known here. The address may lead elsewhere, or all nodes may have new names.'
        ),
        HeldReadingChoices.OLDER_CONFIGURATION: _(
            'Its configuration is older than what was read before. A cluster that was made anew answers so, and so '
            'does a member that was removed and still runs.'
        ),
    }
    return str(reasons.get(endpoint.held_because, ''))


def visible_rows(user: Any, found: Consequences) -> list[ProxmoxCluster | ProxmoxNode]:
    """Return those of the rows that a decision is about which this user may see."""
    visible = permitted_rows(user, 'view', found.rows)
    return [row for row in found.rows if row in visible]


class HeldReadingPanel(panels.ObjectPanel):
    """What is held of an endpoint, and the buttons of whoever may decide; nothing while nothing is."""

    title = gettext_lazy('What Was Read Is Not Believed')
    template_name = 'netbox_proxbox/panels/held_reading.html'

    def should_render(self, context: Any) -> bool:
        """Tell whether a reading is held."""
        return bool(context['object'].held_because)

    def get_context(self, context: Any) -> dict[str, Any]:
        """Add the words, and where the user may decide."""
        prepared: dict[str, Any] = super().get_context(context)
        endpoint, user = prepared['object'], prepared['request'].user
        if not endpoint.held_because:
            return prepared
        return {
            **prepared,
            **{'what': what_was_read(endpoint), 'why': why_it_is_held(endpoint)},
            'ways': [
                (way, held_reading_url(endpoint.pk, way), why_not(endpoint, user, way)) for way in _ways(endpoint)
            ],
        }


def _ways(endpoint: ProxmoxEndpoint) -> tuple[str, ...]:
    """Return how it may be decided: as a rename only where that may be."""
    return (RENAME, BELIEVE) if endpoint.held_reading['renames'] else (BELIEVE,)
