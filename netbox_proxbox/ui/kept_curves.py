"""CPU and memory of nodes in the past, which Proxmox VE is asked for once a minute, however many look at them."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from netbox_proxbox.errors import (
    BackendError,
    EndpointLoginRefused,
    NoMemberAnswers,
    ProxboxError,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxTimeout,
    ProxmoxUnreachable,
    RegistrationStale,
    SecretError,
    SyncError,
)
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.reading.curves import curve_of
from netbox_proxbox.sources.curves import Curve, Sample, Timeframe

__all__ = ('Failure', 'kept_curve')

SECONDS_KEPT: Final = 60
# For these nobody was asked, so there is nobody to be spared.
WITHOUT_A_QUESTION = (SyncError, SecretError, RegistrationStale)
# What holds for every node of the endpoint: it is not asked of each of them.
OF_ALL_NODES = (
    BackendError,
    EndpointLoginRefused,
    NoMemberAnswers,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxTimeout,
    ProxmoxUnreachable,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no curve, and what to do."""

    cause: str
    cure: str


def kept_curve(node: ProxmoxNode, timeframe: Timeframe) -> Curve | Failure:
    """Return the curve of a node, or why there is none, as it was told within the last minute or is told now."""
    try:
        of_endpoint = _key_of(node.endpoint)
    except SecretError as error:
        return Failure(error.cause, error.cure)
    of_node = f'{of_endpoint}.{node.pk}.{timeframe}'
    kept = cache.get_many((of_node, of_endpoint))
    found = kept.get(of_node) or kept.get(of_endpoint)
    return _restored(found) if found else _asked(node, timeframe, of_node, of_endpoint)


def _key_of(endpoint: ProxmoxEndpoint) -> str:
    """Return a key that is another one after any edit of who is asked, with which login, and whom it is given to."""
    backend = endpoint.backend
    parts = (endpoint.trust_digest(), endpoint.spec_digest(endpoint.spec()), backend and backend.last_updated)
    digest = salted_hmac('netbox_proxbox.curves', str(parts), algorithm='sha256').hexdigest()
    return f'netbox_proxbox.curves.{endpoint.pk}.{digest}'


def _asked(node: ProxmoxNode, timeframe: Timeframe, of_node: str, of_endpoint: str) -> Curve | Failure:
    try:
        curve = curve_of(node, timeframe)
    except ProxboxError as error:
        if not isinstance(error, WITHOUT_A_QUESTION):
            key = of_endpoint if isinstance(error, OF_ALL_NODES) else of_node
            cache.set(key, {'cause': error.cause, 'cure': error.cure}, SECONDS_KEPT)
        return Failure(error.cause, error.cure)
    # Plain types, which another release can read as well.
    cache.set(of_node, {'samples': [[each.time, each.cpu, each.memory] for each in curve]}, SECONDS_KEPT)
    return curve


def _restored(kept: dict[str, Any]) -> Curve | Failure:
    if 'samples' in kept:
        return tuple(Sample(*values) for values in kept['samples'])
    return Failure(kept['cause'], kept['cure'])
