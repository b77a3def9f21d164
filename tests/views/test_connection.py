"""The buttons that test a connection: who may press them, what they show, and what a form sends where."""

from collections.abc import Iterator
from typing import Any

import pytest
from core.models import ObjectChange
from django.db.models.signals import pre_save
from django.test import Client
from django_celery_beat.models import IntervalSchedule
from users.models import User
from utilities.exceptions import AbortRequest

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.accounts import grant, page_client
from tests.readings import cluster_of, metrics_of
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend
from tests.sync.estate import Estate
from tests.sync.whole_runs import whole_run

BACKENDS, ENDPOINTS = '/plugins/proxbox/endpoints/proxbox-api/', '/plugins/proxbox/endpoints/proxmox/'
SECRET = 'secret-that-nobody-may-see'


@pytest.fixture
def proxbox() -> Iterator[ScriptedBackend]:
    with ScriptedBackend(Estate(cluster_of('pve1', 'pve2'), metrics_of('pve1', 'pve2'))) as server:
        yield server


@pytest.fixture
def backend(db: None, proxbox: ScriptedBackend) -> ProxboxBackend:
    connection = proxbox.connection()
    return ProxboxBackend.objects.create(name='main', base_url=connection.url, api_key=connection.api_key)


@pytest.fixture
def endpoint(backend: ProxboxBackend) -> ProxmoxEndpoint:
    return ProxmoxEndpoint.objects.create(name='lab', backend=backend, ip_address='192.0.2.1', password=SECRET)


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return ' '.join(answer.content.decode().split())


def backend_form(backend: ProxboxBackend, **changes: Any) -> dict[str, Any]:
    fields = {'name': backend.name, 'base_url': backend.base_url, 'verify_tls': 'on', 'enabled': 'on'}
    return {**fields, 'max_concurrent': 2, 'timeout': 30, **changes}


def endpoint_form(endpoint: ProxmoxEndpoint, **changes: Any) -> dict[str, Any]:
    fields = {name: getattr(endpoint, name) for name in ('name', 'ip_address', 'port', 'username')}
    return {**fields, 'backend': endpoint.backend_id, 'enabled': 'on', **changes}


@pytest.mark.parametrize(('actions', 'told'), [(('view',), True), (('add',), False)])
def test_an_endpoint_that_one_may_not_view_is_not_named(
    db: None, endpoint: ProxmoxEndpoint, actions: tuple[str, ...], told: bool
) -> None:
    ProxmoxEndpoint.objects.update(name='of-others')
    assert whole_run(ProxmoxEndpoint.objects.get()).status == 'succeeded'
    second = ProxmoxEndpoint.objects.create(
        name='mine', backend=endpoint.backend, ip_address='192.0.2.2', password=SECRET
    )
    user = User.objects.create_user('tester')
    grant(user, ProxmoxEndpoint, 'view', 'change', constraints={'name': 'mine'})
    grant(user, ProxmoxEndpoint, *actions, constraints={'name': 'of-others'})
    client, form = page_client(user), endpoint_form(second, password=SECRET)

    for path, values in (('test-connection', {}), ('test-values', form)):
        shown = page(client.post(f'{second.get_absolute_url()}{path}/', values))
        assert 'tracks already' in shown
        assert ('of-others' in shown, 'one that you may not view' in shown) == (told, not told)


@pytest.mark.parametrize('action', ['add', 'change'])
def test_what_one_may_not_save_is_not_tested(
    db: None, proxbox: ScriptedBackend, endpoint: ProxmoxEndpoint, action: str
) -> None:
    user, before = (
        User.objects.create_user('tester'),
        list(ProxmoxEndpoint.objects.values('pk', 'name', 'last_updated')),
    )
    grant(user, ProxboxBackend, 'view')
    grant(user, ProxmoxEndpoint, 'view')
    grant(user, ProxmoxEndpoint, action, constraints={'name__startswith': 'lab'})
    page_of_form = f'{ENDPOINTS}test-values/' if action == 'add' else f'{endpoint.get_absolute_url()}test-values/'
    client = page_client(user)

    refused = page(client.post(page_of_form, endpoint_form(endpoint, name='of-others', password=SECRET)))
    assert 'Your permissions do not allow to save this.' in refused
    assert proxbox.received == []
    assert 'The connection works' in page(
        client.post(page_of_form, endpoint_form(endpoint, name='lab 2', password=SECRET))
    )
    assert list(ProxmoxEndpoint.objects.values('pk', 'name', 'last_updated')) == before
    assert not ObjectChange.objects.filter(user=user).exists()


def test_what_another_plugin_refuses_to_save_is_not_tested(
    admin: Client, proxbox: ScriptedBackend, endpoint: ProxmoxEndpoint
) -> None:
    def refuse(**_: Any) -> None:
        raise AbortRequest('not on a Monday')

    pre_save.connect(refuse, sender=ProxmoxEndpoint)
    try:
        shown = page(admin.post(f'{endpoint.get_absolute_url()}test-values/', endpoint_form(endpoint, password=SECRET)))
    finally:
        pre_save.disconnect(refuse, sender=ProxmoxEndpoint)

    assert 'not on a Monday' in shown
    assert proxbox.received == []


def test_a_backend_is_tested_on_its_page(admin: Client, backend: ProxboxBackend) -> None:
    assert 'Test connection' in page(admin.get(backend.get_absolute_url()))

    shown = page(admin.post(f'{backend.get_absolute_url()}test-connection/'))

    assert 'The connection works' in shown
    assert '0.0.30.post2' in shown
    assert ProxboxBackend.objects.get().version == '0.0.30.post2'


