"""What the demo shows at its end."""

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from devstack.netbox_api import PLUGIN, NetBoxApi
from devstack.stack import Stack

__all__ = ['device_text', 'print_addresses', 'print_clusters', 'print_nodes', 'print_runs', 'uptime_text']

_GIB = 2**30


def print_runs(console: Console, runs: Sequence[dict[str, Any]]) -> None:
    """Print the outcome of each run, and the cause and cure of those that did not succeed."""
    table = _table('First syncs', 'Endpoint', 'Outcome', 'Seconds>', 'Why')
    for run in runs:
        why = ' '.join(filter(None, [run['cause'], run['cure'], *map(str, run['warnings'])]))
        seconds = '' if run['duration'] is None else f'{run["duration"]:.1f}'
        table.add_row(run['endpoint']['name'], run['status']['label'], seconds, why)
    console.print(table)


def print_clusters(console: Console, netbox: NetBoxApi) -> None:
    """Print every endpoint with its mode and its cluster."""
    clusters = {cluster['endpoint']['id']: cluster for cluster in netbox.list(f'{PLUGIN}/clusters/')}
    table = _table('Proxmox VE', 'Endpoint', 'Mode', 'Cluster', 'Quorum', 'Nodes>', 'Config version>')
    for endpoint in netbox.list(f'{PLUGIN}/endpoints/'):
        cluster = clusters.get(endpoint['id'])
        details = _cluster_details(cluster) if cluster else ['', '', str(endpoint['node_count']), '']
        table.add_row(endpoint['name'], endpoint['mode']['label'], *details)
    console.print(table)


def _cluster_details(cluster: dict[str, Any]) -> list[str]:
    quorum = 'yes' if cluster['quorate'] else 'LOST'
    return [cluster['name'], quorum, str(cluster['node_count']), str(cluster['version'] or '')]


def print_nodes(console: Console, netbox: NetBoxApi) -> None:
    """Print every node with its state and its metrics."""
    table = _table('Nodes', 'Endpoint', 'Node', 'State', 'IP address', 'Device', 'CPU>', 'Memory (GB)>', 'Uptime>')
    for node in netbox.list(f'{PLUGIN}/nodes/'):
        table.add_row(
            node['endpoint']['name'],
            node['name'],
            'online' if node['online'] else 'OFFLINE',
            node['ip_address'] or '',
            device_text(node),
            f'{node["cpu_usage_percent"]:.1f} %',
            f'{node["memory_usage"] / _GIB:.1f} / {node["max_memory"] / _GIB:.0f}',
            uptime_text(node['uptime']),
        )
    console.print(table)


def device_text(node: dict[str, Any]) -> str:
    """Return the device that a node is linked to, or how many it may be."""
    if node['netbox_device']:
        return str(node['netbox_device']['display'])
    candidates = len(node['link_candidates'])
    return f'? one of {candidates}' if candidates > 1 else '? another node has it' if candidates else ''


def uptime_text(seconds: int) -> str:
    """Return a duration in its two largest units; nothing for a node that is not up."""
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f'{days} d {hours} h'
    if hours:
        return f'{hours} h {minutes} min'
    return f'{minutes} min {seconds % 60} s' if seconds else ''


def _table(title: str, *columns: str) -> Table:
    """Make a table; the columns whose names end with ">" are aligned to the right."""
    table = Table(title=title, title_justify='left', title_style='bold', box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(column.removesuffix('>'), justify='right' if column.endswith('>') else 'left')
    return table


def print_addresses(console: Console, stack: Stack) -> None:
    """Print where to look, and with which login."""
    site, credentials = stack.site, stack.foundations.credentials
    lines = [
        f'NetBox   {site.url}/plugins/proxbox/endpoints/proxmox/',
        f'         user admin, password {credentials.admin_password}',
        f'Flower   {site.flower_url}',
        f'         user admin, password {credentials.flower_password}',
        f'REST     curl -H "Authorization: Token {credentials.api_token}" \\',
        f'           "{site.url}{PLUGIN}/nodes/?endpoint_id=1&online=true"',
        f'Logs     {stack.supervisor.logs}',
        '',
        'Ctrl-C stops everything and forgets it.',
    ]
    console.print('\n'.join(['', *lines]), highlight=False, soft_wrap=True, markup=False)
