"""A primary that is killed is followed by its replica, and becomes that of the new one."""

import pytest

from devstack.brokers.sentinel import SentinelBroker
from devstack.paths import new_log_folder
from devstack.supervisor import Supervisor
from tests.integration.waiting import wait_for

pytestmark = pytest.mark.integration


def test_a_primary_that_is_killed_is_followed_by_its_replica() -> None:
    with Supervisor(new_log_folder('sentinel')) as supervisor:
        broker = SentinelBroker(supervisor)
        first = broker.primary
        with first.connect() as client:
            client.set('kept', 'yes')
            assert client.wait(1, 10_000) == 1

        broker.processes[first.port].kill()
        supervisor.stop(broker.processes[first.port])
        wait_for(lambda: broker.primary != first, within=60)
        broker.start_again(first)

        with broker.primary.connect() as client, first.connect() as replica:
            assert client.get('kept') == b'yes'
            assert replica.info('replication')['role'] == 'slave'
