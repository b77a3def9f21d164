"""The plugin's menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from netbox.plugins import PluginMenu, PluginMenuButton, PluginMenuItem

__all__ = ('menu',)


def _item(model_name: str, text: Any, *, can_be_added: bool = False) -> PluginMenuItem:
    """Return the entry of one model's list, with a button to add a row if people do so by hand."""
    buttons = [
        PluginMenuButton(
            link=f'plugins:netbox_proxbox:{model_name}_add',
            title=_('Add'),
            icon_class='mdi mdi-plus-thick',
            permissions=[f'netbox_proxbox.add_{model_name}'],
        ),
        PluginMenuButton(
            link=f'plugins:netbox_proxbox:{model_name}_bulk_import',
            title=_('Import'),
            icon_class='mdi mdi-upload',
            permissions=[f'netbox_proxbox.add_{model_name}'],
        ),
    ]
    return PluginMenuItem(
        link=f'plugins:netbox_proxbox:{model_name}_list',
        link_text=text,
        permissions=[f'netbox_proxbox.view_{model_name}'],
        buttons=buttons if can_be_added else [],
    )


HEALTH = PluginMenuItem(
    link='plugins:netbox_proxbox:health', link_text=_('Health'), permissions=['netbox_proxbox.view_syncrun']
)
UNLINKED = PluginMenuItem(
    link='plugins:netbox_proxbox:unlinked', link_text=_('Unlinked'), permissions=['netbox_proxbox.view_proxmoxnode']
)
SCHEDULES = PluginMenuItem(
    link='plugins:netbox_proxbox:schedules',
    link_text=_('Schedules'),
    permissions=['netbox_proxbox.view_proxmoxendpoint'],
)

menu = PluginMenu(
    label='ProxBox',
    icon_class='mdi mdi-server-network',
    groups=(
        (
            _('Endpoints'),
            (
                _item('proxmoxendpoint', _('Proxmox'), can_be_added=True),
                _item('proxboxbackend', 'proxbox-api', can_be_added=True),
            ),
        ),
        (_('Infrastructure'), (_item('proxmoxcluster', _('Clusters')), _item('proxmoxnode', _('Nodes')), UNLINKED)),
        (_('Operation'), (_item('syncrun', _('Sync Runs')), SCHEDULES, HEALTH)),
    ),
)
