"""What an endpoint links by rule: on its form, for many at once, in imports, over REST and in GraphQL."""

import json
from typing import Any

import pytest
from dcim.models import Site
from django.test import Client

from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import a_direct_endpoint

pytestmark = pytest.mark.django_db

PAGES = '/plugins/proxbox/endpoints/proxmox/'
REST = '/api/plugins/proxbox/endpoints/'
NEW = {'name': 'new', 'domain': 'pve1', 'port': 8006, 'username': 'root@pam', 'password': 'a-password'}
RULES = ('link_by_name', 'link_by_short_name', 'link_by_address')
KNOWN = ('link_nodes', 'link_clusters', *RULES, 'link_site')


@pytest.fixture
def site() -> Site:
    return Site.objects.create(name='Amsterdam', slug='ams')


@pytest.fixture
def endpoint() -> ProxmoxEndpoint:
    return a_direct_endpoint(link_nodes='off', link_by_name=False)


def settings(name: str = 'lab') -> tuple[Any, ...]:
    return tuple(ProxmoxEndpoint.objects.values_list(*KNOWN).get(name=name))


def test_a_new_endpoint_is_offered_what_the_settings_say(admin: Client, configure: Any) -> None:
    configure(link_clusters='off')

    form = admin.get(f'{PAGES}add/').context['form']

    assert [form[name].value() for name in KNOWN] == ['by-rule', 'off', True, True, False, None]


def test_it_is_saved(admin: Client, site: Site) -> None:
    chosen = {'link_nodes': 'by-rule', 'link_clusters': 'off', 'link_by_address': 'on', 'link_site': site.pk}

    assert admin.post(f'{PAGES}add/', {**NEW, **chosen}).status_code == 302

    assert settings('new') == ('by-rule', 'off', False, False, True, site.pk)


def test_addresses_without_a_scope_are_refused_at_their_field(admin: Client) -> None:
    chosen = {'link_nodes': 'by-rule', 'link_clusters': 'off', 'link_by_address': 'on'}

    answer = admin.post(f'{PAGES}add/', {**NEW, **chosen})

    assert list(answer.context['form'].errors) == ['link_by_address']


def test_a_form_that_says_nothing_of_it_leaves_it_as_it_is(admin: Client, endpoint: ProxmoxEndpoint) -> None:
    before = settings()
    edited = {**NEW, 'name': 'lab', 'domain': '', 'ip_address': '192.0.2.1'}

    assert admin.post(f'{endpoint.get_absolute_url()}edit/', edited).status_code == 302
    assert settings() == before


def test_many_are_changed_at_once(admin: Client, endpoint: ProxmoxEndpoint, site: Site) -> None:
    chosen = {'link_nodes': 'by-rule', 'link_by_address': 'true', 'link_site': site.pk}
    assert admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk], '_apply': 'on', **chosen}).status_code == 302
    assert settings() == ('by-rule', 'by-rule', False, True, True, site.pk)

    emptied = {'link_by_address': 'false', '_nullify': ['link_site']}
    admin.post(f'{PAGES}edit/', {'pk': [endpoint.pk], '_apply': 'on', **emptied})
    assert settings() == ('by-rule', 'by-rule', False, True, False, None)


def test_an_import_may_say_it_and_an_export_says_it(admin: Client, endpoint: ProxmoxEndpoint, site: Site) -> None:
    line = {'id': endpoint.pk, 'link_nodes': 'by-rule', 'link_site': site.name, 'link_by_name': 'true'}

    answer = admin.post(f'{PAGES}import/', {'data': json.dumps([line]), 'format': 'json', 'csv_delimiter': ','})

    assert answer.status_code == 302
    assert settings() == ('by-rule', 'by-rule', True, True, False, site.pk)
    head, row = admin.get(f'{PAGES}?export=table').content.decode('utf-8-sig').splitlines()[:2]
    assert 'Name' in head
    assert 'lab' in row


def test_rest_reads_and_writes_it(admin: Client, endpoint: ProxmoxEndpoint, site: Site) -> None:
    path, chosen = f'{REST}{endpoint.pk}/', {'link_nodes': 'by-rule', 'link_site': {'name': 'Amsterdam'}}

    answer = admin.patch(path, chosen, content_type='application/json').json()

    assert (answer['link_nodes'], answer['link_site']['id']) == ({'value': 'by-rule', 'label': 'By rule'}, site.pk)
    refused = admin.patch(path, {'link_site': None, 'link_by_address': True}, content_type='application/json')
    assert (refused.status_code, list(refused.json())) == (400, ['link_by_address'])
    for query in ('link_nodes=by-rule', f'link_site_id={site.pk}', 'link_by_name=false'):
        assert admin.get(f'{REST}?{query}').json()['count'] == 1, query
    assert admin.get(f'{REST}?link_nodes=off').json()['count'] == 0


def test_graphql_reads_it(admin: Client, endpoint: ProxmoxEndpoint, site: Site) -> None:
    ProxmoxEndpoint.objects.update(link_site=site)
    fields = '{name link_nodes link_by_name link_site {name}}'
    query = '{proxmox_endpoint_list(filters: {link_clusters: {exact: BY_RULE}}) ' + fields + '}'

    answer = admin.post('/graphql/', {'query': query}, content_type='application/json').json()

    assert answer['data']['proxmox_endpoint_list'] == [
        {'name': 'lab', 'link_nodes': 'off', 'link_by_name': False, 'link_site': {'name': 'Amsterdam'}}
    ]


def test_its_page_says_it(admin: Client, endpoint: ProxmoxEndpoint, site: Site) -> None:
    ProxmoxEndpoint.objects.update(link_site=site)

    page = admin.get(endpoint.get_absolute_url()).content.decode()

    assert 'Links by Rule' in page
    assert 'Amsterdam' in page
