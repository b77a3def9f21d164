"""Buttons that ask for a sync, or for a test of the connection."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.object_actions import ObjectAction
from utilities.permissions import get_permission_for_model

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('BulkSyncEndpoints', 'LinkByName', 'SyncEndpoint', 'SyncEndpointOf', 'TestConnection')


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
    def endpoint_of(cls, instance: Any) -> ProxmoxEndpoint:
        """Return the endpoint that the page is about."""
        endpoint: ProxmoxEndpoint = instance
        return endpoint

    @classmethod
    def render(cls, context: Any, instance: Any, **kwargs: Any) -> str:
        """Return the button, or nothing for a user who may sync other endpoints but not this one."""
        endpoint = cls.endpoint_of(instance)
        if not context['request'].user.has_perm('netbox_proxbox.sync_proxmoxendpoint', endpoint):
            return ''
        return str(super().render(context, endpoint, **kwargs))


class SyncEndpointOf(SyncEndpoint):
    """Sync the endpoint that a cluster, a node or a run belongs to, from its own page."""

    permissions_required: set[str] = set()

    @classmethod
    def endpoint_of(cls, instance: Any) -> ProxmoxEndpoint:
        """Return the endpoint that the page's object belongs to."""
        endpoint: ProxmoxEndpoint = instance.endpoint
        return endpoint


class BulkSyncEndpoints(ObjectAction):
    """Sync the chosen endpoints of a list."""

    name = 'bulk_sync'
    label = _('Sync Selected')
    multi = True
    permissions_required = {'sync'}
    template_name = 'core/buttons/bulk_sync.html'


class LinkByName(ObjectAction):
    """Link the chosen clusters or nodes to the NetBox objects of the same name."""

    name = 'bulk_link_by_name'
    label = _('Link by name')
    multi = True
    permissions_required = {'change'}
    template_name = 'netbox_proxbox/buttons/link_by_name.html'


class TestConnection(ObjectAction):
    """Test the connection of a backend or an endpoint as it is stored."""

    __test__ = False  # pytest takes every class of such a name for a test

    name = 'test_connection'
    label = _('Test connection')
    permissions_required = {'change'}
    url_kwargs = ['pk']
    template_name = 'netbox_proxbox/buttons/test_connection.html'

    @classmethod
    def get_context(cls, context: Any, obj: Any) -> dict[str, Any]:
        """Pass on the token that the button's own form must carry."""
        return {'csrf_token': context.get('csrf_token')}

    @classmethod
    def render(cls, context: Any, obj: Any, **kwargs: Any) -> str:
        """Return the button, or nothing for a user who may change other objects but not this one."""
        if not context['request'].user.has_perm(get_permission_for_model(obj, 'change'), obj):
            return ''
        return str(super().render(context, obj, **kwargs))
