"""The panels about links that rules make: what an endpoint says of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

__all__ = ('CreationPanel', 'LinkingRulesPanel')


class LinkingRulesPanel(panels.ObjectAttributesPanel):
    """The settings of an endpoint."""

    title = _('Links by Rule')
    link_nodes = attrs.ChoiceAttr('link_nodes', label=_('Nodes to devices'))
    link_clusters = attrs.ChoiceAttr('link_clusters', label=_('Clusters'))
    link_by_name = attrs.BooleanAttr('link_by_name', label=_('By the exact name'))
    link_by_short_name = attrs.BooleanAttr('link_by_short_name', label=_('By the name without domain'))
    link_by_address = attrs.BooleanAttr('may_link_by_address', label=_('By the IP address'))
    link_site = attrs.RelatedObjectAttr('link_site', linkify=True, label=_('Only of the site'))
    link_location = attrs.RelatedObjectAttr('link_location', linkify=True, label=_('Only of the location'))
    link_cluster = attrs.RelatedObjectAttr('link_cluster', linkify=True, label=_('Only of the NetBox cluster'))
    link_tenant = attrs.RelatedObjectAttr('link_tenant', linkify=True, label=_('Only of the tenant'))
    link_role = attrs.RelatedObjectAttr('link_role', linkify=True, label=_('Only of the device role'))


class CreationPanel(panels.ObjectAttributesPanel):
    """What is created where the rules find nothing; nothing for an endpoint that creates nothing."""

    title = _('Created Where Nothing Is Found')
    creation_user = attrs.TextAttr('creation_user', label=_('Under the permissions of'))
    create_site = attrs.RelatedObjectAttr('create_site', linkify=True, label=_('Site'))
    create_location = attrs.RelatedObjectAttr('create_location', linkify=True, label=_('Location'))
    create_tenant = attrs.RelatedObjectAttr('create_tenant', linkify=True, label=_('Tenant'))
    create_role = attrs.RelatedObjectAttr('create_role', linkify=True, label=_('Device role'))
    create_device_type = attrs.RelatedObjectAttr('create_device_type', linkify=True, label=_('Device type'))
    create_platform = attrs.RelatedObjectAttr('create_platform', linkify=True, label=_('Platform'))
    create_status = attrs.ChoiceAttr('create_status', label=_('Device status'))
    create_cluster_type = attrs.RelatedObjectAttr('create_cluster_type', linkify=True, label=_('Cluster type'))
    create_cluster_group = attrs.RelatedObjectAttr('create_cluster_group', linkify=True, label=_('Cluster group'))
    create_tags = attrs.RelatedObjectListAttr('create_tags', linkify=True, label=_('Tags'))
    create_interface = attrs.BooleanAttr('create_interface', label=_('With a management interface'))
    create_in_cluster = attrs.BooleanAttr('create_in_cluster', label=_('As hosts of the NetBox cluster'))
    follow_status = attrs.BooleanAttr('follow_status', label=_('Active while online, else offline'))

    def should_render(self, context: Any) -> bool:
        """Tell whether the endpoint creates anything."""
        endpoint = context['object']
        return endpoint.creates_devices or endpoint.creates_clusters
