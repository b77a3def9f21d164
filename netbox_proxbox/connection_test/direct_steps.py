"""The steps from NetBox to the metrics of a Proxmox VE that is read directly, and which errors end at which of them."""

from django.utils.translation import gettext_lazy as _

from netbox_proxbox.errors import (
    ProxboxError,
    ProxmoxConnectionClosed,
    ProxmoxHandshakeFailed,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxRightsMissing,
    ProxmoxTimeout,
    ProxmoxTlsError,
    ProxmoxUnreachable,
    ProxmoxWithoutTls,
    ReadingIncomplete,
)

from .endpoint_steps import CONNECTION, LOGIN, METRICS, OTHERS, RIGHTS, TLS

__all__ = ('SUBJECTS', 'ends_at', 'has_answered')

SUBJECTS = {
    CONNECTION: _('Connection'),
    TLS: _('Certificate'),
    LOGIN: _('Login'),
    RIGHTS: _('Cluster status'),
    METRICS: _('Metrics of nodes'),
    OTHERS: _('Other members'),
}
ENDS_AT: tuple[tuple[type[ProxboxError], str], ...] = (
    (ProxmoxTlsError, TLS),
    (ProxmoxLoginRefused, LOGIN),
    (ProxmoxNeedsSecondFactor, LOGIN),
    (ProxmoxRightsMissing, RIGHTS),
    (ReadingIncomplete, RIGHTS),
)
WITHOUT_ANSWER = (
    ProxmoxConnectionClosed,
    ProxmoxHandshakeFailed,
    ProxmoxTimeout,
    ProxmoxTlsError,
    ProxmoxUnreachable,
    ProxmoxWithoutTls,
)


def ends_at(error: ProxboxError) -> str:
    """Return the step that this error ends; of what is no answer of a login, the connection."""
    return next((step for kind, step in ENDS_AT if isinstance(error, kind)), CONNECTION)


def has_answered(error: ProxboxError) -> bool:
    """Tell whether something was answered at all, over TLS that is trusted."""
    return not isinstance(error, WITHOUT_ANSWER)
