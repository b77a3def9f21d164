"""The tab as text, and nodes to fill it with."""

import re
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('add_nodes', 'card_of', 'queries_of_tab', 'tab_of')


def add_nodes(endpoint: ProxmoxEndpoint, number: int, cluster: ProxmoxCluster | None = None) -> None:
    """Add nodes, of which the second is offline."""
    for i in range(1, number + 1):
        ProxmoxNode.objects.create(
            endpoint=endpoint,
            proxmox_cluster=cluster,
            name=f'pve{i}',
            ip_address=f'10.0.0.{i}',
            online=i != 2,
            cpu_usage=0.125,
            memory_usage=16 * 2**30,
            max_memory=64 * 2**30,
            uptime=90061,
        )


def tab_of(browser: Client, endpoint: ProxmoxEndpoint) -> str:
    """Return the tab, with single spaces."""
    answer = browser.get(f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/')
    assert answer.status_code == 200
    return re.sub(r'\s+', ' ', answer.content.decode())


def queries_of_tab(browser: Client, endpoint: ProxmoxEndpoint, query: str = '') -> int:
    """Return how many statements the tab takes."""
    path = f'/plugins/proxbox/endpoints/proxmox/{endpoint.pk}/nodes/{query}'
    browser.get(path)  # what NetBox looks up once for each process
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def card_of(page: str) -> dict[str, str]:
    """Return the rows of the card, without markup."""
    rows = re.findall(r'<th scope="row">([\w ]+)</th> ?<td>(.*?)</td>', page)
    return {name: unescape(re.sub(r'<[^>]+>', '', value)).strip() for name, value in rows}
