"""Which of upstream's models are which of ours. Rows keep their keys, and so what NetBox has about them."""

from collections.abc import Mapping
from typing import Final

from django.contrib.contenttypes.models import ContentType

from netbox_proxbox.database.namesake import APP
from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode

__all__ = ('KINDS', 'RENAMED', 'Kind', 'keys_of_kinds', 'keys_of_others', 'rename')

type Kind = type[ProxboxBackend | ProxmoxEndpoint | ProxmoxCluster | ProxmoxNode]

# The name that upstream has, and ours. In the order in which rows refer to each other.
KINDS: Final[Mapping[str, Kind]] = {
    'fastapiendpoint': ProxboxBackend,
    'proxmoxendpoint': ProxmoxEndpoint,
    'proxmoxcluster': ProxmoxCluster,
    'proxmoxnode': ProxmoxNode,
}
RENAMED: Final = ('fastapiendpoint', 'proxboxbackend')


def keys_of_kinds() -> dict[int, Kind]:
    """Return the content types of what comes over, with our models."""
    found = ContentType.objects.filter(app_label=APP, model__in=KINDS)
    return {key: KINDS[name] for key, name in found.values_list('pk', 'model')}


def keys_of_others() -> list[int]:
    """Return the content types of what does not come over."""
    return list(ContentType.objects.filter(app_label=APP).exclude(model__in=KINDS).values_list('pk', flat=True))


def rename(old: str, new: str) -> None:
    """Give a content type the name that a model has now; all that refers to it stays with it.

    One that has the name already is left over from a plugin that is gone: there is no table behind it.
    """
    ContentType.objects.filter(app_label=APP, model=new).delete()
    ContentType.objects.filter(app_label=APP, model=old).update(model=new)
    ContentType.objects.clear_cache()
