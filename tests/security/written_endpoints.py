"""How people write an endpoint: with the fields of its form, or the columns of an import."""

from typing import Any

from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('PAGES', 'REST', 'fields_of', 'imported', 'is_unmoved')

PAGES, REST = '/plugins/proxbox/endpoints/', '/api/plugins/proxbox/'


def fields_of(endpoint: ProxmoxEndpoint) -> dict[str, Any]:
    names = ('name', 'domain', 'ip_address', 'port', 'username', 'token_name')
    boxes = {'enabled': 'on', 'verify_ssl': 'on'}
    return {name: getattr(endpoint, name) for name in names} | {'backend': endpoint.backend_id, **boxes}


def imported(client: Client, kind: str, **columns: Any) -> Any:
    values = (''.join(value) if isinstance(value, list) else str(value) for value in columns.values())
    data = f'{",".join(columns)}\n{",".join(values)}'
    return client.post(f'{PAGES}{kind}/import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})


def is_unmoved(endpoint: ProxmoxEndpoint) -> bool:
    names = ('domain', 'ip_address', 'port', 'further_addresses', 'backend_id')
    now = ProxmoxEndpoint.objects.get(pk=endpoint.pk)
    return all(getattr(now, name) == getattr(endpoint, name) for name in names)
