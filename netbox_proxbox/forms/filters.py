"""The filters beside the lists of endpoints, clusters, nodes and runs."""

from typing import Any

from dcim.models import Device
from django import forms
from django.utils.translation import gettext_lazy as _
from netbox.forms import PrimaryModelFilterSetForm
from netbox.forms.mixins import SavedFiltersMixin
from users.models import User
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES, FilterForm
from utilities.forms.fields import DynamicModelMultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker
from virtualization.models import Cluster

from netbox_proxbox.choices import (
    AbsenceChoices,
    HeldReadingChoices,
    LinkingChoices,
    LinkOriginChoices,
    MissingChoices,
    ModeChoices,
    SyncStatusChoices,
    SyncTriggerChoices,
)
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.ui.read_through import DIRECTLY

__all__ = (
    'ProxmoxClusterFilterForm',
    'ProxmoxEndpointFilterForm',
    'ProxmoxNodeFilterForm',
    'SyncRunFilterForm',
)

COMMON = FieldSet('q', 'filter_id', 'tag')
LINK = FieldSet('is_linked', 'is_linked_by_rule', 'has_link_candidate', 'link_origin', name=_('Link'))
OWNERSHIP = FieldSet('owner_group_id', 'owner_id', name=_('Ownership'))


def _choice_of_truth(label: Any) -> forms.NullBooleanField:
    return forms.NullBooleanField(required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES), label=label)


def _any_of(model: Any, label: Any, **kwargs: Any) -> DynamicModelMultipleChoiceField:
    return DynamicModelMultipleChoiceField(queryset=model.objects.all(), required=False, label=label, **kwargs)


class ProxmoxEndpointFilterForm(PrimaryModelFilterSetForm):
    """Filters of endpoints."""

    model = ProxmoxEndpoint
    fieldsets = (
        COMMON,
        FieldSet(
            *(
                'backend_id',
                'is_direct',
                'pve_version',
                'mode',
                'enabled',
                'overdue',
                'held',
                'held_because',
                'last_run_status',
                'when_node_disappears',
            ),
            name=_('Endpoint'),
        ),
        FieldSet('link_nodes', 'link_clusters', name=_('Links by Rule')),
        OWNERSHIP,
    )
    backend_id = _any_of(ProxboxBackend, _('Read through'), null_option=DIRECTLY)
    is_direct = _choice_of_truth(_('Is read directly'))
    pve_version = forms.CharField(required=False, label=_('Version of Proxmox VE'))
    mode = forms.MultipleChoiceField(required=False, choices=ModeChoices, label=_('Mode'))
    enabled = _choice_of_truth(_('Enabled'))
    overdue = _choice_of_truth(_('Overdue'))
    held = _choice_of_truth(_('Something waits for a decision'))
    held_because = forms.MultipleChoiceField(
        required=False, choices=HeldReadingChoices, label=_('Why its reading is held')
    )
    when_node_disappears = forms.MultipleChoiceField(
        required=False, choices=AbsenceChoices, label=_('When a node disappears')
    )
    link_nodes = forms.MultipleChoiceField(required=False, choices=LinkingChoices, label=_('Link nodes to devices'))
    link_clusters = forms.MultipleChoiceField(required=False, choices=LinkingChoices, label=_('Link clusters'))
    last_run_status = forms.MultipleChoiceField(required=False, choices=SyncStatusChoices, label=_('Last run'))
    tag = TagFilterField(model)


class LinkFilters(forms.Form):
    """Filters of rows by their link."""

    is_linked = _choice_of_truth(_('Is linked'))
    is_linked_by_rule = _choice_of_truth(_('Is linked by a rule'))
    has_link_candidate = _choice_of_truth(_('Has link candidates'))
    link_origin = forms.MultipleChoiceField(
        required=False, choices=LinkOriginChoices, label=_('Where its link is from')
    )


class ProxmoxClusterFilterForm(LinkFilters, PrimaryModelFilterSetForm):
    """Filters of clusters."""

    model = ProxmoxCluster
    fieldsets = (
        COMMON,
        FieldSet('endpoint_id', 'netbox_cluster_id', 'mode', 'quorate', name=_('Cluster')),
        LINK,
        OWNERSHIP,
    )
    endpoint_id = _any_of(ProxmoxEndpoint, _('Endpoint'))
    netbox_cluster_id = _any_of(Cluster, _('NetBox cluster'))
    mode = forms.MultipleChoiceField(required=False, choices=ModeChoices, label=_('Mode'))
    quorate = _choice_of_truth(_('Quorate'))
    tag = TagFilterField(model)


class ProxmoxNodeFilterForm(LinkFilters, PrimaryModelFilterSetForm):
    """Filters of nodes."""

    model = ProxmoxNode
    fieldsets = (
        COMMON,
        FieldSet(
            *('endpoint_id', 'proxmox_cluster_id', 'netbox_device_id', 'online', 'local', 'pve_version'),
            name=_('Node'),
        ),
        FieldSet('online_since', 'offline_since', name=_('State')),
        LINK,
        FieldSet('is_missing', 'is_held', 'missing_because', name=_('Missing')),
        FieldSet('cpu_usage_percent', 'memory_usage_percent', 'disk_usage_percent', name=_('Use')),
        OWNERSHIP,
    )
    endpoint_id = _any_of(ProxmoxEndpoint, _('Endpoint'))
    proxmox_cluster_id = _any_of(ProxmoxCluster, _('Proxmox cluster'))
    netbox_device_id = _any_of(Device, _('NetBox device'))
    online = _choice_of_truth(_('Online'))
    local = _choice_of_truth(_('Local'))
    pve_version = forms.CharField(required=False, label=_('Version of Proxmox VE'))
    online_since = forms.DateTimeField(required=False, label=_('Online since'), widget=DateTimePicker())
    offline_since = forms.DateTimeField(required=False, label=_('Offline since'), widget=DateTimePicker())
    is_missing = _choice_of_truth(_('Is missing'))
    is_held = _choice_of_truth(_('Its deletion waits for a decision'))
    missing_because = forms.MultipleChoiceField(
        required=False, choices=MissingChoices, label=_('Missing, and still here because')
    )
    cpu_usage_percent = forms.DecimalField(required=False, label=_('CPU %'))
    memory_usage_percent = forms.DecimalField(required=False, label=_('Memory %'))
    disk_usage_percent = forms.DecimalField(required=False, label=_('Disk %'))
    tag = TagFilterField(model)


class SyncRunFilterForm(SavedFiltersMixin, FilterForm):
    """Filters of runs."""

    model = SyncRun
    fieldsets = (
        FieldSet('q', 'filter_id'),
        FieldSet(
            'endpoint_id', 'status', 'trigger', 'user_id', 'is_preview', 'has_changes', 'has_warnings', name=_('Run')
        ),
    )
    endpoint_id = _any_of(ProxmoxEndpoint, _('Endpoint'))
    status = forms.MultipleChoiceField(required=False, choices=SyncStatusChoices, label=_('Status'))
    trigger = forms.MultipleChoiceField(required=False, choices=SyncTriggerChoices, label=_('Trigger'))
    user_id = _any_of(User, _('User'))
    is_preview = _choice_of_truth(_('Preview'))
    has_changes = _choice_of_truth(_('Changed something'))
    has_warnings = _choice_of_truth(_('Has warnings'))
