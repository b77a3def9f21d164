"""Filters of Proxmox endpoints."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from utilities.filters import MultiValueCharFilter
from utilities.filtersets import register_filterset

from netbox_proxbox.choices import AbsenceChoices, MissingChoices, ModeChoices, SyncStatusChoices
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.runs.last_runs import last_run_value
from netbox_proxbox.schedules.overdue import overdue_condition

from .base import PrimaryFilterSet
from .fields import TrueOrFalseFilter
from .related import NameOrIdFilter

__all__ = ('ProxmoxEndpointFilterSet',)


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
    sync_interval_id = django_filters.ModelMultipleChoiceFilter(
        queryset=IntervalSchedule.objects.all(), distinct=False, label=_('Sync interval (ID)')
    )
    sync_crontab_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CrontabSchedule.objects.all(), distinct=False, label=_('Sync crontab (ID)')
    )

    overdue = TrueOrFalseFilter(method='filter_overdue', label=_('Overdue'))

    held = TrueOrFalseFilter(method='filter_held', label=_('Deletions wait for a decision'))

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
            'last_address',
            'pve_version',
            'failures',
            'paused_until',
            'next_sync_at',
            'overdue_at',
            'last_read_at',
            'description',
        )

    def filter_overdue(self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: bool) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints that were not read by their deadline, or all others."""
        return queryset.alias(missed_deadline=overdue_condition()).filter(missed_deadline=value)

    def filter_held(self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: bool) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints with nodes whose deletion waits for a decision, or all others."""
        held = Exists(ProxmoxNode.objects.filter(endpoint=OuterRef('pk'), missing_because__in=MissingChoices.HELD))
        return queryset.filter(held if value else ~held)

    def filter_last_run_status(
        self, queryset: QuerySet[ProxmoxEndpoint], name: str, value: list[str]
    ) -> QuerySet[ProxmoxEndpoint]:
        """Return the endpoints whose last run, of those that the user may see, has one of these statuses."""
        status = last_run_value('status', getattr(self.request, 'user', None))
        return queryset.alias(ended_as=status).filter(ended_as__in=value) if value else queryset
