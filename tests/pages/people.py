"""A user who may see everything of the plugin and change nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.integration.netbox import NetBox

__all__ = ('VIEWER', 'VIEWERS_PASSWORD', 'added_viewer')

VIEWER, VIEWERS_PASSWORD = 'viewer', 'Only-looks-1234'
SEEN = (
    'netbox_proxbox.proxboxbackend',
    'netbox_proxbox.proxmoxendpoint',
    'netbox_proxbox.proxmoxcluster',
    'netbox_proxbox.proxmoxnode',
    'netbox_proxbox.syncrun',
    'virtualization.cluster',
    'dcim.device',
)


@contextmanager
def added_viewer(netbox: NetBox) -> Iterator[None]:
    """Add the user for as long as the context lasts."""
    user = netbox.post('/api/users/users/', {'username': VIEWER, 'password': VIEWERS_PASSWORD})['id']
    permission = netbox.post(
        '/api/users/permissions/',
        {'name': 'looks at Proxmox', 'object_types': list(SEEN), 'actions': ['view'], 'users': [user]},
    )['id']
    yield
    netbox.delete(f'/api/users/permissions/{permission}/')
    netbox.delete(f'/api/users/users/{user}/')
