"""The root of the REST API names every address below it that answers without a number."""

from django.urls import get_resolver
from rest_framework.test import APIClient

ROOT = '/api/plugins/proxbox/'


def test_it_leads_to_everything(client: APIClient) -> None:
    links = client.get(ROOT).json()

    assert {'backends', 'clusters', 'endpoints', 'health', 'metrics', 'nodes', 'sync-runs'} == links.keys()
    assert links['health'].endswith(f'{ROOT}health/')
    for link in links.values():
        assert get_resolver().resolve(link.removeprefix('http://testserver')).url_name
