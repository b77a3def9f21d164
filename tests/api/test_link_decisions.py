"""Decisions about the link of a row, over REST."""

from typing import Any

import pytest
from dcim.models import Device
from rest_framework.test import APIClient
from users.models import User
from utilities.testing import create_test_device

from netbox_proxbox.api import link_actions
from netbox_proxbox.models import ProxmoxNode
from netbox_proxbox.sync.decide_link import decide_link
from tests.accounts import grant
from tests.builders import a_direct_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def devices() -> list[Device]:
    return [create_test_device(name) for name in ('PVE1', 'pve1.example.com')]


@pytest.fixture
def node(devices: list[Device]) -> ProxmoxNode:
    candidates = [device.pk for device in devices]
    return ProxmoxNode.objects.create(endpoint=a_direct_endpoint(), name='pve1', link_candidates=candidates)


def decide(browser: APIClient, node: ProxmoxNode, **named: Any) -> Any:
    answer = browser.post(f'/api/plugins/proxbox/nodes/{node.pk}/decide-link/', named, format='json')
    node.refresh_from_db()
    return answer


def test_each_decision_is_carried_out(admin: APIClient, node: ProxmoxNode, devices: list[Device]) -> None:
    refused = decide(admin, node, decision='refuse', target=devices[0].pk)
    assert (refused.status_code, refused.json()['link_ignored']) == (200, [devices[0].pk])

    ignored = decide(admin, node, decision='ignore')
    assert (ignored.json()['link_ignored'], ignored.json()['link_candidates']) == (True, [])

    decide(admin, node, decision='ask-again')
    assert node.may_be_linked

    ProxmoxNode.objects.update(link_candidates=[devices[1].pk])
    linked = decide(admin, node, decision='link', target=devices[1].pk)
    assert linked.json()['netbox_device']['id'] == devices[1].pk
    assert node.link_origin == 'person'


@pytest.mark.parametrize(
    ('named', 'wrong'),
    [
        ({}, 'decision'),
        ({'decision': 'nonsense'}, 'decision'),
        ({'decision': 'link', 'target': 0}, 'target'),
        ({'decision': 'link', 'targte': 1}, 'targte'),
    ],
)
def test_what_is_no_decision_is_refused(admin: APIClient, node: ProxmoxNode, named: Any, wrong: str) -> None:
    answer = decide(admin, node, **named)

    assert (answer.status_code, list(answer.json())) == (400, [wrong])


def test_what_is_no_candidate_is_refused(admin: APIClient, node: ProxmoxNode) -> None:
    answer = decide(admin, node, decision='link', target=create_test_device('other').pk)

    assert (answer.status_code, answer.json()) == (400, ['This is no candidate any more. Nothing was changed.'])


def test_it_needs_the_permission_to_change(client: APIClient, user: User, node: ProxmoxNode) -> None:
    grant(user, ProxmoxNode, 'view', 'add')
    assert decide(client, node, decision='ignore').status_code == 403

    grant(user, ProxmoxNode, 'change', constraints={'name': 'pve2'})
    assert decide(client, node, decision='ignore').status_code == 403
    assert node.link_ignored == []


def test_the_permission_to_change_is_enough(client: APIClient, user: User, node: ProxmoxNode) -> None:
    grant(user, ProxmoxNode, 'view', 'change')

    answer = decide(client, node, decision='ignore')

    assert (answer.status_code, answer.json().get('link_ignored')) == (200, True)


def test_a_row_that_is_deleted_at_that_moment_is_no_crash(
    admin: APIClient, node: ProxmoxNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(row: Any, *named: Any) -> Any:
        ProxmoxNode.objects.all().delete()
        return decide_link(row, *named)

    monkeypatch.setattr(link_actions, 'decide_link', too_late)

    answer = admin.post(f'/api/plugins/proxbox/nodes/{node.pk}/decide-link/', {'decision': 'ignore'}, format='json')

    assert (answer.status_code, answer.json()) == (400, ['It was deleted meanwhile. Nothing was changed.'])
