"""A Proxmox VE API address and the login for it."""

import json
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.signals import m2m_changed
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from netbox_proxbox.choices import ModeChoices, SyncStatusChoices
from netbox_proxbox.errors import SecretError
from netbox_proxbox.secrets.destination import refuse_to_lead_secrets_elsewhere
from netbox_proxbox.secrets.encryption import hidden_from_templates
from netbox_proxbox.secrets.fields import SecretField
from netbox_proxbox.sources.records import EndpointRef, EndpointSpec

from .absence import POLICY, AbsencePolicyModel
from .back_off import NO_BACK_OFF
from .creation import CREATION, LINKING_COLUMNS, CreationModel, note_who_tags
from .directly_read import ADDRESSES, LEARNED, TRUST, DirectlyReadModel
from .entered import DEFAULT_PORT, DEFAULT_USER, address_of, login_of
from .held_reading import NOTHING_HELD, HeldReadingModel
from .linking_rules import LINKING
from .login_destination import others_who_get_the_login
from .scheduled import ScheduledModel
from .sync_run import HAS_PLAN

__all__ = ('ProxmoxEndpoint',)

REGISTRATION = ('registered_id', 'registered_name', 'registered_digest')
PATIENCE = ('timeout', 'use_other_members')
LOGIN = ('username', 'password', 'token_name', 'token_value')


