"""The pages of the plugin that an address leads to, from its own list of addresses."""

from collections.abc import Iterable, Iterator, Mapping

from django.urls import URLPattern, URLResolver, reverse

from netbox_proxbox.urls import urlpatterns

__all__ = ('NAMES', 'PARTS', 'address_of')

# Parts of pages, which they load by themselves.
PARTS_OF_PAGES = ('_curves', '_provenance', '_state', '_timeline')

# Answers to a form that was sent, and questions that only some states ask.
ANSWERS = (
    '_believe_reading',
    '_bulk_delete',
    '_bulk_edit',
    '_bulk_link_by_name',
    '_bulk_rename',
    '_bulk_sync',
    '_confirm_deletions',
    '_decide_link',
    '_apply',
    '_keep_nodes',
    '_notify',
    '_preview',
    '_rename_nodes',
    '_restore',
    '_sync',
    '_test_connection',
    '_test_new_values',
    '_test_values',
)
COLLECTIVE = ('add', 'bulk_import', 'help', 'list')


def _names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name and not pattern.name.endswith(ANSWERS):
            yield pattern.name


_ALL = sorted(_names(urlpatterns))
PARTS = [name for name in _ALL if name.endswith(PARTS_OF_PAGES)]
NAMES = [name for name in _ALL if name not in PARTS]


def address_of(name: str, rows: Mapping[str, int]) -> str:
    """Return the address of a page, about one of these rows (by the names of their models) where it is about one."""
    model, _, kind = name.partition('_')
    about = [rows[model]] if model in rows and kind not in COLLECTIVE else []
    return reverse(f'plugins:netbox_proxbox:{name}', args=about)
