"""Links that rules have made, candidates and decisions, through all that comes later."""

from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device, Site
from django.contrib.contenttypes.models import ContentType
from netbox.context_managers import event_tracking
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync import judge_links
from netbox_proxbox.sync.linking import Row, Verdict, match
from netbox_proxbox.sync.preview import planned
from tests.builders import an_endpoint
from tests.readings import cluster_of, numbered
from tests.sync.statements import statements_of

from .linked_rows import CLUSTER, links, node_of, says, sync

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    return an_endpoint()


@pytest.mark.parametrize('decided', [{'link_origin': 'removed'}, {'link_ignored': True}])
def test_what_a_person_decided_no_rule_decides_again(endpoint: ProxmoxEndpoint, decided: dict[str, Any]) -> None:
    sync(endpoint)
    create_test_device('pve1')
    ProxmoxNode.objects.update(**decided)

    assert sync(endpoint) == []
    assert node_of(endpoint).netbox_device is None


def test_what_it_is_not_is_no_candidate_and_the_only_other_one_is_linked(endpoint: ProxmoxEndpoint) -> None:
    one, two = (create_test_device(name) for name in ('PVE1', 'pve1.example.com'))
    sync(endpoint)
    assert node_of(endpoint).link_candidates == [one.pk, two.pk]
    ProxmoxNode.objects.filter(name='pve1').update(link_ignored=[one.pk])

    sync(endpoint)

    assert links()['pve1'] == (two, 'rule:short-name', [])


def test_a_link_stays_whatever_happens_to_the_device_or_the_cluster(endpoint: ProxmoxEndpoint) -> None:
    device, site = create_test_device('pve1'), Site.objects.create(name='new', slug='new')
    says(endpoint, link_site=device.site)
    sync(endpoint)
    Device.objects.filter(pk=device.pk).update(site=site, name='renamed')

    assert sync(endpoint) == []
    ProxmoxNode.objects.filter(name='pve1').update(proxmox_cluster=None)
    assert sync(endpoint) == []
    assert links()['pve1'] == (device, 'rule:name', [])


def test_a_device_that_is_deleted_leaves_its_node_to_the_rules(endpoint: ProxmoxEndpoint, rf: Any) -> None:
    device = create_test_device('pve1')
    sync(endpoint)
    request = rf.post('/')
    request.id, request.user = '11111111-1111-4111-8111-111111111111', User.objects.create_user('someone')

    with event_tracking(request):
        Device.objects.get(pk=device.pk).delete()

    assert links()['pve1'] == (None, '', [])
    again = create_test_device('pve1')
    sync(endpoint)
    assert links()['pve1'] == (again, 'rule:name', [])


def test_candidates_that_are_gone_are_forgotten(endpoint: ProxmoxEndpoint) -> None:
    for name in ('PVE1', 'pve1.example.com'):
        create_test_device(name)
    sync(endpoint)
    Device.objects.all().delete()

    assert [record['fields']['link_candidates'][1] for record in sync(endpoint)] == [[]]


def test_the_change_log_names_the_rule(endpoint: ProxmoxEndpoint, rf: Any) -> None:
    create_test_device('pve1')
    request = rf.post('/')
    request.id, request.user = '11111111-1111-4111-8111-111111111111', User.objects.create_user('someone')

    with event_tracking(request):
        sync(endpoint)

    kind = ContentType.objects.get_for_model(ProxmoxNode)
    change = ObjectChange.objects.get(changed_object_type=kind, object_repr='pve1')
    assert change.message == 'Created, linked to "pve1", by its exact name (sync run 1)'


def test_a_device_that_another_sync_links_meanwhile_is_a_candidate(
    endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(endpoint)
    device = create_test_device('pve1')

    def matched_meanwhile(*args: Any) -> dict[Row, Verdict]:
        ProxmoxNode.objects.filter(name='pve2').update(netbox_device=device)
        return match(*args)

    monkeypatch.setattr(judge_links, 'match', matched_meanwhile)
    sync(endpoint)

    assert (node_of(endpoint).netbox_device, node_of(endpoint).link_candidates) == (None, [device.pk])


def test_a_preview_shows_links_and_makes_none(endpoint: ProxmoxEndpoint) -> None:
    device = create_test_device('pve1')

    plan = planned(endpoint, CLUSTER, None, read_at=clock.database_now())

    shown = [each for each in plan.records if each['name'] == 'pve1']
    assert [(each['action'], each['object_id']) for each in shown] == [('create', None)]
    assert shown[0]['fields']['netbox_device'] == [None, device.pk]
    assert not ProxmoxNode.objects.exists()


def test_many_nodes_and_devices_cost_as_many_questions_as_few(endpoint: ProxmoxEndpoint) -> None:
    says(endpoint, deletion_limit=100)
    counts = []
    for number in (2, 40):
        topology = cluster_of(*numbered(number))
        sync(endpoint, topology)
        for node in topology.nodes:
            create_test_device(node.name.upper())
            create_test_device(f'{node.name}.example.com')
        sync(endpoint, topology)
        counts.append(len(statements_of(lambda topology=topology: sync(endpoint, topology))))  # type: ignore[misc]
        Device.objects.all().delete()

    assert counts[0] == counts[1]
