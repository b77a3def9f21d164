"""CPU and memory of a node in the past, asked from Proxmox VE for a person who waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.utils import timezone

from netbox_proxbox.errors import EndpointBacksOff
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sources.curves import Curve, Timeframe
from netbox_proxbox.sources.proxbox_api.source import ProxboxApiSource
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.source import Source

from .backends import opened_for_a_test
from .direct import connection_to
from .endpoint import refuse_if_unavailable, secrets_of
from .registration import reference_of

__all__ = ('curve_of',)

# Proxmox VE holds a refused login back for three seconds: with less it would be told as a timeout.
SECONDS = 5.0
# For one of several addresses, so that one that is silent leaves time for the next.
SECONDS_FOR_ONE = 4.0


def curve_of(node: ProxmoxNode, timeframe: Timeframe) -> Curve:
    """Return CPU and memory of a node in the last hour, day or week. Raises a ProxboxError.

    Each question is asked once, and nobody is asked who is disabled, paused or backs off. A failure does not count:
    who looks at pages must not keep syncs waiting. Only an API key that is refused pauses its backend, as in a test.
    """
    refuse_if_unavailable(node.endpoint)
    _refuse_if_backing_off(node.endpoint)
    with _opened_for_a_moment(node.endpoint) as source:
        return source.curve(node.name, timeframe)


def _refuse_if_backing_off(endpoint: ProxmoxEndpoint) -> None:
    asked = endpoint.backend or endpoint
    if asked.paused_until is not None and asked.paused_until > timezone.now():
        until = timezone.localtime(asked.paused_until)
        raise EndpointBacksOff(endpoint.name, f'{until:%H:%M:%S}', asked.pause_cause)


@contextmanager
def _opened_for_a_moment(endpoint: ProxmoxEndpoint) -> Iterator[Source]:
    if endpoint.backend is not None:
        ref = reference_of(endpoint, endpoint.backend)
        with opened_for_a_test(endpoint.backend, *secrets_of(endpoint), seconds=SECONDS) as api:
            yield ProxboxApiSource(api, ref)
        return
    connection = connection_to(endpoint)
    one = SECONDS_FOR_ONE if len(connection.addresses) > 1 else SECONDS
    connection = replace(connection, timeout=min(connection.timeout, one))
    with ProxmoxSource(connection, budget=SECONDS, attempts=1) as source:
        yield source
