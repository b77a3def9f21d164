"""Metrics for Prometheus."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from netbox_proxbox import prometheus
from netbox_proxbox.database import clock
from netbox_proxbox.events.names import SYNC_FAILED
from netbox_proxbox.events.outbox import event_about, put
from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import OutboxEvent, ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun
from tests.builders import a_backend, a_direct_endpoint, a_run, an_endpoint, backend_of
from tests.schedules.test_due import every_five_minutes

METRICS = '/api/plugins/proxbox/metrics/'
# What Prometheus 3 sends.
ACCEPT = (
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,'
    'application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,'
    'text/plain;version=0.0.4;q=0.3,*/*;q=0.2'
)
Sample = tuple[str, str]


def scraped(text: str) -> dict[Sample, float]:
    """Return each sample by its name without the prefix and the value of its label."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name.removeprefix('netbox_proxbox_'), ''.join(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def now_scraped() -> dict[Sample, float]:
    return scraped(prometheus.exposition().decode())


def test_prometheus_reads_it(client: APIClient) -> None:
    answer = client.get(METRICS, HTTP_ACCEPT=ACCEPT)

    assert answer.status_code == 200
    assert answer['Content-Type'].startswith('text/plain; version=')
    assert scraped(answer.content.decode())['processes_heard', 'worker'] == 0


@pytest.mark.parametrize('accept', ['text/plain', '*/*', 'text/plain;version=0.0.4'])
def test_others_read_it_too(client: APIClient, accept: str) -> None:
    assert client.get(METRICS, HTTP_ACCEPT=accept).status_code == 200


@pytest.mark.django_db
def test_nobody_without_a_token() -> None:
    answer = APIClient().get(METRICS, HTTP_ACCEPT=ACCEPT)

    assert answer.status_code == 403
    assert answer.content.startswith(b'# ')


@pytest.mark.django_db
class TestWhatIsCounted:
    """Each metric, from rows."""

    def test_processes(self) -> None:
        heartbeats.note('worker', 'a')
        heartbeats.note('worker', 'b')
        heartbeats.note('beat', 'a')

        found = now_scraped()

        assert (found['processes_heard', 'worker'], found['processes_heard', 'beat']) == (2, 1)

    def test_runs(self) -> None:
        backend = a_backend()
        now = clock.database_now()
        minute = timedelta(minutes=1)
        states: list[tuple[str, dict[str, Any]]] = [
            ('running', {'last_step_at': now - minute}),
            ('queued', {'requested_at': now - 2 * minute}),
            ('running', {'last_step_at': now - 3 * minute, 'stages': {'prune': {}}}),
            ('succeeded', {'ended_at': now - minute}),
            ('failed', {'ended_at': now - 2 * minute}),
            ('failed', {'ended_at': now - 200 * minute}),
        ]
        for number, (status, fields) in enumerate(states):
            a_run(an_endpoint(backend, name=f'{number}'), status, **fields)

        found = now_scraped()
        took = (clock.database_now() - now).total_seconds()

        assert [found['runs_active', state] for state in ('not_begun', 'queued', 'running')] == [1, 1, 2]
        ages = [found['run_oldest_age_seconds', state] for state in ('not_begun', 'queued', 'running')]
        assert all(age <= found <= age + took for age, found in zip((60, 120, 180), ages, strict=True))
        ended = {status: found['runs_ended_last_hour', status] for status in ('succeeded', 'failed', 'lost')}
        assert ended == {'succeeded': 1, 'failed': 1, 'lost': 0}

    def test_lost_events(self) -> None:
        endpoint, now = an_endpoint(), clock.database_now()
        a_run(endpoint, 'degraded', ended_at=now, events='lost')
        a_run(endpoint, 'degraded', ended_at=now - timedelta(hours=2), events='lost')

        assert now_scraped()['runs_events_lost_last_hour', ''] == 1

    def test_stages(self) -> None:
        endpoint = an_endpoint()
        now = clock.database_now()
        for seconds in (1, 2, 6):
            started = (now - timedelta(seconds=seconds)).isoformat()
            notes = {'prune': {'state': 'done', 'started_at': started, 'ended_at': now.isoformat()}, 'register': {}}
            a_run(endpoint, 'succeeded', ended_at=now, stages=notes)

        found = now_scraped()

        assert found['stage_average_seconds', 'prune'] == pytest.approx(3)
        assert found['stage_max_seconds', 'prune'] == pytest.approx(6)
        assert ('stage_max_seconds', 'register') not in found

    def test_endpoints_and_backends(self) -> None:
        backend = a_backend()
        late = an_endpoint(backend, sync_interval=every_five_minutes())
        an_endpoint(backend, name='in time', sync_interval=every_five_minutes())
        ProxmoxEndpoint.objects.filter(pk=late.pk).update(overdue_at=clock.database_now() - timedelta(minutes=1))
        a_run(late, 'failed')
        a_run(late, 'running')
        ProxboxBackend.objects.update(is_paused=True, failures=4)
        a_backend(name='disabled', enabled=False)

        found = now_scraped()

        assert [found[f'endpoints{kind}', 'main'] for kind in ('', '_overdue', '_failing')] == [2, 1, 1]
        assert (found['backend_paused', 'main'], found['backend_failures', 'main']) == (1, 4)
        assert found['backend_demand_requests_per_second', 'main'] == pytest.approx(0.02)
        assert ('backend_paused', 'disabled') not in found

    def test_nodes_and_clusters(self) -> None:
        endpoint = an_endpoint(held_because='turned-standalone')
        ProxmoxCluster.objects.create(endpoint=endpoint, name='lab', quorate=False)
        for name, online, missing in (('a', True, ''), ('b', True, ''), ('c', False, 'limit')):
            ProxmoxNode.objects.create(endpoint=endpoint, name=name, online=online, missing_because=missing)
        disabled = an_endpoint(backend_of(endpoint), name='disabled', enabled=False)
        ProxmoxNode.objects.create(endpoint=disabled, name='d', online=True, missing_because='rule')

        found = now_scraped()

        assert (found['nodes', 'true'], found['nodes', 'false']) == (3, 1)
        assert (found['nodes_missing', 'limit'], found['nodes_missing', 'rule']) == (1, 0)
        held = (found['endpoints_held', reason] for reason in ('turned-standalone', 'nothing-in-common'))
        assert tuple(held) == (1, 0)
        assert (found['clusters', 'true'], found['clusters', 'false']) == (0, 1)

    def test_states_by_source(self) -> None:
        back_off = {'failures': 3, 'paused_until': clock.database_now() + timedelta(minutes=1)}
        direct = a_direct_endpoint(name='direct', **back_off)
        through = an_endpoint(a_backend(**back_off), held_because='turned-standalone')
        ProxboxBackend.objects.update(**back_off)
        ProxmoxNode.objects.create(endpoint=direct, name='a', missing_because='limit')

        found = now_scraped()

        states = ('held', 'missing', 'backing_off', 'overdue', 'failing')
        assert [found['endpoints_in_state', f'directly{state}'] for state in states] == [1, 1, 1, 0, 0]
        assert [found['endpoints_in_state', f'proxbox-api{state}'] for state in states] == [1, 0, 1, 0, 0]
        assert through.backend is not None

    def test_events(self) -> None:
        endpoint = an_endpoint()
        put([event_about(endpoint, SYNC_FAILED, 'It failed.') for _ in range(2)])
        OutboxEvent.objects.filter(pk=OutboxEvent.objects.latest('pk').pk).update(
            created=clock.database_now() - timedelta(hours=2)
        )

        found = now_scraped()

        assert (found['events_last_hour', 'proxbox_sync_failed'], found['events_unsent', '']) == (1, 2)
        assert found['events_last_hour', 'proxbox_node_offline'] == 0


