"""How a reading that is not believed becomes a question on its endpoint's row, and whether one was answered."""

from django.db.models import QuerySet

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.errors import ReadingHeld
from netbox_proxbox.events.held import note_held
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode

__all__ = ('has_decisions', 'hold')


def hold(endpoint_id: int, held: ReadingHeld, run_id: int) -> bool:
    """Ask, unless that was asked before, and return whether a person has decided since the reading was looked at.

    Belongs to the transaction that ends the run. Another question takes the place of the one before, and of what was
    decided about that.
    """
    endpoints: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(pk=endpoint_id)
    endpoint = endpoints.select_for_update(no_key=True).first()
    if endpoint is None or _is_outdated(endpoint, held):
        return False
    if endpoint.is_asked(held.code, held.reading):
        return endpoint.held_decision not in ('', held.decision)
    question = {'held_since': held.read_at, 'held_because': held.code, 'held_reading': dict(held.reading)}
    endpoints.update(**question, held_decision='')
    note_held(endpoint, held, run_id)
    return False


def has_decisions(endpoint_id: int) -> bool:
    """Tell whether a person has decided on an endpoint's reading, or its nodes, what no sync has carried out yet."""
    confirmed = ProxmoxNode.objects.filter(deletion_confirmed=True, missing_because__in=MissingChoices.HELD)
    decided = ProxmoxEndpoint.objects.filter(pk=endpoint_id).exclude(held_decision='')
    return decided.exists() or confirmed.filter(endpoint=endpoint_id).exists()


def _is_outdated(endpoint: ProxmoxEndpoint, held: ReadingHeld) -> bool:
    """Whether a newer reading was believed meanwhile."""
    read_at, last_read_at = held.read_at, endpoint.last_read_at
    return read_at is not None and last_read_at is not None and last_read_at > read_at
