"""An endpoint of which nodes are missing, for every reason that there is."""

from datetime import timedelta

import pytest

from netbox_proxbox.choices import MissingChoices
from netbox_proxbox.database import clock
from netbox_proxbox.models import ProxmoxEndpoint, ProxmoxNode
from tests.builders import a_direct_endpoint


@pytest.fixture
def endpoint(db: None) -> ProxmoxEndpoint:
    return a_direct_endpoint(name='lab', keep_readings=4, deletion_limit=20)


@pytest.fixture
def nodes(endpoint: ProxmoxEndpoint) -> dict[str, ProxmoxNode]:
    """One that is there, and one that is missing for each reason, by name: `pve-rule` and so on."""
    since = clock.database_now() - timedelta(hours=3)
    there = ProxmoxNode.objects.create(endpoint=endpoint, name='pve-there', online=True)
    missing = [
        ProxmoxNode.objects.create(
            endpoint=endpoint, name=f'pve-{reason}', missing_because=reason, missing_since=since, missing_readings=2
        )
        for reason in MissingChoices.values()
    ]
    return {node.name: node for node in (there, *missing)}
