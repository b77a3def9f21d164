"""NetBox's own reasons not to read an endpoint, or not to write what was read."""

from typing import Any

from .base import ProxboxError

__all__ = (
    'BackendPaused',
    'DuplicateCluster',
    'EndpointBacksOff',
    'EndpointDisabled',
    'EndpointEdited',
    'SyncError',
    'SyncInProgress',
)


class SyncError(ProxboxError):
    """A sync that may not go on."""

    code = 'sync-error'
    cause_text = 'The sync may not go on.'


class SyncInProgress(SyncError):
    """Another run of the same endpoint is active, or has written a newer reading; `run` is that run."""

    code = 'sync-in-progress'
    cause_text = 'Another sync of this endpoint is active or has just written a newer reading: {run}.'
    cure_text = 'Wait for that run to end, or look at its page.'

    def __init__(self, run: Any) -> None:
        super().__init__(run=str(run))
        self.run = run


class DuplicateCluster(SyncError):
    """Two endpoints lead to the same Proxmox cluster."""

    code = 'duplicate-cluster'
    cause_text = 'Endpoint "{endpoint}" leads to the cluster "{cluster}", which endpoint "{other}" tracks already.'
    cure_text = (
        'Keep one endpoint for each cluster: disable or delete "{endpoint}" or "{other}". Where Proxmox VE is read '
        'directly, enter the address of "{endpoint}" as a further address of "{other}", which is asked when the others '
        'do not answer.'
    )

    def __init__(self, endpoint: str, cluster: str, other: str) -> None:
        super().__init__(endpoint=endpoint, cluster=cluster, other=other)


class BackendPaused(SyncError):
    """The backend is paused until a person acts, after a refused key or a lockout; `detail` says which."""

    code = 'backend-paused'
    cause_text = 'proxbox-api "{backend}" is paused.'
    cure_text = 'Correct backend "{backend}" and save it, or test its connection: that ends the pause.'

    def __init__(self, backend: str, detail: str = '', *, retry_after: float | None = None) -> None:
        super().__init__(detail=detail, retry_after=retry_after, backend=backend)


class EndpointBacksOff(SyncError):
    """The host, or the backend, failed several times in a row and is left in peace; `until` is a time of the day."""

    code = 'endpoint-backs-off'
    cause_text = (
        'What endpoint "{endpoint}" is read from failed several times in a row, and is not asked until {until}.'
    )
    cure_text = 'Correct what its last sync says. "Test connection" asks at once, and a success ends the wait.'

    def __init__(self, endpoint: str, until: str, detail: str = '') -> None:
        super().__init__(detail=detail, endpoint=endpoint, until=until)


class EndpointEdited(SyncError):
    """The endpoint led elsewhere, or trusted somebody else, when it was read."""

    code = 'endpoint-edited'
    cause_text = 'Endpoint "{endpoint}" was edited after it had been read: what was read may be of another host.'
    cure_text = 'Nothing needs to be done: the next sync reads endpoint "{endpoint}" as it is now.'

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint=endpoint)


class EndpointDisabled(SyncError):
    """The endpoint, or the backend that it is read through, is switched off in NetBox."""

    code = 'endpoint-disabled'
    cause_text = 'Endpoint "{endpoint}" or its backend is disabled in NetBox.'
    cure_text = 'Enable endpoint "{endpoint}" and its backend, and sync again.'

    def __init__(self, endpoint: str, detail: str = '') -> None:
        super().__init__(detail=detail, endpoint=endpoint)
