"""The steps from NetBox to the metrics of a node, in their order, and which errors end at which of them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.errors import (
    EndpointLoginRefused,
    EndpointRejected,
    EndpointRightsMissing,
    EndpointStatusUnreadable,
    LostMember,
    ProxboxError,
    ReadingIncomplete,
    RegistrationStale,
)

__all__ = (
    'BACKEND',
    'CONNECTION',
    'ENDS_AT',
    'LOGIN',
    'METRICS',
    'OTHERS',
    'REGISTRATION',
    'RIGHTS',
    'SUBJECTS',
    'TLS',
)

BACKEND: Final = 'backend'
REGISTRATION: Final = 'registration'
CONNECTION: Final = 'connection'
TLS: Final = 'tls'
LOGIN: Final = 'login'
RIGHTS: Final = 'rights'
METRICS: Final = 'metrics'
OTHERS: Final = 'others'
SUBJECTS = {
    BACKEND: _('Backend'),
    REGISTRATION: _('Registration'),
    CONNECTION: _('Connection to Proxmox VE'),
    TLS: _('TLS of Proxmox VE'),
    LOGIN: _('Login'),
    RIGHTS: _('Cluster status'),
    METRICS: _('Metrics of nodes'),
}
# Where the way to Proxmox VE ends; of other errors of an endpoint it is not known that it got as far as a connection.
ENDS_AT: dict[type[ProxboxError], str] = {
    EndpointRejected: REGISTRATION,
    RegistrationStale: REGISTRATION,
    EndpointLoginRefused: LOGIN,
    EndpointRightsMissing: RIGHTS,
    EndpointStatusUnreadable: RIGHTS,
    ReadingIncomplete: RIGHTS,
    LostMember: RIGHTS,
}
