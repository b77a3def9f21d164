"""One member of a cluster, asked over one connection with the login of its endpoint."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from netbox_proxbox.errors import (
    ProxmoxAnswerInvalid,
    ProxmoxCertificateChanged,
    ProxmoxCertificateExpired,
    ProxmoxCertificateForAnotherName,
    ProxmoxConnectionClosed,
    ProxmoxError,
    ProxmoxHandshakeFailed,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxTimeout,
    ProxmoxTlsError,
    ProxmoxUnreachable,
    ProxmoxWithoutTls,
)
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.fingerprint import fingerprint_of
from netbox_proxbox.sources.network_faults import Fault, NetworkFailure
from netbox_proxbox.sources.retry import Budget
from netbox_proxbox.sources.transport import Transport
from netbox_proxbox.sources.values import text

from .connection import Address, Login, ProxmoxConnection
from .refusals import data_of
from .tickets import tickets

__all__ = ('Member',)

ERRORS: dict[Fault, type[ProxmoxError]] = {
    Fault.INVALID_URL: ProxmoxError,
    Fault.TIMEOUT: ProxmoxTimeout,
    Fault.WITHOUT_TLS: ProxmoxWithoutTls,
    Fault.NOT_TRUSTED: ProxmoxTlsError,
    Fault.OUT_OF_DATE: ProxmoxCertificateExpired,
    Fault.FOR_ANOTHER_NAME: ProxmoxCertificateForAnotherName,
    Fault.NO_HANDSHAKE: ProxmoxHandshakeFailed,
    Fault.CLOSED_IN_HANDSHAKE: ProxmoxConnectionClosed,
    Fault.TOO_LARGE: ProxmoxAnswerInvalid,
}
TICKET = '/access/ticket'
# A ticket of Proxmox VE has some 500 characters.
LONGEST_TICKET = 4096
# Good for answering the challenge alone; u2f and tfa as Proxmox VE 6 writes them.
HALF_TICKET = re.compile(r'!tfa!|:(tfa|u2f)!')


class Member:
    """Sends questions to one address. Every method raises nothing but a ProxmoxError."""

    def __init__(self, connection: ProxmoxConnection, address: Address) -> None:
        self.address = address
        self.requests = 0
        self._connection = connection
        self._transport = Transport(address.url, address.trust, connect_seconds=connection.connect_seconds)
        self._asked = Question(whom=str(address), endpoint=connection.endpoint, secrets=connection.login.secrets)

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def get(self, path: str, seconds: float) -> Any:
        """The data that a GET is answered with, within these seconds. A ticket that is refused is asked for anew."""
        budget, login = Budget(seconds), self._connection.login
        if login.has_token:
            return data_of(self._exchange('GET', path, _token(login), budget.left), self._asked)
        kept = tickets.get(self._connection)
        if kept is not None:
            with suppress(ProxmoxLoginRefused):
                return self._get_with(kept, path, budget)
        return self._get_with(self._new_ticket(budget), path, budget)

    def _get_with(self, ticket: str, path: str, budget: Budget) -> Any:
        cookie = quote(ticket, safe='')
        asked = replace(self._asked, secrets=(*self._asked.secrets, ticket, cookie))
        try:
            return data_of(self._exchange('GET', path, {'Cookie': f'PVEAuthCookie={cookie}'}, budget.left), asked)
        except ProxmoxLoginRefused:
            tickets.forget(self._connection)
            raise

    def _new_ticket(self, budget: Budget) -> str:
        login = self._connection.login
        payload = {'username': login.username, 'password': login.password}
        found = data_of(self._exchange('POST', TICKET, {}, budget.left, payload), self._asked)
        ticket = text(found.get('ticket'), longest=LONGEST_TICKET) if isinstance(found, dict) else None
        if ticket is None:
            raise self._error(ProxmoxAnswerInvalid, 'It gave no ticket for the password.')
        if found.get('NeedTFA') or HALF_TICKET.search(ticket):
            raise self._error(ProxmoxNeedsSecondFactor)
        tickets.keep(self._connection, ticket)
        return ticket

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], seconds: float, payload: object = None
    ) -> Answer:
        self.requests += 1
        try:
            return self._transport.exchange(method, path, headers=headers, payload=payload, seconds=seconds)
        except NetworkFailure as failure:
            raise self._failed(failure) from None

    def _failed(self, failure: NetworkFailure) -> ProxmoxError:
        if failure.fault is Fault.OTHER_CERTIFICATE:
            expected = ' or '.join(sorted(self.address.trust.fingerprints))
            shown = fingerprint_of(failure.certificate)
            return ProxmoxCertificateChanged(self._asked.endpoint, self._asked.whom, expected, shown)
        return self._error(ERRORS.get(failure.fault, ProxmoxUnreachable), failure.reason)

    def _error(self, kind: type[ProxmoxError], detail: str = '') -> ProxmoxError:
        return kind(self._asked.endpoint, self._asked.whom, detail)


def _token(login: Login) -> dict[str, str]:
    """Escaped, for Proxmox VE undoes the escapes of a URI, and names of users may hold what no header can."""
    token = f'{login.username}!{login.token_name}={login.token_value}'
    return {'Authorization': f'PVEAPIToken={quote(token, safe="@!=")}'}
