"""The endpoint records of proxbox-api 0.0.30, as the captures show them: names unique, ids given again."""

from typing import Any

from .captured import captured_body
from .scripted_backend import Received, Reply, captured_reply

__all__ = ('EndpointRecords',)

RECORDS = '/proxmox/endpoints'
SECRETS = ('password', 'token_name', 'token_value')


class EndpointRecords:
    """Answers requests to `/proxmox/endpoints`; `rows` is what is stored, secrets included."""

    def __init__(self, *names: str) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        for name in names:
            self._insert({'name': name, 'ip_address': '192.0.2.1', 'enabled': True, 'password': 'old'})

    def __call__(self, received: Received) -> Reply:
        if received.path == RECORDS:
            return self._create(received.payload) if received.method == 'POST' else self._page(received.query)
        record_id = int(received.path.rpartition('/')[2])
        if record_id not in self.rows:
            return captured_reply('endpoint_put_missing' if received.method == 'PUT' else 'endpoint_missing')
        if received.method == 'DELETE':
            del self.rows[record_id]
            return Reply(body={'message': 'Proxmox endpoint deleted.'})
        return self._change(record_id, received.payload) if received.method == 'PUT' else self._public(record_id)

    def id_of(self, name: str) -> int:
        """The id of the only record of that name."""
        (found,) = (record_id for record_id, row in self.rows.items() if row['name'] == name)
        return found

    def _create(self, payload: dict[str, Any]) -> Reply:
        return self._refusal(payload, None) or self._public(self._insert(payload))

    def _change(self, record_id: int, payload: dict[str, Any]) -> Reply:
        if refusal := self._refusal(payload, record_id):
            return refusal
        self.rows[record_id].update(payload)
        return self._public(record_id)

    def _page(self, query: dict[str, str]) -> Reply:
        offset, limit = int(query['offset']), int(query['limit'])
        return Reply(body=[self._public(record_id).body for record_id in list(self.rows)[offset : offset + limit]])

    def _refusal(self, payload: dict[str, Any], record_id: int | None) -> Reply | None:
        if bool(payload['token_name']) != bool(payload['token_value']):
            return captured_reply('endpoint_half_token')
        if not payload['password'] and not payload['token_name']:
            return captured_reply('endpoint_without_credentials')
        if any(row['name'] == payload['name'] for other, row in self.rows.items() if other != record_id):
            return captured_reply('endpoint_duplicate')
        return None

    def _insert(self, row: dict[str, Any]) -> int:
        record_id = max(self.rows, default=0) + 1
        self.rows[record_id] = dict(row)
        return record_id

    def _public(self, record_id: int) -> Reply:
        row = {key: value for key, value in self.rows[record_id].items() if key not in SECRETS}
        return Reply(body={**captured_body('endpoint'), **row, 'id': record_id})
