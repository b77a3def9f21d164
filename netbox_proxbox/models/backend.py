"""A proxbox-api service."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.secrets.destination import (
    ANOTHER_ADDRESS,
    WHOEVER_ANSWERS,
    refuse_to_lead_secrets_elsewhere,
    service_of,
)
from netbox_proxbox.secrets.encryption import hidden_from_templates
from netbox_proxbox.secrets.fields import SecretField
from netbox_proxbox.sources.records import BackendConnection

from .back_off import NO_BACK_OFF, BackOffModel

__all__ = ('NO_PAUSE', 'ProxboxBackend', 'validate_backend_url')

NO_PAUSE: Mapping[str, Any] = {**NO_BACK_OFF, 'is_paused': False}


def validate_backend_url(value: str) -> None:
    """Refuse what is no plain http(s) address. Host names without dots, as containers have, are fine."""
    try:
        url = urlsplit(value)
        port_is_valid = url.port != 0
    except ValueError:
        raise ValidationError(_('Enter an address such as http://proxbox-api:8800.'), code='invalid') from None
    if url.scheme not in ('http', 'https') or not url.hostname or not port_is_valid or any(map(str.isspace, value)):
        raise ValidationError(_('Enter an address such as http://proxbox-api:8800.'), code='invalid')
    if url.username or url.password or url.query or url.fragment:
        raise ValidationError(_('The address must not hold a login, a query or a fragment.'), code='invalid')


class ProxboxBackend(BackOffModel):
    """One proxbox-api service: where it is, the key that opens it, and how much may be asked of it at once.

    The fields from `version` on are the worker's notes. They are written past the change log and are not edited.
    """

    name = models.CharField(_('name'), max_length=100, unique=True, db_collation='natural_sort')
    base_url = models.CharField(
        _('URL'), max_length=255, validators=[validate_backend_url], help_text=_('Such as http://proxbox-api:8800')
    )
    api_key = SecretField(_('API key'), help_text=_('A key registered with proxbox-api, of 32 characters or more'))
    verify_tls = models.BooleanField(_('verify TLS'), default=True)
    enabled = models.BooleanField(_('enabled'), default=True)
    max_concurrent = models.PositiveSmallIntegerField(
        _('maximum concurrent runs'),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_('The others wait; one proxbox-api answers about three requests a second'),
    )
    timeout = models.PositiveSmallIntegerField(
        _('timeout'),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_('Seconds to wait for one answer'),
    )
    version = models.CharField(_('version'), max_length=50, blank=True, editable=False)
    is_paused = models.BooleanField(_('paused'), default=False, editable=False)

    clone_fields = ('verify_tls', 'enabled', 'max_concurrent', 'timeout')

    class Meta:
        ordering = ('name',)
        verbose_name = _('proxbox-api backend')
        verbose_name_plural = _('proxbox-api backends')

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the stored API key from another service."""
        super().clean()
        refuse_to_lead_secrets_elsewhere(self, _another_service)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and lift a pause: whoever edits a backend wants it to be tried again, as what it is by now."""
        for name, value in NO_PAUSE.items():
            setattr(self, name, value)
        if not self._state.adding:
            self.version = ''
        super().save(*args, **kwargs)

    @hidden_from_templates
    def connection(self) -> BackendConnection:
        """Return how to reach this service. Raises SecretKeyMissing or SecretUnreadable."""
        return BackendConnection(
            name=self.name,
            url=self.base_url,
            api_key=self.api_key.reveal(f'API key of backend "{self.name}"'),
            verify_tls=self.verify_tls,
            timeout=float(self.timeout),
        )


def _another_service(stored: ProxboxBackend, edited: ProxboxBackend) -> Any:
    """Return what is wrong when the key would be sent to another service, or to whoever says to be it."""
    if service_of(edited.base_url) != service_of(stored.base_url):
        return ANOTHER_ADDRESS
    is_exposed = stored.verify_tls and not edited.verify_tls and urlsplit(edited.base_url).scheme == 'https'
    return WHOEVER_ANSWERS if is_exposed else ''
