"""Filters of Proxmox endpoints."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule
from utilities.filtersets import register_filterset

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

from .base import PrimaryFilterSet

__all__ = ('ProxmoxEndpointFilterSet',)


@register_filterset
class ProxmoxEndpointFilterSet(PrimaryFilterSet):
    """Passwords and token values are no filters: they could be guessed through one."""

    search_fields = ('name', 'domain', 'ip_address', 'description')

    backend_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxboxBackend.objects.all(), distinct=False, label=_('Backend (ID)')
    )
    backend = django_filters.ModelMultipleChoiceFilter(
        field_name='backend__name',
        queryset=ProxboxBackend.objects.all(),
        distinct=False,
        to_field_name='name',
        label=_('Backend (name)'),
    )
    mode = django_filters.MultipleChoiceFilter(choices=ModeChoices, distinct=False, null_value=None)
    sync_interval_id = django_filters.ModelMultipleChoiceFilter(
        queryset=IntervalSchedule.objects.all(), distinct=False, label=_('Sync interval (ID)')
    )
    sync_crontab_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CrontabSchedule.objects.all(), distinct=False, label=_('Sync crontab (ID)')
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
            'timeout',
            'enabled',
            'next_sync_at',
            'last_read_at',
            'description',
        )
