"""A sync in the calling process, and what only a proxbox-api can do to it: its key, its records, its absence."""

import functools

import pytest

from netbox_proxbox.errors import BackendKeyRefused, BackendUnreachable, RegistrationStale
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, SyncRun
from netbox_proxbox.sources.proxbox_api.api import ProxboxApi
from netbox_proxbox.sync.foreground import preview_in_foreground
from tests.sources.proxbox_api.scripted_backend import captured_reply
from tests.sync.estate import CLUSTER_STATUS, FIRST_NODE, RECORDS, Estate
from tests.sync.whole_runs import synced

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize('path', [RECORDS, CLUSTER_STATUS, FIRST_NODE])
def test_a_refused_key_pauses_the_backend(lab: ProxmoxEndpoint, estate: Estate, path: str) -> None:
    estate.failing[path] = captured_reply('wrong_key_1')

    with pytest.raises(BackendKeyRefused):
        synced(lab)
    assert ProxboxBackend.objects.get().is_paused


def test_a_backend_that_is_down_is_counted(lab: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    ProxboxBackend.objects.update(base_url='http://127.0.0.1:9')
    impatient = functools.partial(ProxboxApi, sleep=lambda seconds: None, budget=1.0)
    monkeypatch.setattr('netbox_proxbox.reading.backends.ProxboxApi', impatient)

    with pytest.raises(BackendUnreachable):
        synced(lab)
    assert ProxboxBackend.objects.get().failures == 1


def test_a_stale_record_is_made_anew_at_once(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.records.rows[1]['name'] = 'somebody else'

    assert synced(lab).status == 'succeeded'
    lab.refresh_from_db()
    assert lab.registered_id == estate.records.id_of('lab') == 2


def test_a_record_that_is_stale_at_once_fails_the_sync(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[CLUSTER_STATUS] = captured_reply('unknown_id_cluster_status')

    with pytest.raises(RegistrationStale):
        synced(lab)
    assert SyncRun.objects.get().error_code == 'registration-stale'


def test_a_preview_leaves_a_stale_record_to_the_next_sync(lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    estate.records.rows.clear()

    assert preview_in_foreground(ProxmoxEndpoint.objects.get(), 'command').plan == []
    lab.refresh_from_db()
    assert lab.registered_id == 1
