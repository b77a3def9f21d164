"""NetBox's event rules hear of what a sync changes, and of nothing else; a broken one costs no other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from extras.events import EventContext
from extras.models import Notification, Subscription
from netbox.event_rules import register_event_rule_action
from netbox.registry import registry
from users.models import User

from netbox_proxbox import stages
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.runs.events import note_dispatched
from netbox_proxbox.runs.sweep import give_up_lost_events
from netbox_proxbox.sync.foreground import sync_in_foreground
from netbox_proxbox.tracking.events import Lost, dispatch
from tests.builders import a_run
from tests.readings import cluster_of, measured, metrics_of, node_named, numbered
from tests.sync.estate import Estate
from tests.sync.whole_runs import started, whole_run

from .event_rules import BROKEN, FailingAction, a_rule, a_rule_for

pytestmark = pytest.mark.django_db

type Commits = Callable[[Callable[[], Any]], Any]

ALL = Counter(('object_created', name) for name in ('lab-cluster', 'pve1', 'pve2', 'pve3'))
HARD_LIMIT = timedelta(seconds=120)


@pytest.fixture
def committed_by(django_capture_on_commit_callbacks: Any) -> Commits:
    """Calls something as if its last transaction were committed, which it never is in the transaction of a test."""

    def call(work: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            result = work()
        if isinstance(result, SyncRun):
            result.refresh_from_db()
        return result

    return call


@pytest.fixture
def ada(db: None) -> User:
    """A person who is notified of every change of a cluster or node."""
    ada = User.objects.create_user('ada')
    a_rule_for(ada)
    return ada


@pytest.fixture
def failing_action() -> Iterator[None]:
    register_event_rule_action(FailingAction)
    yield
    del registry['event_rule_actions'][FailingAction.slug]


def news(user: User) -> Counter[tuple[str, str]]:
    """What a person was notified of since the last time."""
    found = Counter(
        (notification.event_type, notification.object_repr) for notification in Notification.objects.filter(user=user)
    )
    Notification.objects.all().delete()
    return found


def test_a_person_is_notified_of_news_only(
    lab: ProxmoxEndpoint, estate: Estate, ada: User, committed_by: Commits
) -> None:
    run = committed_by(lambda: whole_run(lab))
    assert (run.status, run.warnings, run.events) == ('succeeded', [], '')
    assert news(ada) == ALL

    estate.metrics = metrics_of(*(measured(f'pve{i}', cpu_usage=0.5) for i in (1, 2, 3)))
    committed_by(lambda: whole_run(lab))
    assert news(ada) == Counter()

    first, second, _ = numbered(3)
    estate.topology = cluster_of(first, node_named('pve2', node_id=2, ip_address=second.ip_address, online=False))
    committed_by(lambda: whole_run(lab))
    assert news(ada) == Counter(
        [('object_updated', 'lab-cluster'), ('object_updated', 'pve2'), ('object_deleted', 'pve3')]
    )


def test_a_subscriber_is_notified(lab: ProxmoxEndpoint, estate: Estate, committed_by: Commits) -> None:
    grace = User.objects.create_user('grace')
    whole_run(lab)
    Subscription.objects.create(user=grace, object=ProxmoxNode.objects.get(name='pve2'))
    first, second, third = numbered(3)
    offline = node_named('pve2', node_id=2, ip_address=second.ip_address, online=False)
    estate.topology = cluster_of(first, offline, third)

    committed_by(lambda: whole_run(lab))

    assert news(grace) == Counter([('object_updated', 'pve2')])


def test_a_sync_from_python_is_heard_too(lab: ProxmoxEndpoint, ada: User, committed_by: Commits) -> None:
    run = committed_by(lambda: sync_in_foreground(lab, 'python'))

    assert (run.status, run.warnings, run.events) == ('succeeded', [], '')
    assert news(ada) == ALL


def test_what_a_caller_undoes_is_told_to_nobody(lab: ProxmoxEndpoint, ada: User, committed_by: Commits) -> None:
    def undone() -> None:
        with transaction.atomic():
            sync_in_foreground(lab, 'python')
            transaction.set_rollback(True)

    committed_by(undone)

    assert news(ada) == Counter()


@pytest.mark.usefixtures('failing_action')
@pytest.mark.parametrize('broken', BROKEN)
@pytest.mark.parametrize('name', ['A rule before', 'Z rule behind'])
@pytest.mark.parametrize('sync', [whole_run, lambda lab: sync_in_foreground(lab, 'python')])
def test_a_broken_rule_costs_no_other_and_degrades_the_run(
    lab: ProxmoxEndpoint, ada: User, committed_by: Commits, broken: str, name: str, sync: Callable[..., SyncRun]
) -> None:
    make, reason = BROKEN[broken]
    make(name)

    run = committed_by(lambda: sync(lab))

    assert news(ada) == ALL
    assert (run.status, run.error_code, run.events) == ('degraded', 'events-lost', 'lost')
    assert f'event rule "{name}"' in run.cause
    assert 'Correct these event rules' in run.cure
    assert run.warnings == [f'NetBox could not tell event rule "{name}" of changes of this run: {reason}.']
    assert 'secret' not in f'{run.cause}{run.cure}{run.warnings}'


def test_a_run_under_way_ends_as_degraded(lab: ProxmoxEndpoint, committed_by: Commits) -> None:
    a_rule('Gone', 'gone.action')
    run = started(lab)
    for stage in (stages.fetch_cluster.execute, stages.fetch_nodes.execute):
        stage(run.pk)

    committed_by(lambda: stages.reconcile.execute(run.pk))
    run.refresh_from_db()
    assert (run.status, run.events) == ('running', 'lost')

    stages.prune.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error_code, run.events) == ('degraded', 'events-lost', 'lost')


@pytest.mark.parametrize('status', ['failed', 'lost', 'degraded'])
def test_what_a_run_failed_of_stays_its_cause(lab: ProxmoxEndpoint, status: str) -> None:
    run = a_run(lab, status, error_code='something-else', cause='Something else.')

    note_dispatched(run.pk, [Lost('event rule "Gone"', 'TypeError')])

    run.refresh_from_db()
    assert (run.status, run.cause, run.events) == (status, 'Something else.', 'lost')
    assert len(run.warnings) == 1


def heard(events: Sequence[EventContext]) -> None:
    HEARD.extend(event['object'].name for event in events)


def deaf(events: Sequence[EventContext]) -> None:
    raise ZeroDivisionError


HEARD: list[str] = []


def test_whatever_else_is_in_the_pipeline_of_netbox_gets_the_whole_queue(
    lab: ProxmoxEndpoint, ada: User, committed_by: Commits, settings: Any
) -> None:
    HEARD.clear()
    a_rule('Gone', 'gone.action')
    others = [f'{__name__}.deaf', 'no.such.module', f'{__name__}.heard']
    settings.EVENTS_PIPELINE = [*others[:1], *settings.EVENTS_PIPELINE, *others[1:]]

    run = committed_by(lambda: whole_run(lab))

    assert HEARD == ['lab', 'lab-cluster', 'pve1', 'pve2', 'pve3']
    assert news(ada) == ALL
    assert [reason in run.warnings[place] for place, reason in enumerate(('ZeroDivisionError', 'Gone', 'no.such'))] == [
        True
    ] * 3


def test_out_of_time_it_stops_and_says_so(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(events: Sequence[EventContext]) -> None:
        raise SoftTimeLimitExceeded

    HEARD.clear()
    monkeypatch.setattr(f'{__name__}.deaf', too_slow)
    settings.EVENTS_PIPELINE = [f'{__name__}.deaf', f'{__name__}.heard']

    assert dispatch([]) == [Lost('whoever comes last', 'the time limit of the task')]


@pytest.mark.parametrize('status', ['succeeded', 'lost'])
def test_a_process_that_vanishes_before_it_tells_is_found_by_the_sweep(lab: ProxmoxEndpoint, status: str) -> None:
    long_ago = clock.database_now() - timedelta(minutes=3)
    run = a_run(lab, status, events='pending', last_step_at=long_ago)
    busy = a_run(lab, 'succeeded', events='pending')

    assert give_up_lost_events(clock.database_now(), HARD_LIMIT) == 1
    assert give_up_lost_events(clock.database_now(), HARD_LIMIT) == 0

    run.refresh_from_db()
    busy.refresh_from_db()
    assert (run.status, run.events) == ('lost' if status == 'lost' else 'degraded', 'lost')
    assert run.warnings == [
        'NetBox could not tell every event rule of changes of this run: the process that synced was killed, or its '
        'host went down, after it had saved them and before all were told.'
    ]
    assert (busy.status, busy.events) == ('succeeded', 'pending')
