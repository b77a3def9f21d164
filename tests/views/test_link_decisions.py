"""The panel *Link?*: what may be the device of a node, and what people decide on it."""

from typing import Any

import pytest
from core.models import ObjectChange
from dcim.models import Device
from django.test import Client
from users.models import User
from utilities.testing import create_test_device
from virtualization.models import Cluster, ClusterType

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.decide_link import decide_link
from netbox_proxbox.views import link_decisions
from tests.accounts import grant
from tests.builders import a_direct_endpoint

from .missing.pages import panel, shown, told

pytestmark = pytest.mark.django_db

GONE = 'This is no candidate any more. Nothing was changed.'


@pytest.fixture
def devices() -> list[Device]:
    return [create_test_device(name) for name in ('PVE1', 'pve1.example.com')]


@pytest.fixture
def node(devices: list[Device]) -> ProxmoxNode:
    candidates = [device.pk for device in devices]
    return ProxmoxNode.objects.create(endpoint=a_direct_endpoint(), name='pve1', link_candidates=candidates)


def decide(browser: Client, row: Any, decision: str, target: Any = None) -> list[str]:
    answer = browser.post(
        f'{row.get_absolute_url()}decide-link/', {'decision': decision, 'target': getattr(target, 'pk', '')}
    )
    assert (answer.status_code, answer['Location']) == (302, row.get_absolute_url())
    row.refresh_from_db()
    return told(answer)


def words(browser: Client, row: Any) -> str:
    return panel(browser, row.get_absolute_url(), r'Link\?').partition(' --> ')[2]


def test_the_candidates_are_shown_with_their_buttons(admin: Client, node: ProxmoxNode, devices: list[Device]) -> None:
    ProxmoxNode.objects.create(endpoint=node.endpoint, name='pve2', netbox_device=devices[1])

    assert words(admin, node) == (
        f'Link? A rule finds 2 for it, and cannot tell which. PVE1 {devices[0].site} Link Not this one '
        f'pve1.example.com {devices[1].site} linked to pve2 Link Not this one '
        'Ignore No rule links it then, until somebody lets rules link it again.'
    )


def test_without_candidates_there_is_no_such_panel(admin: Client, node: ProxmoxNode) -> None:
    ProxmoxNode.objects.update(link_candidates=[])

    assert words(admin, node) == ''


def test_one_is_linked_as_an_edit_of_the_user(admin: Client, node: ProxmoxNode, devices: list[Device]) -> None:
    assert decide(admin, node, 'link', devices[1]) == ['pve1 was linked.']

    assert (node.netbox_device, node.link_origin, node.link_candidates) == (devices[1], 'person', [])
    change = ObjectChange.objects.get(changed_object_type__model='proxmoxnode')
    assert change.message == 'Linked to "pve1.example.com", which was a candidate'
    assert 'By a person' in shown(admin, node.get_absolute_url())
    assert words(admin, node) == ''


def test_what_it_is_not_is_kept_for_everybody(admin: Client, node: ProxmoxNode, devices: list[Device]) -> None:
    assert decide(admin, node, 'refuse', devices[0]) == ['pve1 will not be linked to that one.']

    assert (node.netbox_device, node.link_candidates, node.link_ignored) == (None, [devices[1].pk], [devices[0].pk])
    assert ObjectChange.objects.get(changed_object_type__model='proxmoxnode').message == 'It is not "PVE1"'


def test_a_row_is_ignored_and_looked_at_again(admin: Client, node: ProxmoxNode) -> None:
    decide(admin, node, 'ignore')
    assert (node.link_candidates, node.link_ignored, node.may_be_linked) == ([], True, False)
    assert words(admin, node) == 'Link? Somebody decided that no rule links it. Let rules link it again'

    decide(admin, node, 'ask-again')
    assert (node.link_ignored, node.may_be_linked) == ([], True)


def test_a_link_that_somebody_removed_says_so(admin: Client, node: ProxmoxNode) -> None:
    ProxmoxNode.objects.update(link_origin='removed', link_candidates=[])
    assert 'Somebody removed its link, so no rule links it again.' in words(admin, node)

    decide(admin, node, 'ask-again')

    assert (node.link_origin, node.may_be_linked) == ('', True)


def test_where_rules_link_nothing_nobody_is_told_so(admin: Client, node: ProxmoxNode) -> None:
    ProxmoxNode.objects.update(link_origin='removed', link_candidates=[])
    ProxmoxEndpoint.objects.update(link_nodes='off')

    assert words(admin, node) == ''


