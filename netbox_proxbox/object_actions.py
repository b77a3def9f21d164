"""Buttons that ask for a sync, for a preview of one, or for a test of the connection."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.object_actions import ObjectAction
from utilities.permissions import get_permission_for_model

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.ui.plan import can_be_applied

__all__ = (
    'ApplyPlan',
    'BulkSyncEndpoints',
    'LinkByName',
    'NotifyMe',
    'PreviewEndpoint',
    'PreviewEndpointOf',
    'SyncEndpoint',
    'SyncEndpointOf',
    'TestConnection',
)


class _FormOfOneObject(ObjectAction):
    """A button that is a form about one object; `permission` is needed for just that object."""

    permission = ''
    url_kwargs = ['pk']

    @classmethod
    def get_context(cls, context: Any, obj: Any) -> dict[str, Any]:
        """Pass on the token that the form must carry."""
        return {'csrf_token': context.get('csrf_token')}

    @classmethod
    def target_of(cls, instance: Any) -> Any:
        """Return the object that the form is about, on the page of `instance`."""
        return instance

    @classmethod
    def render(cls, context: Any, instance: Any, **kwargs: Any) -> str:
        """Return the button, or nothing for a user who may do this to other objects but not to this one."""
        target = cls.target_of(instance)
        if not context['request'].user.has_perm(get_permission_for_model(target, cls.permission), target):
            return ''
        return str(super().render(context, target, **kwargs))


class SyncEndpoint(_FormOfOneObject):
    """Sync one endpoint at once, from its own page."""

    name = 'sync'
    label = _('Sync now')
    permission = 'sync'
    permissions_required = {permission}
    template_name = 'buttons/sync.html'


class PreviewEndpoint(SyncEndpoint):
    """Show what a sync of one endpoint would change, from its own page."""

    name = 'preview'
    label = _('Preview')
    template_name = 'netbox_proxbox/buttons/preview.html'

    @classmethod
    def get_context(cls, context: Any, obj: Any) -> dict[str, Any]:
        """Add whether its proxbox-api has to be told of the endpoint first."""
        return {**super().get_context(context, obj), 'is_unknown': not obj.is_readable()}


class OfAnEndpoint(_FormOfOneObject):
    """A button about the endpoint that a cluster, a node or a run belongs to, on the page of that."""

    permissions_required: set[str] = set()

    @classmethod
    def target_of(cls, instance: Any) -> ProxmoxEndpoint:
        """Return the endpoint that the page's object belongs to."""
        endpoint: ProxmoxEndpoint = instance.endpoint
        return endpoint


class SyncEndpointOf(OfAnEndpoint, SyncEndpoint):
    """Sync the endpoint."""


class PreviewEndpointOf(OfAnEndpoint, PreviewEndpoint):
    """Show what a sync of the endpoint would change."""


class ApplyPlan(ObjectAction):
    """Apply the plan of a run, on its page, as long as that can be done, for who may sync its endpoint."""

    name = 'apply'
    label = _('Apply')
    url_kwargs = ['pk']
    permissions_required: set[str] = set()
    template_name = 'netbox_proxbox/buttons/apply.html'

    @classmethod
    def get_context(cls, context: Any, obj: Any) -> dict[str, Any]:
        """Pass on the token that the form must carry."""
        return {'csrf_token': context.get('csrf_token')}

    @classmethod
    def render(cls, context: Any, instance: SyncRun, **kwargs: Any) -> str:
        """Return the button, or nothing where there is nothing to apply."""
        may_sync = context['request'].user.has_perm('netbox_proxbox.sync_proxmoxendpoint', instance.endpoint)
        return str(super().render(context, instance, **kwargs)) if may_sync and can_be_applied(instance) else ''


class TestConnection(_FormOfOneObject):
    """Test the connection of a backend or an endpoint as it is stored."""

    __test__ = False  # pytest takes every class of such a name for a test

    name = 'test_connection'
    label = _('Test connection')
    permission = 'change'
    permissions_required = {permission}
    template_name = 'netbox_proxbox/buttons/test_connection.html'


class NotifyMe(ObjectAction):
    """Be notified of what happens to an object, for who may add what that needs."""

    name = 'notify'
    label = _('Notify me')
    url_kwargs = ['pk']
    permissions_required = {'view'}
    template_name = 'netbox_proxbox/buttons/notify.html'

    @classmethod
    def get_context(cls, context: Any, obj: Any) -> dict[str, Any]:
        """Pass on the token that the form must carry."""
        return {'csrf_token': context.get('csrf_token')}

    @classmethod
    def render(cls, context: Any, instance: Any, **kwargs: Any) -> str:
        """Return the button, or nothing for who may not add what that needs, or not view the endpoint."""
        user, endpoint = context['request'].user, getattr(instance, 'endpoint', instance)
        may_add = user.has_perms(['extras.add_eventrule', 'extras.add_notificationgroup'])
        may_view = may_add and user.has_perm('netbox_proxbox.view_proxmoxendpoint', endpoint)
        return str(super().render(context, instance, **kwargs)) if may_view else ''


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
