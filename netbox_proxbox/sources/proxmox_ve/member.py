"""One member of a cluster, asked over one connection with the login of its endpoint."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from netbox_proxbox.errors import (
    ProxmoxAnswerInvalid,
    ProxmoxCertificateChanged,
    ProxmoxCertificateExpired,
    ProxmoxCertificateForAnotherName,
    ProxmoxConnectionClosed,
    ProxmoxError,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxTimeout,
    ProxmoxTlsError,
    ProxmoxUnreachable,
    ProxmoxWithoutTls,
)
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.network_faults import Fault, NetworkFailure
from netbox_proxbox.sources.transport import Transport

from .connection import Address, ProxmoxConnection
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
    Fault.CLOSED_IN_HANDSHAKE: ProxmoxConnectionClosed,
    Fault.TOO_LARGE: ProxmoxAnswerInvalid,
}
TICKET = '/access/ticket'


class Member:
    """Sends questions to one address. Every method raises nothing but a ProxmoxError."""

    def __init__(self, connection: ProxmoxConnection, address: Address) -> None:
        self.address = address
        self.requests = 0
        self._connection = connection
        self._transport = Transport(address.url, address.trust)
        self._asked = Question(whom=str(address), endpoint=connection.endpoint, secrets=connection.login.secrets)

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def get(self, path: str, seconds: float) -> Any:
        """The data that a GET is answered with. A ticket that is refused is asked for anew, once."""
        login = self._connection.login
        if login.has_token:
            token = f'PVEAPIToken={login.username}!{login.token_name}={login.token_value}'
            return data_of(self._exchange('GET', path, {'Authorization': token}, seconds), self._asked)
        ticket = tickets.get(self._connection)
        if ticket is not None:
            try:
                return data_of(self._exchange('GET', path, _cookie(ticket), seconds), self._asked)
            except ProxmoxLoginRefused:
                tickets.forget(self._connection)
        return data_of(self._exchange('GET', path, _cookie(self._new_ticket(seconds)), seconds), self._asked)

    def _new_ticket(self, seconds: float) -> str:
        login = self._connection.login
        payload = {'username': login.username, 'password': login.password}
        found = data_of(self._exchange('POST', TICKET, {}, seconds, payload), self._asked)
        if not isinstance(found, dict) or not isinstance(found.get('ticket'), str):
            raise self._error(ProxmoxAnswerInvalid, 'It gave no ticket for the password.')
        if found.get('NeedTFA') or '!tfa!' in found['ticket']:
            raise self._error(ProxmoxNeedsSecondFactor)
        tickets.keep(self._connection, found['ticket'])
        return str(found['ticket'])

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
            return ProxmoxCertificateChanged(self._asked.endpoint, self._asked.whom, expected, failure.shown)
        return self._error(ERRORS.get(failure.fault, ProxmoxUnreachable), failure.reason)

    def _error(self, kind: type[ProxmoxError], detail: str = '') -> ProxmoxError:
        return kind(self._asked.endpoint, self._asked.whom, detail)


def _cookie(ticket: str) -> dict[str, str]:
    return {'Cookie': f'PVEAuthCookie={quote(ticket, safe="")}'}
