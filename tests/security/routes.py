"""Every address at which the plugin answers, read from the URL configuration of NetBox."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

__all__ = ('Route', 'all_routes')

PACKAGE = 'netbox_proxbox'
PAGE_METHODS = ('get', 'post')
SPACES = (f'plugins:{PACKAGE}', f'plugins-api:{PACKAGE}-api')


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One method of one address; `name` is what reverses to it."""

    name: str
    method: str
    has_pk: bool

    @property
    def is_rest(self) -> bool:
        return self.name.startswith('plugins-api:')

    @property
    def short_name(self) -> str:
        return self.name.rpartition(':')[2]


def all_routes() -> list[Route]:
    """All of them, also those that the plugin has among NetBox's own pages; other spellings of one are left out."""
    return sorted(set(_walk(get_resolver().url_patterns, '', False)))


def _walk(patterns: Any, space: str, has_pk: bool) -> Iterator[Route]:
    for pattern in patterns:
        with_pk = has_pk or 'pk' in pattern.pattern.regex.groupindex
        if isinstance(pattern, URLPattern):
            yield from _routes_of(pattern, space, with_pk)
        else:
            inner = f'{space}{pattern.namespace}:' if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, with_pk)


def _routes_of(pattern: URLPattern, space: str, has_pk: bool) -> Iterator[Route]:
    view = getattr(pattern.callback, 'view_class', None) or getattr(pattern.callback, 'cls', None)
    if not (space.startswith(SPACES) or getattr(view, '__module__', '').startswith(f'{PACKAGE}.')):
        return
    if 'format' in pattern.pattern.regex.groupindex:
        return
    actions = getattr(pattern.callback, 'actions', None) or [name for name in PAGE_METHODS if hasattr(view, name)]
    for method in actions:
        yield Route(f'{space}{pattern.name}', method, has_pk)
