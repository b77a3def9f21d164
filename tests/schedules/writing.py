"""Schedules as people write them on pages, and what is then saved."""

import json
from typing import Any

from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint

__all__ = ('PAGES', 'REST', 'edit_in_bulk', 'import_lines', 'saved')

PAGES = '/plugins/proxbox/endpoints/proxmox'
REST = '/api/plugins/proxbox/endpoints/'


def saved(name: str = 'new') -> ProxmoxEndpoint:
    """Return the endpoint as the database has it."""
    return ProxmoxEndpoint.objects.select_related('sync_interval', 'sync_crontab').get(name=name)


def import_lines(pages: Client, *records: dict[str, Any]) -> Any:
    """Import endpoints, or changes of those that an id names."""
    return pages.post(f'{PAGES}/import/', {'data': json.dumps(records), 'format': 'json', 'csv_delimiter': 'auto'})


def edit_in_bulk(pages: Client, endpoints: list[ProxmoxEndpoint], **fields: Any) -> Any:
    """Fill in the form for many, and apply it."""
    chosen = [endpoint.pk for endpoint in endpoints]
    return pages.post(f'{PAGES}/edit/', {'pk': chosen, '_apply': '', **fields})
