"""Who gives up an endpoint is told what proxbox-api keeps of it, and may have that removed."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from core.models import ObjectChange
from django.test import Client
from users.models import User

from netbox_proxbox.models import ProxmoxEndpoint
from netbox_proxbox.reading.leftovers import Leftover
from netbox_proxbox.views import leftovers
from tests.accounts import api_client, grant
from tests.builders import a_backend, an_endpoint, backend_of

PAGES = '/plugins/proxbox/endpoints/proxmox/'
API = '/api/plugins/proxbox/endpoints/'
KEPT = 'proxbox-api keeps the login'
OFFER = {'remove_records': 'on'}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Leftover]:
    """The records that the worker is to remove."""
    found: list[Leftover] = []

    def ask(records: Iterable[Leftover], user: Any) -> None:
        found.extend(records)

    monkeypatch.setattr(leftovers, 'request_removal', ask)
    monkeypatch.setattr('netbox_proxbox.api.views.request_removal', ask)
    return found


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return an_endpoint(registered_id=7, registered_name='lab')


@pytest.fixture
def record(endpoint: ProxmoxEndpoint) -> Leftover:
    return Leftover(backend_of(endpoint).pk, 7, 'lab')


def test_the_page_names_the_record(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    page = admin.get(f'{PAGES}{endpoint.pk}/delete/').content.decode()

    assert KEPT in page
    assert f'record 7 (lab), {backend_of(endpoint).base_url}' in page
    assert 'checked' not in page.partition(KEPT)[2].partition('</form>')[0]


def test_an_endpoint_that_was_never_registered_leaves_nothing(admin: Client, db: None) -> None:
    endpoint = an_endpoint()

    assert KEPT not in admin.get(f'{PAGES}{endpoint.pk}/delete/').content.decode()


def test_an_address_is_told_only_to_who_may_see_the_backend(
    browser: Client, user: User, endpoint: ProxmoxEndpoint
) -> None:
    grant(user, ProxmoxEndpoint, 'view', 'delete')

    page = browser.get(f'{PAGES}{endpoint.pk}/delete/').content.decode()

    assert KEPT in page
    assert backend_of(endpoint).base_url not in page


def test_the_small_window_leads_to_the_page(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    path = f'{PAGES}{endpoint.pk}/delete/'

    assert admin.get(path, headers={'HX-Request': 'true'})['HX-Redirect'] == path


@pytest.mark.parametrize('offer', [{}, OFFER])
def test_a_record_is_removed_only_if_that_is_ticked(
    admin: Client, endpoint: ProxmoxEndpoint, record: Leftover, asked: list[Leftover], offer: dict[str, str]
) -> None:
    admin.post(f'{PAGES}{endpoint.pk}/delete/', {'confirm': 'true', **offer})

    assert not ProxmoxEndpoint.objects.exists()
    assert asked == ([record] if offer else [])


def test_a_deletion_that_is_refused_removes_no_record(
    admin: Client, endpoint: ProxmoxEndpoint, asked: list[Leftover]
) -> None:
    admin.post(f'{PAGES}{endpoint.pk}/delete/', OFFER)

    assert ProxmoxEndpoint.objects.exists()
    assert asked == []


@pytest.mark.parametrize('offer', [{}, OFFER])
def test_many_are_deleted_with_the_same_offer(
    admin: Client, endpoint: ProxmoxEndpoint, record: Leftover, asked: list[Leftover], offer: dict[str, str]
) -> None:
    an_endpoint(endpoint.backend, name='never registered')
    chosen = {'pk': list(ProxmoxEndpoint.objects.values_list('pk', flat=True))}

    assert 'record 7 (lab)' in admin.post(f'{PAGES}delete/', {**chosen, '_delete': ''}).content.decode()
    assert 'record 7 (lab)' in admin.post(f'{PAGES}delete/', {'_all': 'on', '_delete': ''}).content.decode()
    assert asked == []
    admin.post(f'{PAGES}delete/', {**chosen, 'confirm': 'true', '_confirm': '', **offer})

    assert not ProxmoxEndpoint.objects.exists()
    assert asked == ([record] if offer else [])


@pytest.mark.parametrize('path', ['{pk}/delete/', 'delete/'])
def test_the_offer_keeps_what_the_form_of_netbox_asks_for(
    admin: Client, endpoint: ProxmoxEndpoint, record: Leftover, asked: list[Leftover], path: str
) -> None:
    address = PAGES + path.format(pk=endpoint.pk)
    is_one_of_many = path == 'delete/'
    first = admin.post(address, {'pk': endpoint.pk, '_delete': ''}) if is_one_of_many else admin.get(address)
    page = first.content.decode()
    offer = page.partition(KEPT)[2].partition('</form>')[0]
    names = set(re.findall(r' name="(\w+)"', offer))
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page)

    assert {'changelog_message', 'confirm'} <= names
    assert ('background_job' in names) is is_one_of_many
    assert len(ids) == len(set(ids))
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', offer)
    admin.post(address, {**dict(hidden), **OFFER, '_confirm': '', 'changelog_message': 'moved to another site'})

    assert asked == [record]
    (entry,) = ObjectChange.objects.filter(changed_object_type__model='proxmoxendpoint', action='delete')
    assert entry.message == 'moved to another site'


@pytest.mark.parametrize('query', ['', '?remove_record=true', '?remove_record=1'])
def test_the_rest_api_takes_a_parameter(
    db: None, endpoint: ProxmoxEndpoint, record: Leftover, asked: list[Leftover], query: str
) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))
    other = an_endpoint(endpoint.backend, name='other', registered_id=8, registered_name='other')

    assert client.delete(f'{API}{endpoint.pk}/{query}').status_code == 204
    assert client.delete(f'{API}{query}', [{'id': other.pk}], format='json').status_code == 204

    assert asked == ([record, Leftover(backend_of(endpoint).pk, 8, 'other')] if query else [])


@pytest.mark.parametrize('method', ['delete', 'patch'])
def test_the_rest_api_asks_for_all_of_a_request_at_once(
    db: None, endpoint: ProxmoxEndpoint, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))
    other = an_endpoint(endpoint.backend, name='other', registered_id=8, registered_name='other')
    fields = {} if method == 'delete' else {'backend': a_backend(name='new').pk, 'password': 'anew'}
    asked: list[set[str]] = []
    monkeypatch.setattr(
        'netbox_proxbox.api.views.request_removal', lambda records, _: asked.append({each.name for each in records})
    )

    body = [{'id': each.pk, **fields} for each in (endpoint, other)]
    assert getattr(client, method)(f'{API}?remove_record=true', body, format='json').status_code in {200, 204}

    assert asked == [{'lab', 'other'}]


def test_the_rest_api_deletes_nothing_while_it_does_not_understand(db: None, endpoint: ProxmoxEndpoint) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))
    query = '?remove_record=maybe'

    for answer in (
        client.delete(f'{API}{endpoint.pk}/{query}'),
        client.delete(f'{API}{query}', [{'id': endpoint.pk}], format='json'),
    ):
        assert (answer.status_code, list(answer.json())) == (400, ['remove_record'])
    assert ProxmoxEndpoint.objects.exists()


@pytest.mark.parametrize('query', ['', '?remove_record=true'])
@pytest.mark.parametrize('method', ['put', 'patch', 'many'])
def test_a_change_of_the_backend_over_the_rest_api_takes_the_parameter_too(
    db: None, endpoint: ProxmoxEndpoint, record: Leftover, asked: list[Leftover], method: str, query: str
) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))
    kept = an_endpoint(endpoint.backend, name='kept', registered_id=8, registered_name='kept')
    fields = {'name': 'lab', 'ip_address': '192.0.2.1', 'password': 'anew', 'backend': a_backend(name='other').pk}

    if method == 'many':
        changes = [{'id': endpoint.pk, **fields}, {'id': kept.pk, 'description': 'stays where it is'}]
        answer = client.patch(f'{API}{query}', changes, format='json')
    else:
        answer = getattr(client, method)(f'{API}{endpoint.pk}/{query}', fields, format='json')

    assert answer.status_code == 200, answer.content
    assert asked == ([record] if query else [])


@pytest.mark.parametrize('path', ['{pk}/', ''])
def test_a_change_that_is_refused_or_not_understood_removes_no_record(
    db: None, endpoint: ProxmoxEndpoint, asked: list[Leftover], path: str
) -> None:
    client = api_client(User.objects.create_superuser(username='administrator'))
    address = API + path.format(pk=endpoint.pk)
    other = a_backend(name='other').pk

    for query, changes in (('true', {'backend': other}), ('maybe', {'backend': other, 'password': 'anew'})):
        body = changes if path else [{'id': endpoint.pk, **changes}]
        assert client.patch(f'{address}?remove_record={query}', body, format='json').status_code == 400

    assert asked == []
    assert ProxmoxEndpoint.objects.get().backend == endpoint.backend