class ProxmoxEndpoint(ScheduledModel, DirectlyReadModel, AbsencePolicyModel, CreationModel, HeldReadingModel):
    """One Proxmox VE API address and its credentials, read directly or through a backend.

    `mode` is set by each sync. The fields from `registered_id` on are the worker's notes: which record of the
    backend stands for this endpoint; which members its cluster was seen to have, each with the fingerprint of its
    certificate, by a connection whose certificate was verified; when it was read last; and how many syncs failed since,
    without those that proxbox-api is to blame for.
    """

    name = models.CharField(_('name'), max_length=100, unique=True, db_collation='natural_sort')
    backend = models.ForeignKey(
        'netbox_proxbox.ProxboxBackend',
        on_delete=models.PROTECT,
        related_name='endpoints',
        null=True,
        blank=True,
        verbose_name=_('read through'),
        help_text=_('A proxbox-api. Without one, Proxmox VE is read directly, and no second service is needed.'),
    )
    domain = models.CharField(
        _('host name'),
        max_length=255,
        blank=True,
        help_text=_('Such as pve1.example.com. Tried before the IP address when both are given.'),
    )
    ip_address = models.GenericIPAddressField(_('IP address'), null=True, blank=True)
    port = models.PositiveIntegerField(
        _('port'), default=DEFAULT_PORT, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    username = models.CharField(
        _('user name'), max_length=255, default=DEFAULT_USER, help_text=_('With its realm, such as root@pam')
    )
    password = SecretField(_('password'), blank=True, help_text=_('Not needed with a token'))
    token_name = models.CharField(
        _('token name'), max_length=255, blank=True, help_text=_('Such as netbox, or the whole id: root@pam!netbox')
    )
    token_value = SecretField(
        _('token value'), blank=True, help_text=_('The secret, or root@pam!netbox=secret as a whole')
    )
    verify_ssl = models.BooleanField(_('verify TLS'), default=True)
    timeout = models.PositiveSmallIntegerField(
        _('timeout'),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_('Seconds to wait for one answer of Proxmox VE: 35 if nothing is set, 5 in proxbox-api'),
    )
    mode = models.CharField(_('mode'), max_length=20, choices=ModeChoices, default=ModeChoices.UNDEFINED)
    registered_id = models.PositiveBigIntegerField(_('id in the backend'), null=True, blank=True, editable=False)
    registered_name = models.CharField(_('name in the backend'), max_length=100, blank=True, editable=False)
    registered_digest = models.CharField(max_length=64, blank=True, editable=False)
    last_read_at = models.DateTimeField(_('last read'), null=True, blank=True, editable=False)
    failed_runs = models.PositiveIntegerField(_('failed syncs in a row'), default=0, db_default=0, editable=False)

    clone_fields = (
        *('backend', 'port', 'username', 'verify_ssl', 'ca_certificate', 'use_other_members', 'timeout', 'enabled'),
        *('sync_interval', 'sync_crontab', *POLICY, *LINKING, *CREATION),
    )
    synced_fields = (
        *ScheduledModel.synced_fields,
        *REGISTRATION,
        *LEARNED,
        *NO_BACK_OFF,
        *NOTHING_HELD,
        *('mode', 'last_read_at', 'failed_runs'),
    )

    watched_fields = (
        *(*ScheduledModel.watched_fields, 'backend_id', *ADDRESSES, *TRUST, *LOGIN, *PATIENCE),
        *LINKING_COLUMNS,
    )

    class Meta:
        ordering = ('name',)
        verbose_name = _('Proxmox endpoint')
        verbose_name_plural = _('Proxmox endpoints')
        permissions = [('sync', 'Sync clusters and nodes from Proxmox')]

    def __str__(self) -> str:
        return self.name

    @property
    def is_direct(self) -> bool:
        """Whether Proxmox VE is read directly, without a proxbox-api."""
        return self.backend_id is None

    def clean(self) -> None:
        """Check what only makes sense together: an address, and a login for it. Both are taken apart first."""
        super().clean()
        self.domain, self.ip_address, self.port = address_of(self.domain, self.ip_address, self.port)
        self.clean_directly_read({self.domain, self.ip_address or ''})
        self._take_login_apart()
        if not self.ip_address and not self.domain:
            raise ValidationError({'ip_address': _('Give an IP address or a host name.')})
        if bool(self.token_name) != bool(self.token_value):
            raise ValidationError({'token_name': _('A token needs both its name and its value.')})
        if not self.password and not self.token_name:
            raise ValidationError({'password': _('Give a password, or a token name and token value.')})
        refuse_to_lead_secrets_elsewhere(self, others_who_get_the_login)

    def _take_login_apart(self) -> None:
        """Give user, token name and token value what was entered in place of any of them; a stored value stays."""
        entered = self.token_value.reveal() if self.token_value.is_new else ''
        self.username, self.token_name, value = login_of(self.username, self.token_name, entered)
        if value != entered:
            self.token_value = value
            self.clean_fields(exclude={field.name for field in self._meta.fields if field.name != 'token_value'})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edit. What was learned of an address, or is known in a backend, does not hold for another one."""
        fields = kwargs.get('update_fields')
        if not self._state.adding and (stale := self._stale_notes(fields)):
            for name, value in stale.items():
                setattr(self, name, value)
            self.forget(*stale)
            kwargs['update_fields'] = None if fields is None else {*fields, *stale}
            if stale.keys() >= LEARNED.keys():
                self._withdraw_decisions()
        super().save(*args, **kwargs)

    def _withdraw_decisions(self) -> None:
        """Forget plans and confirmed deletions: they are about what was read where it led before."""
        with transaction.atomic():
            self.sync_runs.filter(HAS_PLAN).update(plan=None)
            # One that applies a plan is refused: nothing was shown of where it leads now.
            applying = self.sync_runs.filter(status__in=SyncStatusChoices.ACTIVE, plan__isnull=False)
            applying.update(plan=[])
            # The order in which a sync locks.
            list(type(self).objects.filter(pk=self.pk).select_for_update(no_key=True).values_list('pk'))
            self.nodes.filter(deletion_confirmed=True).update(deletion_confirmed=False)

    def _stale_notes(self, update_fields: Iterable[str] | None) -> dict[str, Any]:
        """Return the notes that mean nothing after this save, with what they become."""
        saved = set(self.watched_fields) if update_fields is None else self.columns_of(update_fields)
        edited = {name for name in saved & set(self.watched_fields) if self.is_edited(name)}
        stale: dict[str, Any] = {}
        if 'backend_id' in edited:
            stale |= {'registered_id': None, 'registered_name': '', 'registered_digest': ''}
        if edited & {'backend_id', *ADDRESSES, *TRUST}:
            stale |= deepcopy({**LEARNED, **NOTHING_HELD})
        if edited & {'backend_id', 'enabled', *ADDRESSES, *TRUST, *LOGIN, *PATIENCE}:
            stale |= NO_BACK_OFF
        return stale

    def get_mode_color(self) -> str | None:
        """Return the color of the mode's badge."""
        return ModeChoices.colors.get(self.mode)

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
        return EndpointRef(name=self.registered_name, record_id=self.registered_id)

    def is_readable(self) -> bool:
        """Tell whether it can be read at once: directly, or through a backend that knows the endpoint as it is now.

        Whoever reads it tells of an unreadable login.
        """
        if self.is_direct:
            return True
        try:
            return self.registration() is not None and self.spec_digest(self.spec()) == self.registered_digest
        except SecretError:
            return False

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, but let a sync that writes at this moment end first: its rows would not be looked for."""
        with transaction.atomic():
            # The same order as a sync locks in: the run, then the endpoint.
            for rows in (self.sync_runs.order_by('pk'), type(self).objects.filter(pk=self.pk)):
                list(rows.select_for_update().values_list('pk'))
            return super().delete(*args, **kwargs)


m2m_changed.connect(note_who_tags, sender=ProxmoxEndpoint.create_tags.through)
