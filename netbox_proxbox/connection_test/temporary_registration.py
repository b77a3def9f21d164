"""The record of an endpoint that is not stored yet: proxbox-api reads nothing that it has no record of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol
from uuid import uuid4

from netbox_proxbox.errors import (
    BackendAnswerInvalid,
    BackendCutOff,
    BackendTimeout,
    BackendUnavailable,
    EndpointError,
    ProxboxError,
)
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sources.records import EndpointRef

from .checklist import Checklist
from .endpoint_report import note_leftover, note_temporary_registration

__all__ = ('Ask', 'temporary_registration')

SECONDS_TO_REMOVE = 3.0
LONGEST_NAME = 80
# After which nobody knows whether there is a record.
IN_DOUBT = (BackendTimeout, BackendCutOff, BackendUnavailable, BackendAnswerInvalid)


class Ask(Protocol):
    """Asks the backend, within these seconds or within what is left of a budget. Raises a ProxboxError."""

    def __call__[T](self, question: Callable[[ProxboxApi], T], seconds: float | None = None) -> T:
        """Return the answer."""
        ...


@contextmanager
def temporary_registration(endpoint: ProxmoxEndpoint, ask: Ask, checklist: Checklist) -> Iterator[EndpointRef]:
    """Register the endpoint for the time of a block, under a name that nobody else has. Raises a ProxboxError.

    An error of the endpoint calls it as people do. What may be left in the backend is noted, for it holds the login.
    """
    try:
        with _registered(endpoint, ask, checklist) as ref:
            yield ref
    except EndpointError as error:
        _, *others = error.args
        raise type(error)(endpoint.name, *others) from None


@contextmanager
def _registered(endpoint: ProxmoxEndpoint, ask: Ask, checklist: Checklist) -> Iterator[EndpointRef]:
    spec = replace(endpoint.spec(), name=f'{endpoint.name[:LONGEST_NAME].strip()} (test {uuid4().hex[:8]})')
    try:
        ref = ask(lambda api: api.register(spec, None))
    except IN_DOUBT:
        note_leftover(checklist, spec.name)
        raise
    note_temporary_registration(checklist, endpoint)
    try:
        yield ref
    finally:
        _remove(ref, ask, checklist)


def _remove(ref: EndpointRef, ask: Ask, checklist: Checklist) -> None:
    try:
        ask(lambda api: api.unregister(ref), SECONDS_TO_REMOVE)
    except ProxboxError:
        note_leftover(checklist, ref.name)
