"""What the change log says of a sync."""

from typing import Any

import pytest
from core.models import ObjectChange

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.tracking.change_message import change_message
from tests.readings import cluster_of, node_named
from tests.sync.estate import Estate
from tests.sync.whole_runs import synced, whole_run


@pytest.mark.parametrize(
    ('fields', 'message'),
    [
        ({'online': [True, False]}, 'Went offline (sync run 17)'),
        ({'online': [False, True]}, 'Came online (sync run 17)'),
        ({'quorate': [True, False]}, 'Lost its quorum (sync run 17)'),
        ({'name': ['lab', 'archive'], 'version': [3, 4]}, 'Renamed from "lab", new version (sync run 17)'),
        ({'mode': ['undefined', 'cluster']}, 'Is a cluster now (sync run 17)'),
        ({'proxmox_cluster': [None, 'lab']}, 'Joined cluster "lab" (sync run 17)'),
        ({'proxmox_cluster': ['lab', None], 'local': [False, True]}, 'Left its cluster, new local (sync run 17)'),
        ({'pve_version': ['8.4.1', '9.1.6']}, 'Proxmox VE 8.4.1 to 9.1.6 (sync run 17)'),
        ({'pve_version': ['', '9.1.6']}, 'Runs Proxmox VE 9.1.6 (sync run 17)'),
        (
            {'missing_since': [None, 'now'], 'missing_readings': [0, 1], 'missing_because': ['', 'rule']},
            'Missing in Proxmox, and kept for some readings (sync run 17)',
        ),
        ({'missing_because': ['tag', ''], 'deletion_confirmed': [True, False]}, 'Is back (sync run 17)'),
        (
            {'netbox_device': [None, 'pve1'], 'link_origin': ['', 'rule:address'], 'link_candidates': [[1, 2], []]},
            'Linked to "pve1", by its IP address (sync run 17)',
        ),
        ({'link_candidates': [[], [1, 2]]}, 'May belong to what it is not linked to (sync run 17)'),
        ({'link_candidates': [[1, 2], []]}, 'Has no candidate for a link any more (sync run 17)'),
        ({'ip_address': [None, '::1'], 'node_id': [1, 2]}, 'New ip address, node id (sync run 17)'),
    ],
)
def test_an_update_is_told_in_words(fields: dict[str, Any], message: str) -> None:
    assert change_message('update', fields, 17) == message


def test_it_fits_into_netboxs_column() -> None:
    message = change_message('update', {'name': ['n' * 255, 'short']}, 17)

    assert len(message) == ObjectChange._meta.get_field('message').max_length
    assert message.endswith('… (sync run 17)')


@pytest.mark.django_db
@pytest.mark.parametrize('sync', [whole_run, synced])
def test_each_entry_says_what_happened_and_in_which_run(lab: ProxmoxEndpoint, estate: Estate, sync: Any) -> None:
    first = sync(lab)
    estate.topology = cluster_of(node_named('pve1'), node_named('pve2', online=False))
    second = sync(lab)

    messages = {(entry.action, entry.object_repr): entry.message for entry in ObjectChange.objects.order_by('-pk')}
    assert messages['create', 'pve1'] == f'Created by sync run {first.pk}'
    assert messages['delete', 'pve3'] == f'Gone from Proxmox (sync run {second.pk})'
    assert messages['update', 'pve2'].startswith('Went offline')
    assert messages['update', 'pve2'].endswith(f'(sync run {second.pk})')
    assert messages['update', 'lab'] == f'Is a cluster now (sync run {first.pk})'
    assert not ObjectChange.objects.filter(message='').exists()
