"""The way to a Proxmox VE that is read directly, with its failures counted, so that it backs off by itself."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db.models import QuerySet

from netbox_proxbox.errors import NoMemberAnswers, ProxboxError, ProxmoxError
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.models.back_off import NO_BACK_OFF
from netbox_proxbox.models.direct import host_and_port
from netbox_proxbox.sources.proxmox_ve.connection import Address, Login, ProxmoxConnection
from netbox_proxbox.sources.proxmox_ve.source import ProxmoxSource
from netbox_proxbox.sources.retry import ATTEMPTS
from netbox_proxbox.sources.trust import Trust

from .back_off import end_back_off, note_failure

__all__ = ('connection_to', 'note_answer', 'noted', 'opened_directly')

logger = logging.getLogger(__name__)

DEFAULT_TIMEOUT = 35.0
# Of a large cluster that is out of reach as a whole, not every member is waited for.
MOST_OTHER_MEMBERS = 3


@contextmanager
def opened_directly(endpoint: ProxmoxEndpoint) -> Iterator[ProxmoxSource]:
    """Open the way to an endpoint. One that failed the last time is asked without retries. Raises SecretUnreadable."""
    attempts = 1 if endpoint.failures else ATTEMPTS
    with ProxmoxSource(connection_to(endpoint), attempts=attempts) as source:
        try:
            yield source
        except ProxboxError as error:
            error.retries = source.retries
            raise


@contextmanager
def noted(endpoint: ProxmoxEndpoint) -> Iterator[None]:
    """Note on the endpoint's row how its host answered within the block."""
    try:
        yield
    except (ProxmoxError, NoMemberAnswers) as error:
        note_failure(_as_it_was(endpoint), error)
        raise
    except ProxboxError:
        # It has answered, with what cannot be used.
        note_answer(endpoint)
        raise
    note_answer(endpoint)


def connection_to(endpoint: ProxmoxEndpoint) -> ProxmoxConnection:
    """Return how to reach an endpoint, the address that worked last first. Raises SecretUnreadable.

    Members that were learned with other addresses or another trust are not asked: a form, or a program that does not
    know of them, may have changed those.
    """
    members = endpoint.members if endpoint.members_read_as == endpoint.trust_digest() else []
    spec = endpoint.spec()
    login = Login(
        username=spec.username,
        password=spec.password,
        token_name=spec.token_name,
        token_value=spec.token_value,
    )
    return ProxmoxConnection(
        endpoint=endpoint.name,
        addresses=tuple(_last_first(endpoint, _addresses(endpoint, members))),
        login=login,
        timeout=float(endpoint.timeout or DEFAULT_TIMEOUT),
    )


def _addresses(endpoint: ProxmoxEndpoint, members: Sequence[Mapping[str, str]]) -> list[Address]:
    """Return what a person entered and, of the members that the cluster named, those that prove who they are."""
    entered = filter(None, (endpoint.domain, endpoint.ip_address, *endpoint.further_addresses))
    trust = _trust(endpoint, members)
    found = [_address(text, endpoint.port, trust) for text in entered]
    if endpoint.use_other_members and endpoint.verify_ssl:
        known = {(address.host, address.port) for address in found}
        named = (_of_member(member, endpoint.port) for member in members)
        others = [member for member in named if (member.host, member.port) not in known]
        found += _last_first(endpoint, others)[:MOST_OTHER_MEMBERS]
    return found


def _last_first(endpoint: ProxmoxEndpoint, addresses: list[Address]) -> list[Address]:
    return sorted(addresses, key=lambda address: str(address) != endpoint.last_address)


def _trust(endpoint: ProxmoxEndpoint, members: Sequence[Mapping[str, str]]) -> Trust:
    """Return how an entered address proves who it is: with a pin, any member that the cluster named is as good."""
    pins = {endpoint.tls_fingerprint, *(member['fingerprint'] for member in members)}
    return Trust(
        verify=endpoint.verify_ssl,
        ca_certificate=endpoint.ca_certificate,
        fingerprints=frozenset(pins if endpoint.tls_fingerprint else ()),
    )


def _address(text: str, port: int, trust: Trust) -> Address:
    host, own_port = host_and_port(text, port)
    return Address(host=host, port=own_port, trust=trust)


def _of_member(member: Mapping[str, str], port: int) -> Address:
    return Address(host=member['address'], port=port, trust=Trust(fingerprints=frozenset({member['fingerprint']})))


def note_answer(endpoint: ProxmoxEndpoint) -> None:
    """End the back-off of an endpoint whose host answers."""
    if endpoint.failures:
        end_back_off(_as_it_was(endpoint).filter(failures__gt=0), **NO_BACK_OFF)


def _as_it_was(endpoint: ProxmoxEndpoint) -> QuerySet[ProxmoxEndpoint]:
    """Return the endpoint's row unless a person saved it meanwhile, which ends a back-off."""
    rows: QuerySet[ProxmoxEndpoint] = ProxmoxEndpoint.objects.filter(pk=endpoint.pk)
    return rows.filter(last_updated=endpoint.last_updated)
