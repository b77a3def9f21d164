"""What marks the objects that a sync has created: a tag, and a button that leads to their Proxmox side."""

from typing import Final

from core.models import ObjectType
from dcim.models import Device
from extras.models import CustomLink, Tag
from virtualization.models import Cluster

from netbox_proxbox.configuration import current_settings

__all__ = ('made_by_sync',)

NAME: Final = 'Created by Proxmox sync'
LINK: Final = 'Proxmox side of what a sync has created'
ROWS: Final = '(object.proxmox_nodes or object.proxmox_clusters)'
# An empty text shows no button.
TEXT: Final = f"{{% if '{{tag}}' in object.tags.slugs() and {ROWS}.exists() %}}Proxmox{{% endif %}}"
URL: Final = f'{{{{ {ROWS}.first().get_absolute_url() }}}}'


def made_by_sync() -> Tag:
    """Return the tag. It is created with the link when it is not there, so a link that somebody deletes stays away."""
    slug = current_settings()['created_tag']
    if (tag := Tag.objects.filter(slug=slug).first()) is None:
        is_taken = Tag.objects.filter(name=NAME).exists()
        tag = Tag.objects.create(slug=slug, name=f'{NAME} ({slug})' if is_taken else NAME, color='9e9e9e')
        link, _ = CustomLink.objects.get_or_create(
            name=LINK, defaults={'link_text': TEXT.replace('{tag}', slug), 'link_url': URL, 'weight': 200}
        )
        link.object_types.set(ObjectType.objects.get_for_model(model) for model in (Device, Cluster))
    return tag
