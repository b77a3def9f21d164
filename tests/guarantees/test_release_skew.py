"""Messages of other releases, and a worker of the previous release on the database of this one."""

from typing import Any

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED, CharField, TextField

from netbox_proxbox.database.namesake import refuse_namesake
from netbox_proxbox.models import SyncRun
from tests.integration.services import Services

from .previous_release import MESSAGES, old_run, send
from .scene import Scene

APP = 'netbox_proxbox'
OF_0_1_0 = (APP, '0001_clusters_and_nodes')


@pytest.mark.integration
def test_a_registration_of_the_previous_release_is_a_whole_run(services: Services, scene: Scene) -> None:
    scene.change_estate()
    run_id = old_run(scene, is_registered=False)
    send(services, MESSAGES['register'], run_id)
    scene.check(scene.ended(run_id), ('succeeded',))


@pytest.mark.integration
def test_stages_of_the_previous_release_go_on(services: Services, scene: Scene) -> None:
    scene.change_estate()
    run_id = old_run(scene)
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
@pytest.mark.parametrize(('task', 'more'), [('of_the_future', []), ('register', ['more']), ('reconcile', [{'a': 1}])])
def test_a_message_of_a_newer_release_leaves_the_worker_alive(
    services: Services, scene: Scene, task: str, more: list[Any]
) -> None:
    scene.change_estate()
    run = scene.synced()
    services.send(task, run.id, *more)
    scene.check_what_holds_after(run, scene.synced())
    assert services.worker.is_running()


def later_operations() -> list[Any]:
    """All that migrations after 0.1.0 do, one by one: a squashed one takes nobody from one release to the next."""
    ours = {name: found for (app, name), found in _loader().disk_migrations.items() if app == APP}
    later = [found for name, found in sorted(ours.items()) if name > OF_0_1_0[1] and not found.replaces]
    return [operation for migration in later for operation in migration.operations]


def _loader() -> MigrationLoader:
    return MigrationLoader(None, replace_migrations=False)


def takes_more(operation: migrations.AlterField) -> bool:
    """Whether a column may be left out or empty, and stays what it is if the previous release knows it."""
    before = _loader().project_state(OF_0_1_0)
    old, new = before.models[APP, operation.model_name].fields.get(operation.name), operation.field
    is_the_same = old is None or (type(old) is type(new) and old.max_length == new.max_length)
    return is_the_same and (new.null or new.db_default is not NOT_PROVIDED)


def is_harmless(operation: Any) -> bool:
    """Whether a worker of the previous release, which knows nothing of it, goes on as before."""
    if isinstance(operation, migrations.AddField) and operation.field.many_to_many:
        # That is a table of its own.
        return True
    if isinstance(operation, migrations.AddField):
        return operation.field.null or operation.field.db_default is not NOT_PROVIDED
    if isinstance(operation, migrations.AlterField):
        return takes_more(operation)
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return not operation.database_operations
    if isinstance(operation, migrations.RunPython):
        return operation.code is refuse_namesake
    if isinstance(operation, migrations.RemoveConstraint | migrations.AddConstraint):
        return names_one_active_run(operation)
    return isinstance(operation, migrations.CreateModel | migrations.AddIndex)


def names_one_active_run(operation: Any) -> bool:
    """One active run for each endpoint became one of each kind: whoever inserts syncs only is refused as before."""
    name = operation.name if isinstance(operation, migrations.RemoveConstraint) else operation.constraint.name
    return bool(name == 'netbox_proxbox_syncrun_one_active_per_endpoint')


def test_migrations_only_add_what_the_previous_release_need_not_know() -> None:
    assert [operation.describe() for operation in later_operations() if not is_harmless(operation)] == []


@pytest.mark.parametrize(
    ('operation', 'expected'),
    [
        (migrations.AddField('syncrun', 'note', TextField(null=True)), True),
        (migrations.AddField('syncrun', 'note', TextField(db_default='')), True),
        (migrations.AddField('syncrun', 'note', TextField(default='')), False),
        (migrations.RemoveField('syncrun', 'cure'), False),
        (migrations.AlterField('syncrun', 'cure', TextField()), False),
        (migrations.AlterField('syncrun', 'cure', TextField(db_default='')), True),
        (migrations.AlterField('syncrun', 'cure', TextField(null=True)), True),
        (migrations.AlterField('syncrun', 'cure', CharField(max_length=9, null=True)), False),
    ],
)
def test_what_the_previous_release_need_not_know(operation: Any, expected: bool) -> None:
    assert is_harmless(operation) is expected


@pytest.mark.django_db
def test_rows_with_the_columns_of_the_previous_release_are_accepted() -> None:
    old = _loader().project_state(OF_0_1_0).apps
    backend = old.get_model(APP, 'ProxboxBackend').objects.create(name='main', base_url='http://127.0.0.1:9')
    endpoint = old.get_model(APP, 'ProxmoxEndpoint').objects.create(name='lab', backend=backend)
    cluster = old.get_model(APP, 'ProxmoxCluster').objects.create(name='lab', endpoint=endpoint)
    old.get_model(APP, 'ProxmoxNode').objects.create(name='pve1', endpoint=endpoint, proxmox_cluster=cluster)
    old.get_model(APP, 'SyncRun').objects.create(endpoint=endpoint, trigger='manual')
    run = SyncRun.objects.get()
    assert (run.status, run.endpoint.name, run.is_active) == ('queued', 'lab', True)