def test_a_rule_that_made_the_link_is_named(admin: Client, node: ProxmoxNode, devices: list[Device]) -> None:
    ProxmoxNode.objects.update(netbox_device=devices[0], link_origin='rule:short-name', link_candidates=[])

    assert 'By rule: name without domain' in shown(admin, node.get_absolute_url())


@pytest.mark.parametrize(('decision', 'told_of_it'), [('link', [GONE]), ('refuse', [GONE]), ('nonsense', [])])
def test_what_is_no_candidate_any_more_is_not_linked(
    admin: Client, node: ProxmoxNode, decision: str, told_of_it: list[str]
) -> None:
    assert decide(admin, node, decision, create_test_device('other')) == told_of_it

    assert (node.netbox_device, node.link_ignored) == (None, [])


def test_candidates_that_one_may_not_see_are_counted(
    browser: Client, user: User, node: ProxmoxNode, devices: list[Device]
) -> None:
    grant(user, ProxmoxNode, 'view', 'change')
    grant(user, Device, 'view', constraints={'name': 'PVE1'})
    ProxmoxNode.objects.create(endpoint=node.endpoint, name='pve2', netbox_device=devices[0])

    seen = words(browser, node)

    assert f'PVE1 {devices[0].site} linked to pve2' in seen
    assert '1 more is a candidate that you may not see.' in seen
    assert 'pve1.example.com' not in seen
    assert decide(browser, node, 'link', devices[1]) == [GONE]
    assert node.netbox_device is None


def test_who_may_not_change_the_row_decides_nothing(
    browser: Client, user: User, node: ProxmoxNode, devices: list[Device]
) -> None:
    grant(user, ProxmoxNode, 'view')
    grant(user, Device, 'view')

    assert words(browser, node) == (
        f'Link? A rule finds 2 for it, and cannot tell which. PVE1 {devices[0].site} pve1.example.com {devices[1].site}'
    )
    answer = browser.post(f'{node.get_absolute_url()}decide-link/', {'decision': 'link', 'target': devices[0].pk})
    assert answer.status_code == 403


def test_a_decision_that_would_leave_the_users_permission_is_undone(
    browser: Client, user: User, node: ProxmoxNode, devices: list[Device]
) -> None:
    grant(user, ProxmoxNode, 'view')
    grant(user, ProxmoxNode, 'change', constraints={'netbox_device__isnull': True})
    grant(user, Device, 'view')

    assert decide(browser, node, 'link', devices[0]) == ['You do not have the permission to do this.']
    assert node.netbox_device is None


def test_a_cluster_is_decided_on_like_that(admin: Client) -> None:
    kind = ClusterType.objects.create(name='Proxmox VE', slug='pve')
    target = Cluster.objects.create(name='lab', type=kind)
    cluster = ProxmoxCluster.objects.create(endpoint=a_direct_endpoint(), name='lab', link_candidates=[target.pk])
    assert 'another row has it, or may belong to it just as well. lab Link' in words(admin, cluster)

    decide(admin, cluster, 'link', target)

    assert (cluster.netbox_cluster, cluster.link_origin) == (target, 'person')


def test_lists_filter_by_it_and_say_how_many_there_are(admin: Client, node: ProxmoxNode, devices: list[Device]) -> None:
    linked = {'endpoint': node.endpoint, 'netbox_device': devices[0]}
    ProxmoxNode.objects.create(name='by-rule', link_origin='rule:name', **linked)
    ProxmoxNode.objects.create(name='by-hand', **linked)

    def names(query: str) -> set[str]:
        found = admin.get(f'/api/plugins/proxbox/nodes/?{query}').json()['results']
        return {row['name'] for row in found}

    assert names('has_link_candidate=true') == {'pve1'}
    assert names('is_linked=true') == names('has_link_candidate=false') == {'by-rule', 'by-hand'}
    assert names('is_linked_by_rule=true') == names('link_origin=rule:name') == {'by-rule'}
    assert names('link_origin=person') == {'by-hand'}
    assert names('is_linked_by_rule=false') == {'pve1', 'by-hand'}


def test_a_row_that_is_deleted_at_that_moment_leads_to_the_list(
    admin: Client, node: ProxmoxNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(row: Any, *named: Any) -> Any:
        ProxmoxNode.objects.all().delete()
        return decide_link(row, *named)

    monkeypatch.setattr(link_decisions, 'decide_link', too_late)

    answer = admin.post(f'{node.get_absolute_url()}decide-link/', {'decision': 'ignore'})

    assert (answer.status_code, answer['Location']) == (302, '/plugins/proxbox/nodes/')
    assert told(answer) == ['It was deleted meanwhile. Nothing was changed.']
