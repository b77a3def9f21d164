"""The panel that says how NetBox knows what the page of a node or cluster shows."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from core.models import ObjectChange
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate as rows
from tests.accounts import grant
from tests.readings import cluster_of, metrics_of, numbered
from tests.sync.estate import Estate
from tests.sync.ways import DIRECTLY, on_both_sources
from tests.sync.whole_runs import synced

pytestmark = pytest.mark.django_db


def told(browser: Client, row: Any) -> str:
    answer = browser.get(f'{row.get_absolute_url()}provenance/')
    assert answer.status_code == 200
    return ' '.join(unescape(strip_tags(answer.content.decode())).split())


@on_both_sources
def test_it_says_who_created_and_read_it_and_since_when_it_is_so(
    admin: Client, lab: ProxmoxEndpoint, estate: Estate
) -> None:
    first = synced(lab)
    estate.topology = cluster_of(*numbered(2), replace(numbered(3)[2], online=False))
    second = synced(lab)

    page = told(admin, ProxmoxNode.objects.get(name='pve3'))

    assert f', Sync run {first.pk} Read last' in page
    assert f'Sync run {second.pk} ' in page.partition('Read last')[2].partition('Link')[0]
    assert ('Directly from Proxmox VE' if lab.is_direct else 'Through proxbox-api main') in page
    online = page.partition('Online ')[2].partition('Local')[0]
    assert online.startswith('No ')
    assert online.strip().endswith(f'Sync run {second.pk}')
    assert f'Node ID 3 {since(first)}' in page


def test_a_support_level_is_told_in_words(admin: Client, lab: ProxmoxEndpoint) -> None:
    synced(lab)
    ProxmoxNode.objects.update(support_level='s')

    assert 'Support level Standard (s)' in told(admin, ProxmoxNode.objects.first())


def since(run: SyncRun) -> str:
    entry = ObjectChange.objects.filter(request_id=run.request_id, changed_object_type__model='proxmoxnode')
    time = entry.order_by('-time').first().time
    return f'{time:%Y-%m-%d %H:%M:%S}, Sync run {run.pk}'


@pytest.mark.parametrize('way', [DIRECTLY], indirect=True)
def test_it_names_the_member_that_answered_and_what_was_held(
    admin: Client, lab: ProxmoxEndpoint, estate: Estate
) -> None:
    run = synced(lab)
    SyncRun.objects.filter(pk=run.pk).update(stages={'fetch-cluster': {'answered_by': 'pve1.example.com:8006'}})
    assert 'answered by pve1.example.com:8006' in told(admin, ProxmoxNode.objects.get(name='pve3'))
    estate.topology, estate.metrics = cluster_of(*numbered(1)), metrics_of('pve1')
    later = synced(lab)

    page = told(admin, ProxmoxNode.objects.get(name='pve3'))

    assert 'answered by pve1.example.com:8006' in page
    assert f'Sync run {later.pk}' not in page.partition('Read last')[2].partition('Link')[0]
    assert 'Missing Waits for a decision: more nodes were gone at once' in page
    assert 'Deletion was held' in page
    assert '– now' in page


def test_a_link_is_told_with_who_made_it_to_all_who_may_see_the_row(admin: Client, user: User, browser: Client) -> None:
    node, device = rows.make_nodes(1)[0], create_test_device('rack-7')
    assert 'Link Not linked' in told(admin, node)
    grant(user, ProxmoxNode, 'view')

    answer = admin.post(f'{device.get_absolute_url()}proxmox-link/', {'rows': [node.pk]})

    assert answer.status_code == 302
    link = told(admin, node).partition('Link ')[2].partition(' What syncs')[0]
    assert link.startswith('rack-7')
    assert link.strip().endswith('administrator')
    assert 'Link rack-7' in told(browser, node)


def test_what_the_change_log_does_not_reach_is_said(admin: Client) -> None:
    cluster = ProxmoxCluster.objects.create(endpoint=rows.make_endpoints(1)[0], name='lab')

    page = told(admin, cluster)

    assert 'Created Since before the change log begins' in page
    assert 'The change log has no entry of it that you may see.' in page
    assert 'Read last Never' in page


@pytest.mark.parametrize('way', [DIRECTLY], indirect=True)
def test_one_sees_of_it_what_one_may_see(browser: Client, user: User, lab: ProxmoxEndpoint) -> None:
    run = synced(lab)
    node = ProxmoxNode.objects.get(name='pve1')
    assert browser.get(f'{node.get_absolute_url()}provenance/').status_code == 403
    grant(user, ProxmoxNode, 'view', constraints={'name': 'pve1'})

    page = told(browser, node)
    assert 'The change log has no entry of it that you may see.' in page
    assert f'Sync run {run.pk}' not in page
    other = ProxmoxNode.objects.get(name='pve2')
    assert browser.get(f'{other.get_absolute_url()}provenance/').status_code == 404

    grant(user, ObjectChange, 'view')
    page = told(browser, node)
    assert 'proxbox-sync' in page
    assert f'Sync run {run.pk}' not in page
    grant(user, SyncRun, 'view')
    assert f', Sync run {run.pk}' in told(browser, node)


@pytest.mark.parametrize('way', [DIRECTLY], indirect=True)
def test_the_number_of_queries_does_not_depend_on_the_log(admin: Client, lab: ProxmoxEndpoint, estate: Estate) -> None:
    synced(lab)
    node = ProxmoxNode.objects.get(name='pve3')
    told(admin, node)
    with CaptureQueriesContext(connection) as few:
        told(admin, node)
    for version in range(6, 12):
        estate.topology = cluster_of(*numbered(3 if version % 2 else 2), version=version)
        lab.when_node_disappears = 'keep'
        lab.save()
        synced(lab)
    with CaptureQueriesContext(connection) as many:
        told(admin, node)
    assert len(many) == len(few)
