"""Buttons that ask for a sync."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.object_actions import ObjectAction

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('BulkSyncEndpoints', 'SyncEndpoint')


class SyncEndpoint(ObjectAction):
    """Sync one endpoint at once, from its own page."""

    name = 'sync'
    label = _('Sync now')
    permissions_required = {'sync'}
    url_kwargs = ['pk']
    template_name = 'buttons/sync.html'

    @classmethod
    def get_context(cls, context: Any, endpoint: ProxmoxEndpoint) -> dict[str, Any]:
        """Pass on the token that the button's own form must carry."""
        return {'csrf_token': context.get('csrf_token')}

    @classmethod
    def render(cls, context: Any, endpoint: ProxmoxEndpoint, **kwargs: Any) -> str:
        """Return the button, or nothing for a user who may sync other endpoints but not this one."""
        if not context['request'].user.has_perm('netbox_proxbox.sync_proxmoxendpoint', endpoint):
            return ''
        return str(super().render(context, endpoint, **kwargs))


class BulkSyncEndpoints(ObjectAction):
    """Sync the chosen endpoints of a list."""

    name = 'bulk_sync'
    label = _('Sync Selected')
    multi = True
    permissions_required = {'sync'}
    template_name = 'core/buttons/bulk_sync.html'
