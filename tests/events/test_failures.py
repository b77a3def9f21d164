"""One trouble is told once, whether it is counted on a host or in its syncs, and so is its end."""

import pytest

from netbox_proxbox.errors import EndpointEdited, ProxboxError
from netbox_proxbox.errors.proxmox import ProxmoxUnreachable
from netbox_proxbox.events.failures import note_failed_run, note_working
from netbox_proxbox.models import OutboxEvent, ProxboxBackend, ProxmoxEndpoint
from netbox_proxbox.reading.back_off import end_back_off, note_failure
from tests.builders import a_backend, a_direct_endpoint, a_run

pytestmark = pytest.mark.django_db

UNREACHABLE = ProxmoxUnreachable('direct', '192.0.2.1')


def told() -> list[str]:
    return [event.removeprefix('proxbox_') for event in OutboxEvent.objects.values_list('event_type', flat=True)]


def fails(endpoint: ProxmoxEndpoint, error: ProxboxError, times: int) -> None:
    run = a_run(endpoint, 'failed')
    for _ in range(times):
        if error is UNREACHABLE:
            note_failure(ProxmoxEndpoint.objects.filter(pk=endpoint.pk), error)
        note_failed_run(run, error)


def works(endpoint: ProxmoxEndpoint) -> None:
    endpoint.refresh_from_db()
    note_working(endpoint, 1)
    ProxmoxEndpoint.objects.update(failed_runs=0)


def test_a_host_that_backs_off_is_told_once_and_answers_again_after_an_edit_too() -> None:
    direct = a_direct_endpoint()
    fails(direct, UNREACHABLE, 4)
    assert told() == ['backs_off']

    direct.refresh_from_db()
    direct.timeout = 9
    direct.save()
    works(direct)
    works(direct)
    assert told() == ['backs_off', 'answers_again']
    assert OutboxEvent.objects.values_list('payload__message', flat=True).last() == f'{direct.name} answers again.'

    fails(direct, EndpointEdited('direct'), 4)
    works(direct)
    works(direct)
    assert told()[2:] == ['sync_failed', 'sync_works']


def test_a_backend_answers_again_after_an_edit_once_its_version_is_known() -> None:
    backend = a_backend()
    row = ProxboxBackend.objects.filter(pk=backend.pk)
    for _ in range(3):
        note_failure(row, UNREACHABLE)
    row.update(version='1')
    backend.refresh_from_db()
    backend.save()
    assert (backend.version, backend.failures, told()) == ('', 0, ['backs_off'])

    for _ in range(2):
        end_back_off(row, version='2')
    assert told() == ['backs_off', 'answers_again']
