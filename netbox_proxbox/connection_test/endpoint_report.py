"""What a test of an endpoint says of each step."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from users.models import User

from netbox_proxbox.errors import BackendTimeout, EndpointError, ProxboxError
from netbox_proxbox.health.findings import Level
from netbox_proxbox.health.tls_verification import risk_of_endpoint
from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.registration import Registration
from netbox_proxbox.sources.records import Metrics, Topology
from netbox_proxbox.sync.rows import rows_to_look_at
from netbox_proxbox.sync.tracked_elsewhere import duplicate

from .checklist import Checklist
from .endpoint_steps import BACKEND, CONNECTION, ENDS_AT, LOGIN, METRICS, REGISTRATION, RIGHTS, SUBJECTS, TLS

__all__ = (
    'note_failure',
    'note_leftover',
    'note_metrics',
    'note_readable',
    'note_registration',
    'note_temporary_registration',
    'note_topology',
    'note_tracked_elsewhere',
)


def note_registration(checklist: Checklist, endpoint: ProxmoxEndpoint, registration: Registration) -> None:
    """Note whether the backend knew the endpoint as it is."""
    if not registration.is_new:
        checklist.passed(REGISTRATION, _('The backend knows the endpoint as it is.'))
        return
    checklist.passed(BACKEND, _answers(endpoint))
    knew = endpoint.registered_id is not None
    checklist.passed(REGISTRATION, _('Brought up to date in the backend.') if knew else _('Registered in the backend.'))


def note_temporary_registration(checklist: Checklist, endpoint: ProxmoxEndpoint) -> None:
    """Note that there is a record for the time of the test."""
    checklist.passed(BACKEND, _answers(endpoint))
    checklist.passed(REGISTRATION, _('Registered in the backend for this test only, and removed again.'))


def note_leftover(checklist: Checklist, name: str) -> None:
    """Note that the record of a test may still be in the backend."""
    told = _('Record "{name}", made for this test, may be left in the backend.').format(name=name)
    checklist.note(REGISTRATION, Level.WARNING, told, _('Delete it in proxbox-api, for it holds the login.'))


def note_topology(checklist: Checklist, endpoint: ProxmoxEndpoint, topology: Topology) -> None:
    """Note what a reading of the cluster's state proves: everything up to the rights."""
    _note_way(checklist, endpoint, until=RIGHTS)
    note_readable(checklist, topology)


def note_readable(checklist: Checklist, topology: Topology) -> None:
    """Note what was read of the cluster's state."""
    told = ngettext(
        'Readable: {mode} "{name}" with {count} node ({online} online).',
        'Readable: {mode} "{name}" with {count} nodes ({online} online).',
        len(topology.nodes),
    )
    mode = _('standalone host') if topology.mode == 'standalone' else _('cluster')
    online = sum(bool(node.online) for node in topology.nodes)
    checklist.passed(RIGHTS, told.format(mode=mode, name=topology.name, count=len(topology.nodes), online=online))


def note_metrics(checklist: Checklist, topology: Topology, metrics: Metrics) -> None:
    """Note for how many of the nodes that are online there are metrics. A node that runs uses some memory."""
    online = {node.name for node in topology.nodes if node.online}
    readable = online & {node.name for node in metrics.nodes if node.memory_usage}
    unknown = online & {node.name for node in metrics.nodes if not node.is_read}
    told = _('Readable for {readable} of {online} nodes that are online.')
    summary = ' '.join([told.format(readable=len(readable), online=len(online)), *metrics.warnings])
    if readable == online:
        checklist.passed(METRICS, summary)
        return
    checklist.note(METRICS, Level.WARNING, summary, _restart() if readable | unknown == online else _allow())


def note_tracked_elsewhere(
    checklist: Checklist, endpoint: ProxmoxEndpoint, topology: Topology, metrics: Metrics, viewer: User | None
) -> None:
    """Note that another endpoint tracks what was read, if one does: no sync would be written."""
    if error := duplicate(rows_to_look_at(endpoint), topology, metrics, named=partial(_name_for, viewer)):
        checklist.failed(RIGHTS, error)


def note_failure(checklist: Checklist, endpoint: ProxmoxEndpoint, error: ProxboxError) -> None:
    """Note what stopped the test, and that everything before it works."""
    if checklist.has_passed(RIGHTS):
        checklist.failed(METRICS, error)
    elif isinstance(error, BackendTimeout) and checklist.has_passed(REGISTRATION):
        told = _('No answer in time: proxbox-api, or the Proxmox VE behind it, hangs or is too slow.')
        checklist.note(CONNECTION, Level.ERROR, told, _wait_or_look(endpoint))
    elif isinstance(error, EndpointError):
        ends_at = ENDS_AT.get(type(error), CONNECTION)
        _note_way(checklist, endpoint, until=ends_at)
        checklist.failed(ends_at, error)
    else:
        checklist.failed(BACKEND, error)


def _note_way(checklist: Checklist, endpoint: ProxmoxEndpoint, *, until: str) -> None:
    """Note that what comes before a subject works; the registration is noted when it is made."""
    working = {
        BACKEND: _answers(endpoint),
        CONNECTION: _('Proxmox VE answers.'),
        TLS: _('Verified, and its certificate is trusted.'),
        LOGIN: _('Accepted.'),
    }
    for subject in SUBJECTS:
        if subject == until:
            return
        if subject in working:
            checklist.passed(subject, working[subject])
        if subject == TLS and (risk := risk_of_endpoint(endpoint)):
            checklist.note(TLS, risk.level, risk.summary, risk.cure)


def _name_for(viewer: User | None, name: str) -> str:
    """Return the name of another endpoint as the viewer may know it; without one, everything is told."""
    if viewer is None or ProxmoxEndpoint.objects.restrict(viewer, 'view').filter(name=name).exists():
        return name
    return _('(one that you may not view)')


def _restart() -> str:
    return _('Wait for a minute; if it stays so, restart the service pvestatd of those nodes.')


def _allow() -> str:
    return _('Give the role PVEAuditor (Sys.Audit) on the path / to the user, and to its token if that has its own.')


def _answers(endpoint: ProxmoxEndpoint) -> str:
    return _('proxbox-api "{backend}" answers.').format(backend=endpoint.backend)


def _wait_or_look(endpoint: ProxmoxEndpoint) -> str:
    told = _(
        'Test backend "{backend}". If that works, check the address and port of the endpoint and the pveproxy service '
        'of its host; if it is only slow, syncs wait longer than this test.'
    )
    return told.format(backend=endpoint.backend)
