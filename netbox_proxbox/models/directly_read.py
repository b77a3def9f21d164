"""What an endpoint has for being read directly: other addresses, why certificates are trusted, and what was learned."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .back_off import BackOffModel
from .direct import ca_certificate, further_addresses, tls_fingerprint, validate_ca_certificate

__all__ = ('ADDRESSES', 'LEARNED', 'TRUST', 'DirectlyReadModel')

ADDRESSES = ('domain', 'ip_address', 'port', 'further_addresses')
TRUST = ('verify_ssl', 'ca_certificate', 'tls_fingerprint')
# What was learned of a cluster through an address holds for what that address leads to.
LEARNED: Mapping[str, Any] = {
    'members': [],
    'members_read_as': '',
    'root_ca': '',
    'last_address': '',
    'pve_version': '',
    'details_read_at': None,
}


class DirectlyReadModel(BackOffModel):
    """Says how the certificates of its addresses are verified, and notes the members that its cluster was seen to have.

    The notes from `members` on are the worker's: `root_ca` is as in a topology, from a connection whose certificate was
    verified, also by a proxbox-api. Members are taken from connections whose certificate was verified, and
    asked only as long as addresses and trust are those that they were read with.
    """

    ca_certificate = models.TextField(
        _('CA certificate'),
        blank=True,
        default='',
        db_default='',
        validators=[validate_ca_certificate],
        help_text=_(
            'The file /etc/pve/pve-root-ca.pem of any node. Without it, the authorities of the system count. '
            'A proxbox-api does not use it.'
        ),
    )
    tls_fingerprint = models.CharField(
        _('certificate fingerprint'),
        max_length=255,
        blank=True,
        default='',
        db_default='',
        help_text=_(
            'SHA-256, as Proxmox VE shows it under Certificates. Trusts that one certificate, until it is renewed. '
            'A proxbox-api does not use it.'
        ),
    )
    further_addresses = ArrayField(
        models.CharField(max_length=262),
        verbose_name=_('further addresses'),
        default=list,
        db_default=[],
        blank=True,
        help_text=_(
            'Other members of the cluster, separated by commas. They are asked when the first does not answer. '
            'A proxbox-api does not use them.'
        ),
    )
    use_other_members = models.BooleanField(
        _('use other members'),
        default=True,
        db_default=True,
        help_text=_(
            'Ask the members that the cluster itself has named, too, if each has the certificate that was named with '
            'it. A proxbox-api does not.'
        ),
    )
    members = models.JSONField(_('members'), default=list, db_default=[], blank=True, editable=False)
    members_read_as = models.CharField(max_length=64, blank=True, default='', db_default='', editable=False)
    root_ca = models.CharField(max_length=95, blank=True, default='', db_default='', editable=False)
    last_address = models.CharField(
        _('last address'), max_length=262, blank=True, default='', db_default='', editable=False
    )
    pve_version = models.CharField(
        _('version of Proxmox VE'), max_length=50, blank=True, default='', db_default='', editable=False
    )
    details_read_at = models.DateTimeField(_('details read'), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean_directly_read(self, first_addresses: set[str]) -> None:
        """Give what only a direct reading uses its one spelling; `first_addresses` need not be named again."""
        try:
            self.further_addresses = further_addresses(self.further_addresses, first_addresses)
        except ValidationError as error:
            raise ValidationError({'further_addresses': error}) from None
        try:
            self.tls_fingerprint = tls_fingerprint(self.tls_fingerprint)
        except ValidationError as error:
            raise ValidationError({'tls_fingerprint': error}) from None
        self.ca_certificate = ca_certificate(self.ca_certificate)
        if self.ca_certificate and self.tls_fingerprint:
            told = _('Give a CA certificate or the fingerprint of one certificate, not both.')
            raise ValidationError({'tls_fingerprint': told})

    def trust_digest(self) -> str:
        """Return a digest that changes with the addresses, with what makes a certificate there trusted, and who asks.

        It belongs to what was read: after an edit that may be of another host.
        """
        through = [] if self.backend_id is None else [self.backend_id]
        content = json.dumps([*(getattr(self, name) for name in (*ADDRESSES, *TRUST)), *through])
        return salted_hmac('netbox_proxbox.trust', content, algorithm='sha256').hexdigest()
