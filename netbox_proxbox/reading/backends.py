"""The door to a backend, with its failures counted, so that one bad backend does not fill the worker."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db.models import QuerySet

from netbox_proxbox.errors import BackendError, BackendPaused, EndpointError, ProxboxError
from netbox_proxbox.models import ProxboxBackend
from netbox_proxbox.models.back_off import NO_BACK_OFF
from netbox_proxbox.models.backend import NO_PAUSE
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi

from .back_off import end_back_off, note_failure

__all__ = ('note_version', 'note_working', 'opened', 'opened_for_a_test', 'refuse_if_paused')

logger = logging.getLogger(__name__)

SECONDS_FOR_A_VERSION = 5.0


@contextmanager
def opened(backend: ProxboxBackend, *secrets: str) -> Iterator[ProxboxApi]:
    """Open the one HTTP door to a backend. Its failures in a row are counted until it has answered again.

    What it says is quoted without these secrets, in case that it repeats them.
    """
    with ProxboxApi(backend.connection(), secrets=secrets) as api, _noted(backend, api):
        yield api


@contextmanager
def opened_for_a_test(backend: ProxboxBackend, *secrets: str, seconds: float) -> Iterator[ProxboxApi]:
    """Open the door for a person who waits: each request is tried once.

    A test has less patience than a sync, so of its failures only a refused key counts.
    """
    api = ProxboxApi(backend.connection(), secrets=secrets, budget=seconds, attempts=1)
    with api, _noted(backend, api, only_refusals=True):
        yield api


def note_working(backend: ProxboxBackend, version: str) -> None:
    """Note the version, and lift a pause: the backend works as it is stored, unless it was edited meanwhile."""
    end_back_off(_as_it_was(backend), **NO_PAUSE, version=version)


def note_version(backend: ProxboxBackend) -> None:
    """Ask for the version and note it, if it is answered at once: it is worth neither a retry nor a failed sync.

    It is unknown after an edit, too, which ended a back-off before the backend was seen to answer.
    """
    with suppress(ProxboxError):
        with opened_for_a_test(backend, seconds=SECONDS_FOR_A_VERSION) as api:
            version = api.version()
        end_back_off(_as_it_was(backend), version=version)


def refuse_if_paused(backend: ProxboxBackend) -> None:
    """Raise BackendPaused until a person has acted. A back-off refuses nobody: no run of a schedule is taken then."""
    if backend.is_paused:
        raise BackendPaused(backend.name, backend.pause_cause)


@contextmanager
def _noted(backend: ProxboxBackend, api: ProxboxApi, *, only_refusals: bool = False) -> Iterator[None]:
    """Note on the backend's row how it answered within the block."""
    try:
        yield
    except ProxboxError as error:
        error.retries = api.retries
        if isinstance(error, BackendError):
            if error.pauses_backend or not only_refusals:
                _note_failure(backend, error)
        elif isinstance(error, EndpointError):
            _note_answer(backend, api)
        raise
    _note_answer(backend, api)


def _note_failure(backend: ProxboxBackend, error: BackendError) -> None:
    """Back off, and pause until a person acts when further requests would lock the key."""
    pause = {'is_paused': True, 'pause_cause': error.cause}
    note_failure(_as_it_was(backend), error, pause if error.pauses_backend else None)


def _as_it_was(backend: ProxboxBackend) -> QuerySet[ProxboxBackend]:
    """Return the backend's row unless it was edited meanwhile: then it is no longer what failed or answered."""
    return ProxboxBackend.objects.filter(pk=backend.pk, last_updated=backend.last_updated)


def _note_answer(backend: ProxboxBackend, api: ProxboxApi) -> None:
    """End a back-off once the backend has answered anything, be it about an endpoint that fails.

    What was away may be another version by now, so the next sync asks for that again.

    Whoever loaded the backend before its first failure leaves the count alone, so that a sync of a backend that is
    well costs no statement. That is safe: the next one that is answered has loaded the failures and ends them, and a
    back-off that came too early ends by itself.
    """
    if not backend.failures or not api.requests:
        return
    row = ProxboxBackend.objects.filter(pk=backend.pk, is_paused=False, failures__gt=0)
    end_back_off(row, **NO_BACK_OFF, version='')
