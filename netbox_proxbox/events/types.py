"""The event types that NetBox offers in event rules, and shows in notifications.

Their texts are strings, as those of NetBox's own types: `str` of a type cannot be lazy.
"""

from typing import Final

from django.utils.translation import gettext as _
from netbox.events import (
    EVENT_TYPE_KIND_DANGER,
    EVENT_TYPE_KIND_INFO,
    EVENT_TYPE_KIND_SUCCESS,
    EVENT_TYPE_KIND_WARNING,
    EventType,
)

from . import names

__all__ = ('EVENT_TYPES', 'TROUBLE', 'register')

EVENT_TYPES: Final = (
    EventType(names.NODE_OFFLINE, _('Proxmox node offline'), EVENT_TYPE_KIND_DANGER),
    EventType(names.NODE_ONLINE, _('Proxmox node online again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.NODE_JOINED, _('Proxmox node joined'), EVENT_TYPE_KIND_INFO),
    EventType(names.NODE_LEFT, _('Proxmox node left'), EVENT_TYPE_KIND_WARNING),
    EventType(names.NODE_MISSING, _('Proxmox node missing'), EVENT_TYPE_KIND_WARNING),
    EventType(names.NODE_FLAPPING, _('Proxmox node flapping'), EVENT_TYPE_KIND_WARNING),
    EventType(names.NODE_STEADY, _('Proxmox node steady again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.QUORUM_LOST, _('Proxmox quorum lost'), EVENT_TYPE_KIND_DANGER),
    EventType(names.QUORUM_REGAINED, _('Proxmox quorum regained'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.MODE_CHANGED, _('Proxmox mode changed'), EVENT_TYPE_KIND_WARNING),
    EventType(names.SYNC_FAILED, _('Proxmox sync failed'), EVENT_TYPE_KIND_DANGER),
    EventType(names.SYNC_WORKS, _('Proxmox sync works again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.DELETION_HELD, _('Proxmox deletion held'), EVENT_TYPE_KIND_WARNING),
    EventType(names.READING_HELD, _('Proxmox reading held'), EVENT_TYPE_KIND_WARNING),
    EventType(names.ENDPOINT_OVERDUE, _('Proxmox endpoint overdue'), EVENT_TYPE_KIND_WARNING),
    EventType(names.ENDPOINT_IN_TIME, _('Proxmox endpoint read in time again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.BACKS_OFF, _('ProxBox backs off'), EVENT_TYPE_KIND_WARNING),
    EventType(names.ANSWERS_AGAIN, _('ProxBox is answered again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.WORKER_SILENT, _('ProxBox worker silent'), EVENT_TYPE_KIND_DANGER),
    EventType(names.WORKER_HEARD, _('ProxBox worker heard again'), EVENT_TYPE_KIND_SUCCESS),
    EventType(names.BEAT_SILENT, _('ProxBox beat silent'), EVENT_TYPE_KIND_DANGER),
    EventType(names.BEAT_HEARD, _('ProxBox beat heard again'), EVENT_TYPE_KIND_SUCCESS),
)
# What somebody should look at, without the words that all is well again.
TROUBLE: Final = tuple(
    each.name for each in EVENT_TYPES if each.kind in (EVENT_TYPE_KIND_DANGER, EVENT_TYPE_KIND_WARNING)
)


def register() -> None:
    """Have NetBox know them. Its forms read the choices when they are imported, so this comes before that."""
    for event_type in EVENT_TYPES:
        event_type.register()
