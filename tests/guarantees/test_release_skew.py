"""Messages of other releases, and a worker of the previous release on the database of this one."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED
from kombu import Connection, Exchange, Producer

from netbox_proxbox.models import SyncRun
from tests.integration.services import KEY_PREFIX, Services

from .scene import Scene

# As release 0.1.0 sent them, for run 424242; of the header of its chord without the chord.
MESSAGES: dict[str, Any] = json.loads((Path(__file__).parent / 'messages_of_0_1_0.json').read_text())
RUN_IN_MESSAGES = '424242'
APP = 'netbox_proxbox'
OF_0_1_0 = (APP, '0001_initial')

INSERT_RUN = """
    INSERT INTO netbox_proxbox_syncrun (endpoint_id, status, trigger, request_id, is_waiting, sends, stages, readings,
        changes, warnings, error_code, cause, cure, started_at)
    VALUES (%s, %s, 'manual', gen_random_uuid(), false, 1, %s, '{}', '[]', '[]', '', '', '', now()) RETURNING id
"""
BEGUN = (
    '{"begin": {"state": "done", "started_at": "2026-11-24T09:00:00+00:00", "ended_at": "2026-11-24T09:00:00+00:00"}}'
)


def send(services: Services, message: Any, run_id: int) -> None:
    """Put a captured message into its queue, for a run of now."""
    of_this_run = json.loads(json.dumps(message).replace(RUN_IN_MESSAGES, str(run_id)))
    options = {'global_keyprefix': KEY_PREFIX}
    with Connection(services.broker.url, transport_options=options) as broker, broker.channel() as channel:
        producer = Producer(channel, Exchange(of_this_run['queue']), of_this_run['queue'], serializer='json')
        task_id = of_this_run['headers']['id']
        producer.publish(of_this_run['body'], headers=of_this_run['headers'], correlation_id=task_id)


def old_run(scene: Scene, status: str, stages: str) -> int:
    """Insert a run as release 0.1.0 did."""
    (row,) = scene.database.rows(INSERT_RUN, scene.endpoint, status, stages)
    return int(row['id'])


@pytest.mark.integration
def test_a_begin_of_the_previous_release_is_a_whole_run(services: Services, scene: Scene) -> None:
    scene.change_estate()
    run_id = old_run(scene, 'queued', '{}')
    send(services, MESSAGES['begin'], run_id)
    scene.check(scene.ended(run_id), ('succeeded',))


@pytest.mark.integration
def test_stages_of_the_previous_release_go_on(services: Services, scene: Scene) -> None:
    scene.change_estate()
    run_id = old_run(scene, 'running', BEGUN)
    for number, task in enumerate(('fetch_cluster', 'fetch_nodes', 'reconcile', 'prune'), start=2):
        send(services, MESSAGES[task], run_id)
        scene.wait_for_stages(run_id, number)
    scene.check(scene.ended(run_id), ('succeeded',))


@pytest.mark.integration
@pytest.mark.parametrize('task', MESSAGES)
def test_a_message_of_the_previous_release_for_a_run_that_has_ended_does_nothing(
    services: Services, scene: Scene, task: str
) -> None:
    scene.change_estate()
    run = scene.synced()
    send(services, MESSAGES[task], run.id)
    scene.check_what_holds_after(run, scene.synced())
    assert scene.database.run(run.id) == run


@pytest.mark.integration
@pytest.mark.parametrize(('task', 'more'), [('of_the_future', []), ('begin', ['more']), ('reconcile', [{'a': 1}])])
def test_a_message_of_a_newer_release_leaves_the_worker_alive(
    services: Services, scene: Scene, task: str, more: list[Any]
) -> None:
    scene.change_estate()
    run = scene.synced()
    services.send(task, run.id, *more)
    scene.check_what_holds_after(run, scene.synced())
    assert services.worker.is_running()


def later_operations() -> list[Any]:
    """All that migrations after 0.1.0 do."""
    loader = MigrationLoader(connection)
    ours = (
        migration for (app, name), migration in loader.disk_migrations.items() if (app, name) > OF_0_1_0 and app == APP
    )
    return [operation for migration in ours for operation in migration.operations]


def is_harmless(operation: Any) -> bool:
    """Whether a worker of the previous release, which knows nothing of it, goes on as before."""
    if isinstance(operation, migrations.AddField):
        return operation.field.null or operation.field.db_default is not NOT_PROVIDED
    return isinstance(operation, migrations.CreateModel | migrations.AddIndex)


@pytest.mark.django_db
def test_migrations_only_add_what_the_previous_release_need_not_know() -> None:
    found = later_operations()
    assert found
    assert [operation.describe() for operation in found if not is_harmless(operation)] == []


@pytest.mark.django_db
def test_rows_with_the_columns_of_the_previous_release_are_accepted() -> None:
    old = MigrationLoader(connection).project_state(OF_0_1_0).apps
    backend = old.get_model(APP, 'ProxboxBackend').objects.create(name='main', base_url='http://127.0.0.1:9')
    endpoint = old.get_model(APP, 'ProxmoxEndpoint').objects.create(name='lab', backend=backend)
    cluster = old.get_model(APP, 'ProxmoxCluster').objects.create(name='lab', endpoint=endpoint)
    old.get_model(APP, 'ProxmoxNode').objects.create(name='pve1', endpoint=endpoint, proxmox_cluster=cluster)
    old.get_model(APP, 'SyncRun').objects.create(endpoint=endpoint, trigger='manual')
    run = SyncRun.objects.get()
    assert (run.status, run.endpoint.name, run.is_active) == ('queued', 'lab', True)
