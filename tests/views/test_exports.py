"""The headers of an export name the units of its bare numbers; those of a page, which has them in its cells, do not."""

import csv
from typing import Any

import pytest
from django.test import Client

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint, ProxmoxNode, SyncRun
from netbox_proxbox.tests import estate
from tests.builders import a_run

UNITS: list[Any] = [
    (ProxmoxNode, {'Memory (bytes)', 'Total memory (bytes)', 'Uptime (seconds)'}),
    (ProxmoxEndpoint, {'Timeout (seconds)'}),
    (ProxboxBackend, {'Timeout (seconds)'}),
    (SyncRun, {'Duration (seconds)'}),
]


@pytest.mark.parametrize('is_streamed', [True, False])
@pytest.mark.parametrize(('model', 'headers'), UNITS)
def test_an_export_names_units(admin: Client, model: Any, headers: set[str], is_streamed: bool, settings: Any) -> None:
    settings.STREAMING_EXPORTS = is_streamed
    a_run(estate.make_nodes(1)[0].endpoint, 'succeeded')
    path = model.objects.get().get_absolute_url().rpartition('/')[0].rpartition('/')[0]

    answer = admin.get(f'{path}/?export=')
    page = admin.get(f'{path}/').content.decode()

    first = next(csv.reader([answer.getvalue().decode('utf-8-sig').splitlines()[0]]))
    assert headers <= set(first)
    assert not [header for header in headers if header in page]
