"""What NetBox's pages and Flower's tell of our objects, as text to search."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .extensions import EXPRESSIONS
from .web_client import WebClient

__all__ = ('exports_text', 'flower_text', 'pages_text')

PAGES = '/plugins/proxbox'
WITH_SECRETS = ('endpoints/proxbox-api', 'endpoints/proxmox')
LISTS = (*WITH_SECRETS, 'clusters', 'nodes', 'sync-runs')
TABS = ('', 'edit/', 'nodes/', 'changelog/', 'journal/', 'delete/')
NEWEST_TASKS = 12
FLOWER_PAGES = ('/', '/workers', '/tasks', '/broker', '/api/workers?refresh=1', '/api/tasks', '/api/queues/length')


def pages_text(client: WebClient, objects: Sequence[str]) -> str:
    """The pages of these objects with their tabs, the lists, health and the change log."""
    paths = [f'{PAGES}/{path}/{tab}' for path in objects for tab in TABS]
    lists = [f'{PAGES}/{kind}/' for kind in LISTS]
    return '\n'.join(map(client.text, [*paths, *lists, f'{PAGES}/health/', '/core/changelog/', '/']))


def exports_text(client: WebClient) -> str:
    """Every kind of export of every list, also those by templates that ask for secrets."""
    found = [client.text(f'{PAGES}/{kind}/', export=export) for kind in LISTS for export in ('', 'table')]
    found += [client.text(f'{PAGES}/{kind}/', export=name) for kind in WITH_SECRETS for name in EXPRESSIONS]
    return '\n'.join(found)


def flower_text(ask: Callable[..., Any]) -> str:
    """Flower's pages and its API, with those of each worker and of some tasks."""
    workers: Mapping[str, Any] = ask('/api/workers?refresh=1').json()
    tasks: Mapping[str, Any] = ask('/api/tasks').json()
    paths = [
        *(f'/worker/{name}' for name in workers),
        *(f'{kind}/{task}' for task in list(tasks)[:NEWEST_TASKS] for kind in ('/task', '/api/task/info')),
    ]
    return '\n'.join(ask(path).text for path in (*FLOWER_PAGES, *paths))
