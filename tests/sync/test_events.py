"""NetBox's event rules hear of what a sync changes, and of nothing else."""

from collections import Counter

import pytest
from core.models import ObjectType
from extras.models import EventRule, Notification, NotificationGroup
from users.models import User

from netbox_proxbox.models import ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.sync.foreground import sync_in_foreground
from tests.readings import cluster_of, figures_of, metrics_of, node_named, numbered
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    """A person who is notified of every change of a cluster or node."""
    ada = User.objects.create_user('ada')
    group = NotificationGroup.objects.create(name='Hypervisors')
    group.users.add(ada)
    rule = EventRule.objects.create(
        name='Tell Ada',
        event_types=['object_created', 'object_updated', 'object_deleted'],
        action_type='notification',
        action_object=group,
    )
    rule.object_types.set(ObjectType.objects.get_for_models(ProxmoxNode, ProxmoxCluster).values())
    return ada


def news(user: User) -> Counter[tuple[str, str]]:
    """What a person was notified of since the last time."""
    found = Counter(
        (notification.event_type, notification.object_repr) for notification in Notification.objects.filter(user=user)
    )
    Notification.objects.all().delete()
    return found


def test_a_person_is_notified_of_news_only(lab: ProxmoxEndpoint, estate: Estate, ada: User) -> None:
    assert whole_run(lab).warnings == []
    assert news(ada) == Counter(('object_created', name) for name in ('lab-cluster', 'pve1', 'pve2', 'pve3'))

    estate.metrics = metrics_of(*(figures_of(f'pve{i}', cpu_usage=0.5) for i in (1, 2, 3)))
    whole_run(lab)
    assert news(ada) == Counter()

    first, second, _ = numbered(3)
    estate.topology = cluster_of(first, node_named('pve2', node_id=2, ip_address=second.ip_address, online=False))
    whole_run(lab)
    assert news(ada) == Counter(
        [('object_updated', 'lab-cluster'), ('object_updated', 'pve2'), ('object_deleted', 'pve3')]
    )


def test_a_sync_from_python_is_heard_too(lab: ProxmoxEndpoint, ada: User) -> None:
    run = sync_in_foreground(lab, 'python')

    assert run.warnings == []
    assert len(news(ada)) == 4
