"""The record of an endpoint in proxbox-api: created, updated or renamed, and never another's.

Facts of proxbox-api 0.0.30: names are unique; ids are given again after a deletion; a PUT is partial, but takes
credentials only as a whole; a null clears a credential; a POST is answered with 200; a record has at most
45 characters for the address, and proxbox-api tries the domain first and then the address.
"""

from dataclasses import replace
from typing import Any

from netbox_proxbox.errors import BackendAnswerInvalid, EndpointRejected
from netbox_proxbox.sources.answers import Answer, Question
from netbox_proxbox.sources.records import EndpointRef, EndpointSpec

from .client import BackendClient
from .refusals import accepted_json

__all__ = ('EndpointRecord', 'remove_record')

RECORDS = '/proxmox/endpoints'
PAGE = 100
LARGEST_ID = 2**63 - 1
LONGEST_ADDRESS = 45
# Reserved by RFC 2606 to be found nowhere, so nobody gets the credentials when the domain does not answer.
NO_ADDRESS = 'no-address.invalid'


class EndpointRecord:
    """Makes one endpoint known to one backend."""

    def __init__(self, client: BackendClient, spec: EndpointSpec) -> None:
        self._client = client
        # proxbox-api strips names when it answers, so a name with outer spaces would never be recognized.
        self._spec = replace(spec, name=spec.name.strip())
        self._asked = client.question(self._spec.name, spec.password, spec.token_value)

    def make(self, known: EndpointRef | None) -> EndpointRef:
        """The reference to the record, which now has the endpoint's name, address and login and is enabled.

        The record is found by the known id if that still has a name of ours, else by the name.
        """
        if known is not None and self._is_ours(known):
            try:
                if record := self._update(known.record_id):
                    return self._ref(record)
            except EndpointRejected:
                # The new name may belong to another record by now; only that is worth another way.
                if known.name == self._spec.name:
                    raise
        return self._create_or_adopt()

    def _is_ours(self, known: EndpointRef) -> bool:
        record = self._client.ask(self._asked, 'GET', f'{RECORDS}/{known.record_id}', read=_json_or_missing)
        return isinstance(record, dict) and record.get('name') in (known.name, self._spec.name)

    def _create_or_adopt(self) -> EndpointRef:
        """Create the record, or update the one that has the name already; that order saves reading the list."""
        try:
            return self._ref(self._client.ask(self._asked, 'POST', RECORDS, payload=self._payload()))
        except EndpointRejected:
            record_id = self._find()
            record = None if record_id is None else self._update(record_id)
            if record is None:
                raise
            return self._ref(record)

    def _update(self, record_id: int) -> Any:
        """The updated record, or None if it is gone."""
        path = f'{RECORDS}/{record_id}'
        return self._client.ask(self._asked, 'PUT', path, payload=self._payload(), read=_json_or_missing)

    def _find(self) -> int | None:
        """The id of the record with the endpoint's name; the list comes in pages."""
        offset = 0
        while True:
            page = self._client.get(self._asked, RECORDS, offset=str(offset), limit=str(PAGE))
            if not isinstance(page, list):
                raise BackendAnswerInvalid(self._asked.whom, 'It did not answer with a list of endpoints.')
            for record in page:
                if isinstance(record, dict) and record.get('name') == self._spec.name:
                    return self._ref(record).record_id
            if len(page) < PAGE:
                return None
            offset += PAGE

    def _ref(self, record: Any) -> EndpointRef:
        record_id = record.get('id') if isinstance(record, dict) else None
        if type(record_id) is not int or not 0 < record_id <= LARGEST_ID:
            raise BackendAnswerInvalid(self._asked.whom, 'It did not answer with the record of an endpoint.')
        return EndpointRef(name=self._spec.name, record_id=record_id)

    def _payload(self) -> dict[str, object]:
        spec, by_token = self._spec, bool(self._spec.token_name and self._spec.token_value)
        address, domain = _addresses(spec)
        return {
            'name': spec.name,
            'ip_address': address,
            'domain': domain,
            'port': spec.port,
            'username': spec.username,
            'password': None if by_token else spec.password or None,
            'token_name': spec.token_name if by_token else None,
            'token_value': spec.token_value if by_token else None,
            'verify_ssl': spec.verify_ssl,
            'enabled': True,
            'timeout': spec.timeout,
        }


def remove_record(client: BackendClient, ref: EndpointRef) -> None:
    """Remove a record unless its id means another endpoint by now."""
    asked, path = client.question(ref.name), f'{RECORDS}/{ref.record_id}'
    record = client.ask(asked, 'GET', path, read=_json_or_missing)
    if isinstance(record, dict) and record.get('name') == ref.name:
        client.ask(asked, 'DELETE', path, read=_json_or_missing)


def _addresses(spec: EndpointSpec) -> tuple[str, str | None]:
    """The address and the domain; a domain alone is sent as the address, lest it be tried twice."""
    address, domain = spec.ip_address.partition('/')[0].strip('[] '), spec.domain.strip()
    if address:
        return address, domain or None
    return (domain, None) if len(domain) <= LONGEST_ADDRESS else (NO_ADDRESS, domain)


def _json_or_missing(answer: Answer, asked: Question) -> Any:
    """The JSON, or None for a record that is not there; a 404 with other words is another service."""
    if answer.status == 404 and str(answer.error().get('detail')).lower().endswith('endpoint not found'):
        return None
    return accepted_json(answer, asked)
