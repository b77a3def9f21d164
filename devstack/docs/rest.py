"""The page of the REST API: each address with its methods, and the filters of each list."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.urls import include, path
from rest_framework.schemas.generators import EndpointEnumerator

from .markdown import plain, table

__all__ = ('rest',)

BASE = '/api/plugins/proxbox/'
INTRO = """# REST addresses

Each answers to a token of NetBox, and obeys the permissions of its user. Every field and every answer is described at
`/api/schema/swagger-ui/` of your NetBox; [REST API and GraphQL](../rest-api.md) has examples.
"""
# Such as in `cpu_usage__gte`.
COMPARED = '__'

# An address, its method, and what answers.
type Route = tuple[str, str, Any]


def rest() -> str:
    """Return the page, from the addresses that NetBox is given."""
    patterns = [path(BASE.lstrip('/'), include('netbox_proxbox.api.urls'))]
    routes: list[Route] = sorted(EndpointEnumerator(patterns=patterns).get_api_endpoints(), key=_place)
    rows = [_row(*place, list(same)) for place, same in groupby(routes, key=_place)]
    addresses = table(('address', 'methods', 'what it is for'), rows)
    return f'{INTRO}\n## Addresses\n\nBelow `{BASE}`.\n\n{addresses}\n## Filters\n\n{_filters(routes)}'


def _place(route: Route) -> tuple[str, str]:
    return route[0], _purpose(*route)


def _row(address: str, purpose: str, routes: list[Route]) -> tuple[str, str, str]:
    return f'`{address.removeprefix(BASE)}`', ', '.join(method for _, method, _ in routes), plain(purpose)


def _purpose(address: str, method: str, view: Any) -> str:
    """Return the first sentence of what the action says of itself, or else its view."""
    action = getattr(view.cls, getattr(view, 'actions', {}).get(method.lower(), ''), None)
    texts = [each.__doc__ or '' for each in (action, view.cls) if _is_ours(each)]
    return next((text.splitlines()[0].partition('. ')[0].removesuffix('.') for text in texts if text), '')


def _is_ours(thing: object) -> bool:
    return getattr(thing, '__module__', '').startswith('netbox_proxbox')


def _filters(routes: list[Route]) -> str:
    lists = {address: view.cls for address, method, view in routes if method == 'GET' and '{' not in address}
    rows = [
        (f'`{address.removeprefix(BASE)}`', _names(view.filterset_class.base_filters))
        for address, view in lists.items()
        if hasattr(view, 'filterset_class')
    ]
    return table(('list', 'filters'), rows)


def _names(filters: Iterable[str]) -> str:
    return ', '.join(f'`{name}`' for name in filters if COMPARED not in name)
