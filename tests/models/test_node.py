"""What a node says of itself, whatever the database has."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from users.models import User

from netbox_proxbox.models import ProxmoxNode
from tests.accounts import api_client
from tests.builders import an_endpoint


@pytest.fixture
def node(db: None) -> ProxmoxNode:
    """A node that went offline an hour ago."""
    node = ProxmoxNode.objects.create(endpoint=an_endpoint(), name='pve1')
    ProxmoxNode.objects.update(offline_since=timezone.now() - timedelta(hours=1))
    node.refresh_from_db()
    return node


def stored(node: ProxmoxNode) -> ProxmoxNode:
    return ProxmoxNode.objects.get(pk=node.pk)


@pytest.mark.parametrize('usage', [-5, -0.01, 0])
def test_no_use_of_the_cpu_is_below_zero(usage: float) -> None:
    assert ProxmoxNode(cpu_usage=usage).cpu_usage_percent == 0


@pytest.mark.parametrize(
    ('level', 'label', 'in_words'),
    [
        ('', 'No subscription', 'No subscription'),
        ('c', 'Community', 'Community (c)'),
        ('b', 'Basic', 'Basic (b)'),
        ('s', 'Standard', 'Standard (s)'),
        ('p', 'Premium', 'Premium (p)'),
        ('x', 'x', 'x'),
    ],
)
def test_the_support_level_is_told_in_a_word(level: str, label: str, in_words: str) -> None:
    node = ProxmoxNode(support_level=level)

    assert (node.support_level_label, node.support_level_in_words) == (label, in_words)


@pytest.mark.parametrize(
    ('notes', 'is_known'),
    [
        ({}, True),
        ({'online': False}, False),
        ({'uptime': 0}, False),
        ({'uptime': 10**11}, False),
        ({'uptime': 2**63 - 1}, False),
        ({'metrics_read_at': None}, False),
    ],
)
def test_when_it_was_started_follows_from_its_uptime(notes: dict[str, Any], is_known: bool) -> None:
    read_at = datetime(2026, 4, 1, 10, 33, 7, 500, tzinfo=UTC)
    node = ProxmoxNode(**{'online': True, 'cpu_usage': 0.5, 'uptime': 3600, 'metrics_read_at': read_at, **notes})

    assert node.boot_time == (datetime(2026, 4, 1, 9, 33, 7, tzinfo=UTC) if is_known else None)


@pytest.mark.django_db
@pytest.mark.parametrize('online', [True, False])
def test_a_state_begins_with_the_row(online: bool) -> None:
    before = timezone.now() - timedelta(minutes=1)

    node = ProxmoxNode.objects.create(endpoint=an_endpoint(), name='pve1', online=online)

    since, other = (node.online_since, node.offline_since)[:: 1 if online else -1]
    assert other is None
    assert since is not None
    assert since > before
    assert node.state_since == stored(node).state_since == since


def test_another_state_begins_anew(node: ProxmoxNode) -> None:
    down_since = node.offline_since
    node.online = True
    node.save()

    assert stored(node).offline_since is None
    assert node.online_since == stored(node).online_since != down_since


def test_a_state_that_is_set_by_name_only_begins_anew_too(node: ProxmoxNode) -> None:
    node.online = True
    node.save(update_fields=['description'])
    assert stored(node).online_since is None

    node.save(update_fields=['online'])
    assert stored(node).online_since is not None
    assert stored(node).offline_since is None


def test_other_edits_leave_the_state_alone(node: ProxmoxNode) -> None:
    down_since = node.offline_since
    node.description, node.online = 'rack 7', False
    node.save()

    assert stored(node).offline_since == down_since


def test_what_is_written_through_rest_counts_too(node: ProxmoxNode) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))

    answer = client.patch(f'/api/plugins/proxbox/nodes/{node.pk}/', {'online': True}, format='json').json()

    assert answer['offline_since'] is None
    assert answer['online_since'] is not None
    assert stored(node).online_since is not None
