"""NetBox's REST API as the tests use it: nothing else tells them what a sync did."""

from collections.abc import Mapping
from typing import Any

import requests

from .records import Change, Rows, Run
from .waiting import wait_for

__all__ = ('PLUGIN', 'NetBox')

PLUGIN = '/api/plugins/proxbox'
CONTENT_TYPE = 'netbox_proxbox.'
# What an endpoint says of its syncs, whatever they did.
NOTES = ('last_run', 'held_since', 'held_because', 'held_reading', 'held_decision')


class NetBox:
    """A client with a token; raises requests.HTTPError for any answer that is no success."""

    def __init__(self, url: str, token: str, **headers: str) -> None:
        self.url = url
        self._session = requests.Session()
        # A connection that is kept may be closed by gunicorn just when the next request is sent.
        self._session.headers.update({'Authorization': f'Token {token}', 'Connection': 'close', **headers})

    def get(self, path: str, **parameters: Any) -> Any:
        return self.answer('GET', path, params=parameters).json()

    def post(self, path: str, content: Mapping[str, Any]) -> Any:
        return self.answer('POST', path, json=content).json()

    def patch(self, path: str, **content: Any) -> Any:
        return self.answer('PATCH', path, json=content).json()

    def delete(self, path: str, **parameters: str) -> None:
        self.answer('DELETE', path, params=parameters)

    def find(self, path: str, **parameters: Any) -> list[Mapping[str, Any]]:
        """All objects of a list."""
        results: list[Mapping[str, Any]] = self.get(path, limit=1000, **parameters)['results']
        return results

    def answer(self, method: str, path: str, **options: Any) -> requests.Response:
        answer = self.attempt(method, path, **options)
        if not answer.ok:
            raise requests.HTTPError(f'{method} {path}: {answer.status_code} {answer.text[:500]}', response=answer)
        return answer

    def attempt(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer, also when it is a refusal."""
        return self._session.request(method, f'{self.url}{path}', timeout=30, **options)

    def request_sync(self, endpoint: int) -> Run:
        """Ask for a sync; the new run, or the one that is active."""
        return Run.parse(self.post(f'{PLUGIN}/endpoints/{endpoint}/sync/', {}))

    def sync(self, endpoint: int, *, within: float = 90.0) -> Run:
        """Ask for a sync and wait for its end."""
        return self.ended(self.request_sync(endpoint).id, within=within)

    def preview(self, endpoint: int) -> Run:
        """Ask what a sync would change, and wait for the answer."""
        return self.ended(Run.parse(self.post(f'{PLUGIN}/endpoints/{endpoint}/preview/', {})).id)

    def apply(self, preview: Run) -> Run:
        """Apply the plan of a run, and wait for the end of the sync that does."""
        return self.ended(Run.parse(self.post(f'{PLUGIN}/sync-runs/{preview.id}/apply/', {})).id)

    def confirm_deletions(self, endpoint: int, *nodes: int) -> Run:
        """Confirm what is held, or these nodes of it, and wait for the end of the sync that deletes."""
        answer = self.post(f'{PLUGIN}/endpoints/{endpoint}/confirm-deletions/', {'nodes': nodes} if nodes else {})
        return self.ended(Run.parse(answer).id)

    def decide(self, endpoint: int, decision: str) -> Run:
        """Decide about the reading that is held, and wait for the end of the sync that carries it out."""
        return self.ended(Run.parse(self.post(f'{PLUGIN}/endpoints/{endpoint}/{decision}/', {})).id)

    def held(self, endpoint: int) -> Mapping[str, Any]:
        """What is held of an endpoint."""
        found = self.get(f'{PLUGIN}/endpoints/{endpoint}/')
        return {name: found[name] for name in NOTES}

    def run(self, run_id: int) -> Run:
        return Run.parse(self.get(f'{PLUGIN}/sync-runs/{run_id}/'))

    def runs(self, endpoint: int) -> list[Run]:
        """The runs of an endpoint, the newest first."""
        return [Run.parse(run) for run in self.find(f'{PLUGIN}/sync-runs/', endpoint_id=endpoint)]

    def ended(self, run_id: int, *, within: float = 90.0) -> Run:
        """The run when it has ended; raises TimeoutError."""
        wait_for(lambda: not self.run(run_id).is_active, within=within, seen=lambda: self.run(run_id))
        return self.run(run_id)

    def rows(self, endpoint: int) -> Rows:
        """What NetBox holds of an endpoint. Its last run is another one after each sync, whatever that did."""
        nodes = self.find(f'{PLUGIN}/nodes/', endpoint_id=endpoint)
        return Rows(
            endpoint=self.get(f'{PLUGIN}/endpoints/{endpoint}/', omit=','.join(NOTES)),
            clusters=self.find(f'{PLUGIN}/clusters/', endpoint_id=endpoint),
            nodes={node['name']: node for node in nodes},
        )

    def changes_of(self, run: Run) -> list[Change]:
        """The change log's entries of a run, sorted."""
        entries = self.find('/api/core/object-changes/', request_id=run.request_id)
        return sorted(_change(entry) for entry in entries)


def _change(entry: Mapping[str, Any]) -> Change:
    return Change(
        action=entry['action']['value'],
        object_type=entry['changed_object_type'].removeprefix(CONTENT_TYPE),
        name=entry['object_repr'],
        user=entry['user_name'],
    )
