"""Filters of sync runs."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from users.models import User
from utilities.filtersets import register_filterset

from netbox_proxbox.choices import SyncStatusChoices, SyncTriggerChoices
from netbox_proxbox.models import ProxmoxEndpoint, SyncRun

from .base import SearchableFilterSet
from .fields import TrueOrFalseFilter
from .related import NameOrIdFilter

__all__ = ('SyncRunFilterSet',)


@register_filterset
class SyncRunFilterSet(SearchableFilterSet):
    """`<relation>_id` takes a primary key, `endpoint` a name, too, and `user` a name."""

    search_fields = ('endpoint__name', 'error_code', 'cause')

    endpoint_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (ID)')
    )
    endpoint = NameOrIdFilter(queryset=ProxmoxEndpoint.objects.all(), distinct=False, label=_('Endpoint (name or ID)'))
    status = django_filters.MultipleChoiceFilter(choices=SyncStatusChoices, distinct=False, null_value=None)
    trigger = django_filters.MultipleChoiceFilter(choices=SyncTriggerChoices, distinct=False, null_value=None)
    user_id = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.all(), distinct=False, label=_('User (ID)')
    )
    user = django_filters.ModelMultipleChoiceFilter(
        field_name='user__username',
        queryset=User.objects.all(),
        distinct=False,
        to_field_name='username',
        label=_('User (name)'),
    )
    active_run_id = django_filters.ModelMultipleChoiceFilter(
        queryset=SyncRun.objects.all(), distinct=False, label=_('Active run (ID)')
    )
    applies_id = django_filters.ModelMultipleChoiceFilter(
        queryset=SyncRun.objects.all(), distinct=False, label=_('Applied preview (ID)')
    )
    is_preview = TrueOrFalseFilter(label=_('Preview'))
    has_changes = TrueOrFalseFilter(method='filter_filled', label=_('Changed something'))
    has_warnings = TrueOrFalseFilter(method='filter_filled', label=_('Has warnings'))

    class Meta:
        model = SyncRun
        fields = ('id', 'request_id', 'requested_at', 'started_at', 'ended_at', 'publish_count', 'error_code')

    def filter_filled(self, queryset: QuerySet[SyncRun], name: str, value: bool) -> QuerySet[SyncRun]:
        """Return the runs whose list of changes or of warnings has anything in it, or all others."""
        is_empty: dict[str, list[Any]] = {name.removeprefix('has_'): []}
        return queryset.exclude(**is_empty) if value else queryset.filter(**is_empty)
