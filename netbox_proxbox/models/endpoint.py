"""A Proxmox VE API address and the login for it."""

import json
from collections.abc import Collection
from operator import attrgetter
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import ModeChoices
from netbox_proxbox.encryption import hidden_from_templates
from netbox_proxbox.fields import SecretField
from netbox_proxbox.overdue import deadline_of_new_schedule
from netbox_proxbox.proxmox.records import EndpointRef, EndpointSpec

from .kept_secrets import refuse_to_lead_secrets_elsewhere
from .synced import SyncedModel

__all__ = ('ProxmoxEndpoint',)

SCHEDULE_NOTES = ('next_sync_at', 'overdue_at')
WHERE_A_LOGIN_GOES = attrgetter('backend_id', 'domain', 'ip_address', 'port')
WORKER_NOTES = (*SCHEDULE_NOTES, 'registered_id', 'registered_name', 'registered_digest', 'last_read_at')


class ProxmoxEndpoint(SyncedModel):
    """One Proxmox VE API address and its credentials, read through a backend.

    `mode` is set by each sync. The fields from `registered_id` on are the worker's notes: which record of the
    backend stands for this endpoint, and when it was read last.
    """

    name = models.CharField(_('name'), max_length=100, unique=True, db_collation='natural_sort')
    backend = models.ForeignKey(
        'netbox_proxbox.ProxboxBackend', on_delete=models.PROTECT, related_name='endpoints', verbose_name=_('backend')
    )
    domain = models.CharField(
        _('host name'), max_length=255, blank=True, help_text=_('Tried before the IP address when both are given')
    )
    ip_address = models.GenericIPAddressField(_('IP address'), null=True, blank=True)
    port = models.PositiveIntegerField(
        _('port'), default=8006, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    username = models.CharField(_('user name'), max_length=255, default='root@pam', help_text=_('With its realm'))
    password = SecretField(_('password'))
    token_name = models.CharField(_('token name'), max_length=255, blank=True)
    token_value = SecretField(_('token value'))
    verify_ssl = models.BooleanField(_('verify TLS'), default=True)
    timeout = models.PositiveSmallIntegerField(
        _('timeout'),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_('Seconds that proxbox-api waits for one answer of Proxmox; its own default is 5'),
    )
    enabled = models.BooleanField(_('enabled'), default=True)
    mode = models.CharField(_('mode'), max_length=20, choices=ModeChoices, default=ModeChoices.UNDEFINED)
    sync_interval = models.ForeignKey(
        'django_celery_beat.IntervalSchedule',
        on_delete=models.PROTECT,
        related_name='+',
        null=True,
        blank=True,
        verbose_name=_('sync interval'),
    )
    sync_crontab = models.ForeignKey(
        'django_celery_beat.CrontabSchedule',
        on_delete=models.PROTECT,
        related_name='+',
        null=True,
        blank=True,
        verbose_name=_('sync crontab'),
    )
    next_sync_at = models.DateTimeField(_('next sync'), null=True, blank=True, editable=False, db_index=True)
    overdue_at = models.DateTimeField(_('overdue from'), null=True, blank=True, editable=False, db_index=True)
    registered_id = models.PositiveBigIntegerField(_('id in the backend'), null=True, blank=True, editable=False)
    registered_name = models.CharField(_('name in the backend'), max_length=100, blank=True, editable=False)
    registered_digest = models.CharField(max_length=64, blank=True, editable=False)
    last_read_at = models.DateTimeField(_('last read'), null=True, blank=True, editable=False)

    clone_fields = ('backend', 'port', 'username', 'verify_ssl', 'timeout', 'enabled', 'sync_interval', 'sync_crontab')

    synced_fields = ('mode', *WORKER_NOTES)

    _saved_schedule: tuple[Any, ...] = (None, None, True)

    class Meta:
        ordering = ('name',)
        verbose_name = _('Proxmox endpoint')
        verbose_name_plural = _('Proxmox endpoints')
        permissions = [('sync', 'Sync clusters and nodes from Proxmox')]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check what only makes sense together: an address, a login for it, one kind of schedule."""
        super().clean()
        if not self.ip_address and not self.domain:
            raise ValidationError({'ip_address': _('Give an IP address or a host name.')})
        if bool(self.token_name) != bool(self.token_value):
            raise ValidationError({'token_name': _('A token needs both its name and its value.')})
        if not self.password and not self.token_name:
            raise ValidationError({'password': _('Give a password, or a token name and token value.')})
        if '@' not in self.username:
            raise ValidationError({'username': _('Add the realm, as in root@pam.')})
        if self.sync_interval_id and self.sync_crontab_id:
            raise ValidationError({'sync_crontab': _('Choose an interval or a crontab, not both.')})
        refuse_to_lead_secrets_elsewhere(self, WHERE_A_LOGIN_GOES)

    def get_mode_color(self) -> str | None:
        """Return the color of the mode's badge."""
        return ModeChoices.colors.get(self.mode)

    @property
    def has_schedule(self) -> bool:
        """Whether the endpoint names when it is synced."""
        return bool(self.sync_interval_id or self.sync_crontab_id)

    @hidden_from_templates
    def spec(self) -> EndpointSpec:
        """Return what the backend must know. A token wins over a password. Raises SecretUnreadable."""
        has_token = bool(self.token_name)
        return EndpointSpec(
            name=self.name,
            ip_address=self.ip_address or self.domain,
            domain=self.domain,
            port=self.port,
            username=self.username,
            password='' if has_token else self.password.reveal(f'password of endpoint "{self.name}"'),
            token_name=self.token_name,
            token_value=self.token_value.reveal(f'token of endpoint "{self.name}"') if has_token else '',
            verify_ssl=self.verify_ssl,
            timeout=self.timeout,
        )

    def spec_digest(self, spec: EndpointSpec) -> str:
        """Return a keyed digest that changes when the backend must be told something new."""
        content = json.dumps([self.backend_id, *(getattr(spec, name) for name in spec.__slots__)])
        return salted_hmac('netbox_proxbox.registration', content, algorithm='sha256').hexdigest()

    def registration(self) -> EndpointRef | None:
        """Return the record of the backend that stood for this endpoint last, if there is one."""
        if self.registered_id is None:
            return None
        return EndpointRef(name=self.registered_name, backend_id=self.registered_id)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Load a row, and remember the schedule that it came with."""
        endpoint = super().from_db(db, field_names, values, **kwargs)
        endpoint._saved_schedule = endpoint._schedule()
        return endpoint

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edit. A schedule that was changed holds from the next tick on."""
        if self._schedule() != self._saved_schedule:
            self.next_sync_at = None
            self.overdue_at = deadline_of_new_schedule() if self.has_schedule else None
            self.forget(*SCHEDULE_NOTES)
            if kwargs.get('update_fields') is not None:
                kwargs['update_fields'] = {*kwargs['update_fields'], *SCHEDULE_NOTES}
        super().save(*args, **kwargs)
        self._saved_schedule = self._schedule()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, but let a sync that writes at this moment end first: its rows would not be looked for."""
        with transaction.atomic():
            # The same order as a sync locks in: the run, then the endpoint.
            for rows in (self.sync_runs.all(), type(self).objects.filter(pk=self.pk)):
                list(rows.select_for_update().values_list('pk'))
            return super().delete(*args, **kwargs)

    def _schedule(self) -> tuple[Any, ...]:
        """Return what decides when the endpoint is due, as far as it is loaded."""
        return tuple(self.__dict__.get(name) for name in ('sync_interval_id', 'sync_crontab_id', 'enabled'))
