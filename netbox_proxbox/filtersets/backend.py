"""Filters of proxbox-api backends."""

from utilities.filtersets import register_filterset

from netbox_proxbox.models import ProxboxBackend

from .base import PrimaryFilterSet

__all__ = ('ProxboxBackendFilterSet',)


@register_filterset
class ProxboxBackendFilterSet(PrimaryFilterSet):
    """The API key is no filter: it could be guessed through one."""

    search_fields = ('name', 'base_url', 'description')

    class Meta:
        model = ProxboxBackend
        fields = (
            'id',
            'name',
            'base_url',
            'verify_tls',
            'enabled',
            'max_concurrent',
            'timeout',
            'version',
            'is_paused',
            'paused_until',
            'description',
        )
