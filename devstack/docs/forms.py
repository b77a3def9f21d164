"""The pages of the fields: the texts that the Help buttons of the forms lead to."""

from django.apps import apps
from django.template.loader import render_to_string

__all__ = ('MODELS', 'fields_of')

MODELS = ('proxboxbackend', 'proxmoxcluster', 'proxmoxendpoint', 'proxmoxnode')


def fields_of(model: str) -> str:
    """Return the page of a model."""
    name = str(apps.get_model('netbox_proxbox', model)._meta.verbose_name)
    return f'# {name[:1].upper()}{name[1:]}\n\n{render_to_string(f"netbox_proxbox/help/{model}.md")}'
