"""The addresses of an endpoint beside the one that answered, each tried at the same time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.utils.translation import gettext as _

from netbox_proxbox.errors import ProxmoxError
from netbox_proxbox.health.findings import Level
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxmox_ve.connection import Address, ProxmoxConnection
from netbox_proxbox.sources.proxmox_ve.member import Member

from .checklist import Checklist
from .endpoint_steps import OTHERS

__all__ = ('answer_of', 'note_others')

VERSION = '/version'


def note_others(
    checklist: Checklist, endpoint: ProxmoxEndpoint, connection: ProxmoxConnection, answered_by: str, seconds: float
) -> None:
    """Note which of the others would answer, and why not."""
    others = [address for address in connection.addresses if str(address) != answered_by]
    if not others:
        checklist.passed(OTHERS, _none(endpoint))
        return
    with ThreadPoolExecutor(max_workers=len(others)) as threads:
        errors = list(threads.map(lambda address: answer_of(connection, address, seconds), others))
    failed = [error.cause for error in errors if error is not None]
    answering = [str(address) for address, error in zip(others, errors, strict=True) if error is None]
    told = ' '.join([_reached(answering), *failed])
    if failed:
        checklist.note(OTHERS, Level.WARNING, told, _('One that answers is enough; who does not is passed over.'))
    else:
        checklist.passed(OTHERS, told)


def answer_of(connection: ProxmoxConnection, address: Address, seconds: float) -> ProxmoxError | None:
    """Return why an address does not answer to the login of an endpoint, if it does not."""
    member = Member(connection, address)
    try:
        member.get(VERSION, seconds)
    except ProxmoxError as error:
        return error
    finally:
        member.close()
    return None


def _reached(answering: Sequence[str]) -> str:
    return _('These answer too: {addresses}.').format(addresses=', '.join(answering)) if answering else ''


def _none(endpoint: ProxmoxEndpoint) -> str:
    if not endpoint.verify_ssl:
        return _('No other address was entered, and without verification no other member is asked.')
    if not endpoint.use_other_members:
        return _('No other address was entered, and other members are not to be asked.')
    return _('No other address is known. The members of a cluster are learned by its first sync.')