@pytest.fixture
def many_runs(db: None) -> None:
    """2,000 ended runs of 400 endpoints within the last day."""
    backend = a_backend()
    ProxmoxEndpoint.objects.bulk_create(
        ProxmoxEndpoint(name=f'e{number}', backend=backend, ip_address='192.0.2.1') for number in range(400)
    )
    with connection.cursor() as cursor:
        cursor.execute(MANY_RUNS)
        cursor.execute('ANALYZE netbox_proxbox_syncrun')


MANY_RUNS = """
    INSERT INTO netbox_proxbox_syncrun (endpoint_id, status, trigger, request_id, requested_at, started_at, ended_at,
        last_step_at, publish_count, stages, readings, changes, warnings, error_code, cause, cure)
    SELECT endpoint.id, 'succeeded', 'schedule', gen_random_uuid(), moment, moment, moment, moment, 1,
        stages, '{}', '[]', '[]', '', '', ''
    FROM generate_series(1, 2000) AS number
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM netbox_proxbox_proxmoxendpoint) AS endpoint
        ON endpoint.place = number % 400 + 1
    CROSS JOIN LATERAL (SELECT STATEMENT_TIMESTAMP() - number * interval '0.8 s' AS moment) AS moments
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(stage, jsonb_build_object('state', 'done', 'requests', 3, 'retries', '[]'::jsonb,
            'started_at', (moment - interval '2 s')::text, 'ended_at', moment::text)) AS stages
        FROM unnest(ARRAY['register', 'fetch-cluster', 'fetch-nodes', 'reconcile', 'prune']) AS stage
    ) AS notes
"""


@pytest.mark.usefixtures('many_runs')
def test_the_number_of_queries_does_not_depend_on_the_number_of_runs() -> None:
    with CaptureQueriesContext(connection) as captured:
        prometheus.exposition()

    assert now_scraped()['runs_stored', ''] == SyncRun.objects.count() == 2_000
    assert len(captured) == 14
