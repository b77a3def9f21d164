"""What the panel is asked for, and what a node of a cluster tells."""

from html import unescape

from django.test import Client
from django.utils.html import strip_tags

from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.builders import a_backend, an_endpoint, known_to_its_backend
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend

__all__ = ('BEGIN', 'ROWS', 'RRD', 'a_node', 'page', 'text', 'through')

RRD = '/nodes/pve1/rrddata'
BEGIN = 1_790_000_000
ROWS = [
    *({'time': BEGIN + 60 * minute, 'cpu': 0.1, 'memused': 1, 'memtotal': 4} for minute in range(30)),
    {'time': BEGIN + 60 * 30},
    *({'time': BEGIN + 60 * minute, 'cpu': 0.4, 'memused': 2, 'memtotal': 4} for minute in range(31, 60)),
]


def a_node(endpoint: ProxmoxEndpoint, name: str = 'pve1') -> ProxmoxNode:
    return ProxmoxNode.objects.create(endpoint=endpoint, name=name)


def page(browser: Client, node: ProxmoxNode, timeframe: str = '') -> str:
    answer = browser.get(f'{node.get_absolute_url()}curves/', {'timeframe': timeframe} if timeframe else {})
    assert answer.status_code == 200
    return answer.content.decode()


def text(browser: Client, node: ProxmoxNode, timeframe: str = '') -> str:
    return ' '.join(unescape(strip_tags(page(browser, node, timeframe))).split())


def through(backend: ScriptedBackend) -> ProxmoxNode:
    address = backend.connection()
    return a_node(known_to_its_backend(an_endpoint(a_backend(base_url=address.url, api_key=address.api_key))))