def test_an_endpoint_is_tested_on_its_page(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    assert 'Test connection' in page(admin.get(endpoint.get_absolute_url()))

    shown = page(admin.post(f'{endpoint.get_absolute_url()}test-connection/'))

    assert 'The connection works' in shown
    assert 'with 2 nodes (2 online)' in shown
    assert ProxmoxEndpoint.objects.get().registered_name == 'lab'


def test_what_fails_is_told_in_words_with_a_cure(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    ProxboxBackend.objects.update(base_url='http://127.0.0.1:9')

    shown = page(admin.post(f'{endpoint.get_absolute_url()}test-connection/'))

    for words in ('The connection does not work', 'cannot be reached', 'What to do', 'Check that it runs', 'Not tried'):
        assert words in shown


def test_looking_at_the_address_tests_nothing(admin: Client, backend: ProxboxBackend, proxbox: ScriptedBackend) -> None:
    own = backend.get_absolute_url()

    assert admin.get(f'{own}test-connection/')['Location'] == own
    assert admin.get(f'{own}test-values/')['Location'] == f'{own}edit/'
    assert admin.get(f'{BACKENDS}test-values/')['Location'] == f'{BACKENDS}add/'
    assert proxbox.lines == []


def test_it_takes_the_permission_to_change_this_object(
    browser: Client, user: User, endpoint: ProxmoxEndpoint, proxbox: ScriptedBackend
) -> None:
    other = ProxmoxEndpoint.objects.create(name='other', backend=endpoint.backend, ip_address='192.0.2.2', password='p')
    grant(user, ProxmoxEndpoint, 'view', 'sync')
    assert browser.post(f'{endpoint.get_absolute_url()}test-connection/').status_code == 403
    assert browser.post(f'{endpoint.get_absolute_url()}test-values/').status_code == 403
    assert browser.post(f'{ENDPOINTS}test-values/').status_code == 403

    grant(user, ProxmoxEndpoint, 'change', constraints={'name': 'lab'})
    pages = [browser.get(row.get_absolute_url()).content.decode() for row in (endpoint, other)]
    assert ['Test connection' in shown for shown in pages] == [True, False]
    assert browser.post(f'{other.get_absolute_url()}test-connection/').status_code == 404
    assert browser.post(f'{other.get_absolute_url()}test-values/').status_code == 404
    assert proxbox.lines == []

    assert browser.post(f'{endpoint.get_absolute_url()}test-connection/').status_code == 200


def test_the_forms_have_the_button(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    own = endpoint.get_absolute_url()

    assert f'hx-post="{own}test-values/"' in page(admin.get(f'{own}edit/'))
    assert f'hx-post="{ENDPOINTS}test-values/"' in page(admin.get(f'{ENDPOINTS}add/'))
    assert f'hx-post="{BACKENDS}test-values/"' in page(admin.get(f'{BACKENDS}add/'))
    refused = page(admin.post(f'{own}edit/', endpoint_form(endpoint, port=0)))
    assert f'hx-post="{own}test-values/"' in refused


def test_a_new_backend_is_tested_and_not_saved(
    admin: Client, backend: ProxboxBackend, proxbox: ScriptedBackend
) -> None:
    shown = page(admin.post(f'{BACKENDS}test-values/', backend_form(backend, name='new', api_key=SECRET)))

    assert 'The connection works' in shown
    assert SECRET not in shown
    assert proxbox.received[0].headers['X-Proxbox-API-Key'] == SECRET
    assert list(ProxboxBackend.objects.values_list('name', 'version')) == [('main', '')]


def test_an_empty_key_is_the_stored_one_but_only_for_the_stored_address(
    admin: Client, backend: ProxboxBackend, proxbox: ScriptedBackend
) -> None:
    path = f'{backend.get_absolute_url()}test-values/'
    assert 'The connection works' in page(admin.post(path, backend_form(backend, api_key='')))

    with ScriptedBackend(lambda _: pytest.fail('nothing may be sent here')) as other:
        shown = page(admin.post(path, backend_form(backend, api_key='', base_url=other.connection().url)))
        assert other.lines == []

    assert 'Enter the API key again' in shown
    assert len(proxbox.lines) == 1


def test_a_new_endpoint_is_tested_and_leaves_nothing_behind(
    admin: Client, endpoint: ProxmoxEndpoint, proxbox: ScriptedBackend
) -> None:
    values = endpoint_form(endpoint, name='new', password=SECRET, interval_every=7, interval_period='minutes')

    shown = page(admin.post(f'{ENDPOINTS}test-values/', values))

    assert 'The connection works' in shown
    assert 'removed again' in shown
    assert SECRET not in shown
    assert proxbox.lines[-1].startswith('DELETE ')
    assert list(ProxmoxEndpoint.objects.values_list('name', flat=True)) == ['lab']
    assert not IntervalSchedule.objects.filter(every=7).exists()


def test_values_that_make_no_sense_are_not_tested(
    admin: Client, endpoint: ProxmoxEndpoint, proxbox: ScriptedBackend
) -> None:
    values = endpoint_form(endpoint, port=0, username='root')

    shown = page(admin.post(f'{endpoint.get_absolute_url()}test-values/', values))

    assert 'Not tested: correct this first' in shown
    assert 'Port' in shown
    assert proxbox.lines == []
