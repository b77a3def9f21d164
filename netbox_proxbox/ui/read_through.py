"""Whom a sync asks: the backend of an endpoint, or without one the endpoint itself. Both note their back-off alike."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint

__all__ = ('DIRECTLY', 'asked_for', 'in_words')

DIRECTLY: Promise = gettext_lazy('Directly')


def asked_for(endpoint: ProxmoxEndpoint) -> ProxboxBackend | ProxmoxEndpoint:
    """Return whose failures hold back the runs of an endpoint."""
    return endpoint.backend or endpoint


def in_words(asked: ProxboxBackend | ProxmoxEndpoint) -> str:
    """Return such as 'backend "main"'."""
    words = _('backend "{name}"') if isinstance(asked, ProxboxBackend) else _('endpoint "{name}"')
    return words.format(name=asked.name)
