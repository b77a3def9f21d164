"""register: makes the endpoint known to its backend as it is now, and publishes the chord of the run."""

from typing import Any

from netbox_proxbox.models import ProxmoxEndpoint, SyncRun
from netbox_proxbox.reading.backends import opened
from netbox_proxbox.reading.endpoint import learn_version, refuse_if_unavailable, secrets_of
from netbox_proxbox.reading.registration import registration_of, remember
from netbox_proxbox.runs.publish import publish_chord
from netbox_proxbox.runs.stage_notes import REGISTER

from .execution import finish, stage

__all__ = ('execute',)


@stage(REGISTER)
def execute(run: SyncRun) -> bool:
    """Write the registration on the endpoint. A failure fails the run."""
    if not finish(run.pk, REGISTER, reading=None, **_register(run.endpoint)):
        return False
    publish_chord(run)
    return True


def _register(endpoint: ProxmoxEndpoint) -> dict[str, Any]:
    """Return what is noted of it; nothing where the endpoint has come to be read directly meanwhile."""
    refuse_if_unavailable(endpoint)
    if endpoint.backend is None:
        return {}
    with opened(endpoint.backend, *secrets_of(endpoint)) as api:
        remember(endpoint, registration_of(endpoint, api))
    learn_version(endpoint, was_registered=True)
    return {'requests': api.requests, 'retries': api.retries}
