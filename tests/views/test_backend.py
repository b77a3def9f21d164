"""The pages of a backend speak of its limit by one name, which notices and the health page send people to."""

import pytest
from django.test import Client

from netbox_proxbox.tables import ProxboxBackendTable
from tests.builders import a_backend

LIST = '/plugins/proxbox/endpoints/proxbox-api/'


@pytest.mark.parametrize('path', ['{own}', '{own}edit/', f'{LIST}add/'])
def test_the_limit_of_runs_has_one_name(admin: Client, path: str) -> None:
    page = admin.get(path.format(own=a_backend().get_absolute_url())).content.decode()

    assert 'Maximum concurrent runs' in page


def test_the_limit_of_runs_has_that_name_for_many_backends_too(admin: Client) -> None:
    page = admin.post(f'{LIST}edit/', {'pk': [a_backend().pk]}).content.decode()

    assert 'Maximum concurrent runs' in page
    assert ProxboxBackendTable([]).columns['max_concurrent'].header == 'Maximum concurrent runs'
