"""What an endpoint does with nodes that disappear, on its form, for many at once and in an import."""

from typing import Any

import pytest
from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint

from .pages import PAGES

NEW = {'name': 'new', 'domain': 'pve1', 'port': 8006, 'username': 'root@pam', 'password': 'a-password'}
CHOSEN = {'when_node_disappears': 'keep', 'keep_readings': 7, 'deletion_limit': 0}


def policy(name: str) -> dict[str, Any]:
    return ProxmoxEndpoint.objects.filter(name=name).values(*CHOSEN).get()


def test_a_new_endpoint_is_offered_what_the_settings_say(admin: Client, configure: Any) -> None:
    configure(when_node_disappears='keep', keep_readings=5, deletion_limit=50)

    form = admin.get(f'{PAGES}add/').context['form']

    assert [form[name].value() for name in CHOSEN] == ['keep', 5, 50]


def test_it_is_saved(admin: Client) -> None:
    answer = admin.post(f'{PAGES}add/', {**NEW, **CHOSEN})

    assert answer.status_code == 302
    assert policy('new') == CHOSEN


def test_a_form_that_says_nothing_of_it_leaves_it_as_it_is(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    edited = {**NEW, 'name': 'lab', 'domain': '', 'ip_address': '192.0.2.1', 'keep_readings': ''}

    answer = admin.post(f'{endpoint.get_absolute_url()}edit/', edited)

    assert answer.status_code == 302
    assert policy('lab') == {'when_node_disappears': 'delete', 'keep_readings': 4, 'deletion_limit': 20}


@pytest.mark.parametrize(('field', 'value'), [('keep_readings', 0), ('deletion_limit', 101)])
def test_what_cannot_be_meant_is_refused_at_its_field(admin: Client, field: str, value: int) -> None:
    answer = admin.post(f'{PAGES}add/', {**NEW, **CHOSEN, field: value})

    assert list(answer.context['form'].errors) == [field]


def test_many_are_changed_at_once(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk], '_apply': 'on', **CHOSEN})

    assert policy('lab') == CHOSEN


def test_an_import_may_say_it_and_leaves_the_rest_as_it_is(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    data = f'id,when_node_disappears,deletion_limit\n{endpoint.pk},keep,\n'

    admin.post(f'{PAGES}import/', {'data': data, 'format': 'csv', 'csv_delimiter': 'auto'})

    assert policy('lab') == {'when_node_disappears': 'keep', 'keep_readings': 4, 'deletion_limit': 20}
