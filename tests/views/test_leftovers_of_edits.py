"""Who changes the backend of endpoints, in a form or by an import, is told what proxbox-api keeps of them."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import a_backend, an_endpoint

PAGES = '/plugins/proxbox/endpoints/proxmox/'


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint(registered_id=7, registered_name='lab')


def test_an_import_that_changes_backends_names_what_the_old_ones_keep(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    second, kept = (
        an_endpoint(endpoint.backend, name=name, registered_id=number, registered_name=name)
        for name, number in (('edge', 8), ('kept', 9))
    )
    a_backend(name='other')
    data = f'id,backend,password\n{endpoint.pk},other,anew\n{second.pk},other,anew\n{kept.pk},main,anew\n'

    answer = admin.post(f'{PAGES}import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})

    assert answer.status_code == 302
    (warning,) = [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag == 'warning']
    assert 'record 8 (edge) in main, record 7 (lab) in main' in warning
    assert 'kept' not in warning


def test_an_import_that_is_refused_says_nothing_of_records(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    a_backend(name='other')
    data = f'id,backend,password\n{endpoint.pk},other,anew\n{endpoint.pk + 99},other,anew\n'

    answer = admin.post(f'{PAGES}import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})

    assert answer.status_code == 200
    assert not [message for message in get_messages(answer.wsgi_request) if message.level_tag == 'warning']


def test_who_changes_the_backend_is_told_what_the_old_one_keeps(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    other: ProxboxBackend = a_backend(name='other')
    form = {'name': 'lab', 'backend': other.pk, 'ip_address': '192.0.2.1', 'port': 8006, 'username': 'root@pam'}

    answer = admin.post(f'{PAGES}{endpoint.pk}/edit/', {**form, 'password': 'entered again', 'schedule': 'none'})

    assert answer.status_code == 302
    (warning,) = [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag == 'warning']
    assert 'record 7 (lab)' in warning
    assert 'main' in warning


def test_an_edit_that_keeps_the_backend_says_nothing(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    form = {'name': 'lab', 'backend': endpoint.backend_id, 'ip_address': '192.0.2.1', 'port': 8006, 'verify_ssl': True}
    login = {'username': 'root@pam', 'schedule': 'none'}

    answer = admin.post(f'{PAGES}{endpoint.pk}/edit/', {**form, **login, 'description': 'the lab'})

    assert ProxmoxEndpoint.objects.get().description == 'the lab'
    assert not [message for message in get_messages(answer.wsgi_request) if message.level_tag == 'warning']


def test_a_new_endpoint_takes_no_word_for_a_choice_of_all(admin: Client, db: None) -> None:
    assert admin.post(f'{PAGES}add/', {'_all': 'on'}).status_code == 200
