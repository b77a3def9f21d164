"""The pages of the plugin that an address leads to, from its own list of addresses."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, reverse

from netbox_proxbox.urls import urlpatterns

from .scene import Scene

__all__ = ('NAMES', 'address_of')

# Answers to a form that was sent, not pages that an address leads to.
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
    '_curves',
    '_keep_nodes',
    '_notify',
    '_preview',
    '_provenance',
    '_rename_nodes',
    '_restore',
    '_state',
    '_sync',
    '_test_connection',
    '_test_new_values',
    '_test_values',
    '_timeline',
)
COLLECTIVE = ('add', 'bulk_import', 'help', 'list')


def _names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name and not pattern.name.endswith(ANSWERS):
            yield pattern.name


NAMES = sorted(_names(urlpatterns))


def address_of(name: str, scene: Scene) -> str:
    """Return the address of a page, for one of the rows of the scene where it is about a row."""
    model, _, kind = name.partition('_')
    about = [scene.rows[model]] if model in scene.rows and kind not in COLLECTIVE else []
    return reverse(f'plugins:netbox_proxbox:{name}', args=about)
