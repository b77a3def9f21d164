"""Filters of Proxmox endpoints."""

from typing import Any

import django_filters
from dcim.choices import DeviceStatusChoices
from dcim.models import DeviceRole, DeviceType, Location, Platform, Site
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from tenancy.models import Tenant
from users.models import User
from utilities.filters import MultiValueCharFilter, TreeNodeMultipleChoiceFilter
from utilities.filtersets import register_filterset
from virtualization.models import Cluster, ClusterGroup, ClusterType

from netbox_proxbox.choices import (
    AbsenceChoices,
    HeldReadingChoices,
    LinkingChoices,
    MissingChoices,
    ModeChoices,
    SyncStatusChoices,
)
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.models.linking_rules import RULES
from netbox_proxbox.runs.last_runs import last_run_value
from netbox_proxbox.schedules.overdue import overdue_condition

from .base import PrimaryFilterSet
from .fields import TrueOrFalseFilter
from .related import NameOrIdFilter

__all__ = ('ProxmoxEndpointFilterSet',)


def _by_id(model: Any, label: Any) -> django_filters.Filter:
    return django_filters.ModelMultipleChoiceFilter(queryset=model.objects.all(), distinct=False, label=label)


def _below(model: Any, name: str, label: Any) -> django_filters.Filter:
    """Return a filter that finds those below a location or role, too, as NetBox's own do."""
    return TreeNodeMultipleChoiceFilter(
        queryset=model.objects.all(), field_name=name, lookup_expr='in', distinct=False, label=label
    )


@register_filterset
class ProxmoxEndpointFilterSet(PrimaryFilterSet):
    """Passwords and token values are no filters: they could be guessed through one."""

    search_fields = ('name', 'domain', 'ip_address', 'further_addresses', 'description')

    backend_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxboxBackend.objects.all(), distinct=False, label=_('Backend (ID)')
    )
    backend = NameOrIdFilter(queryset=ProxboxBackend.objects.all(), distinct=False, label=_('Backend (name or ID)'))
    is_direct = TrueOrFalseFilter(field_name='backend', lookup_expr='isnull', label=_('Is read directly'))
    further_addresses = MultiValueCharFilter(lookup_expr='icontains', distinct=False, label=_('Further addresses'))
    mode = django_filters.MultipleChoiceFilter(choices=ModeChoices, distinct=False, null_value=None)
    when_node_disappears = django_filters.MultipleChoiceFilter(choices=AbsenceChoices, distinct=False, null_value=None)
    link_nodes = django_filters.MultipleChoiceFilter(choices=LinkingChoices, distinct=False, null_value=None)
    link_clusters = django_filters.MultipleChoiceFilter(choices=LinkingChoices, distinct=False, null_value=None)
    link_site_id = _by_id(Site, _('Links only of the site (ID)'))
    link_location_id = _below(Location, 'link_location', _('Links only of the location (ID)'))
    link_cluster_id = _by_id(Cluster, _('Links only of the NetBox cluster (ID)'))
    link_tenant_id = _by_id(Tenant, _('Links only of the tenant (ID)'))
    link_role_id = _below(DeviceRole, 'link_role', _('Links only of the device role (ID)'))
    create_site_id = _by_id(Site, _('Creates at the site (ID)'))
    create_location_id = _below(Location, 'create_location', _('Creates at the location (ID)'))
    create_tenant_id = _by_id(Tenant, _('Creates for the tenant (ID)'))
    create_role_id = _below(DeviceRole, 'create_role', _('Creates devices of the role (ID)'))
    create_device_type_id = _by_id(DeviceType, _('Creates devices of the type (ID)'))
    create_platform_id = _below(Platform, 'create_platform', _('Creates devices of the platform (ID)'))
    create_status = django_filters.MultipleChoiceFilter(choices=DeviceStatusChoices, distinct=False, null_value=None)
    create_cluster_type_id = _by_id(ClusterType, _('Creates clusters of the type (ID)'))
    create_cluster_group_id = _by_id(ClusterGroup, _('Creates clusters of the group (ID)'))
    creation_user_id = _by_id(User, _('Set up by (ID)'))
    sync_interval_id = django_filters.ModelMultipleChoiceFilter(
        queryset=IntervalSchedule.objects.all(), distinct=False, label=_('Sync interval (ID)')
    )
    sync_crontab_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CrontabSchedule.objects.all(), distinct=False, label=_('Sync crontab (ID)')
    )

    overdue = TrueOrFalseFilter(method='filter_overdue', label=_('Overdue'))

    held = TrueOrFalseFilter(method='filter_held', label=_('Something waits for a decision'))
    held_because = django_filters.MultipleChoiceFilter(
        choices=HeldReadingChoices, distinct=False, label=_('Why its reading is held')
    )

    last_run_status = django_filters.MultipleChoiceFilter(
        choices=SyncStatusChoices, method='filter_last_run_status', label=_('Status of the last run')
    )

    class Meta:
        model = ProxmoxEndpoint
        fields = (
            'id',
            'name',
            'domain',
            'ip_address',
            'port',
            'username',
            'token_name',
            'verify_ssl',
            'tls_fingerprint',
            'use_other_members',
            'timeout',
            'enabled',
            'keep_readings',
            'deletion_limit',
            *RULES,
            'create_interface',
            'create_in_cluster',
            'follow_status',
            'last_address',
            'pve_version',
            'failures',
            'failed_runs',
            'paused_until',
            'next_sync_at',
            'overdue_at',
            'last_read_at',
            'held_since',
            'description',
        )

    def filter_overdue(self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: bool) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints that were not read by their deadline, or all others."""
        return queryset.alias(missed_deadline=overdue_condition()).filter(missed_deadline=value)

    def filter_held(self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: bool) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints of which a reading or the deletion of nodes waits for a decision, or all others."""
        nodes = Exists(ProxmoxNode.objects.filter(endpoint=OuterRef('pk'), missing_because__in=MissingChoices.HELD))
        held = Q(nodes) | ~Q(held_because='')
        return queryset.filter(held if value else ~held)

    def filter_last_run_status(
        self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: list[str]
    ) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints whose last run, of those that the user may see, has one of these statuses."""
        status = last_run_value('status', getattr(self.request, 'user', None))
        return queryset.alias(ended_as=status).filter(ended_as__in=value) if value else queryset
