"""What people fill in: secrets that are kept, a schedule in words, and fields that only a sync writes."""

from typing import Any

import pytest
from django.test import Client
from django_celery_beat.models import CrontabSchedule

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode
from netbox_proxbox.tests import estate

SECRET = 'secret-that-nobody-may-see'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    endpoint = estate.make_endpoints()[0]
    endpoint.password = SECRET
    endpoint.save()
    return endpoint


def _fields(endpoint: ProxmoxEndpoint, **changes: Any) -> dict[str, Any]:
    stored = {name: getattr(endpoint, name) for name in ('name', 'ip_address', 'domain', 'port', 'username')}
    return {**stored, 'backend': endpoint.backend_id, 'enabled': True, 'verify_ssl': True, **changes}


def _submit(browser: Client, endpoint: ProxmoxEndpoint, **changes: Any) -> Any:
    return browser.post(f'{endpoint.get_absolute_url()}edit/', _fields(endpoint, **changes))


def test_an_empty_secret_keeps_the_stored_one(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    assert _submit(admin, endpoint, description='new', password='').status_code == 302

    endpoint = ProxmoxEndpoint.objects.get(pk=endpoint.pk)
    assert (endpoint.description, endpoint.password.reveal()) == ('new', SECRET)


def test_a_secret_that_is_filled_in_replaces_it(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    _submit(admin, endpoint, password='  with spaces  ')

    assert ProxmoxEndpoint.objects.get(pk=endpoint.pk).password.reveal() == '  with spaces  '


def test_a_token_goes_with_its_name(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    _submit(admin, endpoint, token_name='netbox', token_value=SECRET)
    assert ProxmoxEndpoint.objects.get(pk=endpoint.pk).token_value.reveal() == SECRET

    assert _submit(admin, endpoint, token_name='').status_code == 302
    assert not ProxmoxEndpoint.objects.get(pk=endpoint.pk).token_value


def test_a_password_gives_way_to_a_token(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    assert 'forget_password' in admin.get(f'{endpoint.get_absolute_url()}edit/').content.decode()
    token = {'token_name': 'netbox', 'token_value': SECRET}

    assert _submit(admin, endpoint, forget_password='on', **token).status_code == 302

    endpoint = ProxmoxEndpoint.objects.get(pk=endpoint.pk)
    assert not endpoint.password
    assert endpoint.token_value.reveal() == SECRET
    assert 'forget_password' not in admin.get(f'{endpoint.get_absolute_url()}edit/').content.decode()


def test_a_password_is_not_removed_without_another_login(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    for changes, words in (({}, 'Give a password'), ({'password': 'new'}, 'Either enter a new one')):
        answer = _submit(admin, endpoint, forget_password='on', **changes)
        assert answer.status_code == 200
        assert words in answer.content.decode()

    assert ProxmoxEndpoint.objects.get(pk=endpoint.pk).password.reveal() == SECRET


def test_no_page_shows_a_secret(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    own, all_ = endpoint.get_absolute_url(), '/plugins/proxbox/endpoints/proxmox/'
    refused = _submit(admin, endpoint, password=SECRET, token_name='half a token')

    pages = [admin.get(path) for path in (own, f'{own}edit/', f'{own}changelog/', all_, f'{all_}?export')]

    assert refused.status_code == 200
    for page in [*pages, refused]:
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert endpoint.password.ciphertext() not in page.content.decode()


def test_without_a_key_the_form_says_how_to_make_one(admin: Client, settings: Any) -> None:
    plugin = {**settings.PLUGINS_CONFIG['netbox_proxbox'], 'encryption_keys': []}
    settings.PLUGINS_CONFIG = {**settings.PLUGINS_CONFIG, 'netbox_proxbox': plugin}
    fields = {'name': 'b', 'base_url': 'http://proxbox-api:8800', 'api_key': SECRET, 'max_concurrent': 2, 'timeout': 30}

    page = admin.post('/plugins/proxbox/endpoints/proxbox-api/add/', fields).content.decode()

    assert 'generate-key' in page
    assert not ProxboxBackend.objects.exists()


def test_an_import_with_secrets_is_never_queued(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    line = f'imported,Backend 1,pve.example.net,root@pam,{SECRET}'
    data = f'name,backend,domain,username,password\n{line}'
    form = {'data': data, 'format': 'csv', 'csv_delimiter': 'auto', 'background_job': 'on'}

    assert admin.post('/plugins/proxbox/endpoints/proxmox/import/', form).status_code == 302

    imported = ProxmoxEndpoint.objects.get(name='imported')
    assert imported.password.reveal() == SECRET
    assert (imported.port, imported.verify_ssl, imported.enabled) == (8006, True, True)


def test_an_interval_is_chosen_and_dropped(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    _submit(admin, endpoint, interval_every=5, interval_period='minutes')
    assert str(ProxmoxEndpoint.objects.get(pk=endpoint.pk).sync_interval) == 'every 5 minutes'
    assert 'value="5"' in admin.get(f'{endpoint.get_absolute_url()}edit/').content.decode()

    _submit(admin, endpoint, interval_every='', interval_period='')
    assert ProxmoxEndpoint.objects.get(pk=endpoint.pk).sync_interval is None


def test_a_crontab_is_written_in_the_usual_order(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    _submit(admin, endpoint, crontab='30 2 1 * mon-fri', crontab_timezone='Europe/Berlin')

    crontab = CrontabSchedule.objects.get(day_of_month='1')
    assert ProxmoxEndpoint.objects.get(pk=endpoint.pk).sync_crontab == crontab
    assert (crontab.minute, crontab.hour, crontab.day_of_week) == ('30', '2', 'mon-fri')
    assert 'value="30 2 1 * mon-fri"' in admin.get(f'{endpoint.get_absolute_url()}edit/').content.decode()


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        ({'crontab': '30 2'}, 'five parts'),
        ({'crontab': '61 * * * *'}, 'not in 0-59'),
        ({'crontab': '0 0 30 2 *'}, 'never occurs'),
        ({'interval_every': 5, 'interval_period': ''}, 'Choose a period'),
        ({'interval_every': 2, 'interval_period': 'seconds'}, 'between 5 seconds'),
        ({'interval_every': 5, 'interval_period': 'minutes', 'crontab': '0 0 * * *'}, 'not both'),
    ],
)
def test_schedules_that_make_no_sense_are_refused(
    admin: Client, endpoint: ProxmoxEndpoint, changes: dict[str, Any], words: str
) -> None:
    answer = _submit(admin, endpoint, **changes)

    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_new_node_uses_no_less_than_nothing_of_its_cpu(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    metrics = {'node_id': 1, 'cpu_usage': -5, 'max_cpu': 8, 'memory_usage': 0, 'max_memory': 0, 'uptime': 0}

    answer = admin.post('/plugins/proxbox/nodes/add/', {'endpoint': endpoint.pk, 'name': 'pve1', **metrics})

    assert answer.status_code == 200
    assert 'greater than or equal to 0' in answer.content.decode()


def test_what_a_sync_writes_is_locked(admin: Client) -> None:
    node = estate.make_nodes(1)[0]
    cluster = ProxmoxCluster.objects.get()

    admin.post(f'{node.get_absolute_url()}edit/', {'name': 'other', 'description': 'rack 7', 'max_cpu': 1})
    admin.post(f'{cluster.get_absolute_url()}edit/', {'name': 'other', 'description': 'east'})

    node, cluster = ProxmoxNode.objects.get(), ProxmoxCluster.objects.get()
    assert (node.name, node.description, node.max_cpu) == ('node-1', 'rack 7', 8)
    assert (cluster.name, cluster.description) == ('Cluster 1', 'east')


@pytest.mark.parametrize(
    ('kind', 'words'),
    [
        ('clusters', 'The next complete sync corrects it.'),
        ('nodes', 'The next complete sync corrects it, or treats it as missing if Proxmox VE does not know it.'),
    ],
)
def test_a_form_for_what_syncs_write_says_what_becomes_of_it(admin: Client, kind: str, words: str) -> None:
    assert words in admin.get(f'/plugins/proxbox/{kind}/add/').content.decode()


def test_a_clone_of_what_has_no_such_schedule_has_none(admin: Client) -> None:
    answer = admin.get('/plugins/proxbox/endpoints/proxmox/add/', {'sync_interval': '9' * 5000})

    assert answer.status_code == 200
