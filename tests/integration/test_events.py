"""Everybody in NetBox who wants to know of a change hears of it: from the worker, and from a sync within a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devstack.proxmox_ve.control import Control
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend

from .endpoints import Endpoints
from .instant_backend import InstantBackend
from .netbox import PLUGIN, NetBox
from .services import Services
from .test_commands import call_netbox
from .waiting import wait_for

pytestmark = pytest.mark.integration

SCRIPT = Path(__file__).with_name('event_script.py.txt')
# NetBox offers only actions that its own process knows, and ours is known to the workers.
RULES = """
from core.models import ObjectType
from extras.models import EventRule, NotificationGroup, Script, ScriptModule, Webhook
from netbox_proxbox.models import ProxmoxNode
from users.models import User
module = ScriptModule.objects.create(file_path='event_script.py')
group = NotificationGroup.objects.create(name='Hypervisors')
group.users.add(User.objects.get(username='admin'))
gone = NotificationGroup.objects.create(name='Gone')
rules = (
    ('gone', 'notification', gone),
    ('webhook', 'webhook', Webhook.objects.create(name='all', payload_url={url!r})),
    ('script', 'script', Script.objects.get(module=module, name='Hear')),
    ('notification', 'notification', group),
    ('action', 'tests.tag', None),
)
for name, action_type, action_object in rules:
    rule = EventRule.objects.create(
        name=name, event_types=['object_created', 'object_updated', {event!r}], enabled=name != 'gone',
        action_type=action_type, action_object=action_object,
    )
    rule.object_types.add(ObjectType.objects.get_for_model(ProxmoxNode))
EventRule.objects.filter(name='gone').update(action_object_id=0)
"""
NODES = {'pve1', 'pve2', 'pve3'}
OFFLINE = 'proxbox_node_offline'


@pytest.fixture(scope='module')
def receiver() -> Iterator[ScriptedBackend]:
    """The server that the webhook leads to."""
    with ScriptedBackend(lambda _: Reply()) as server:
        yield server


@pytest.fixture(scope='module')
def rules(services: Services, netbox: NetBox, receiver: ScriptedBackend) -> Iterator[None]:
    """A rule of each kind, one that is broken and disabled, and NetBox's own worker."""
    scripts = services.stack.site.folder / 'scripts'
    scripts.mkdir(exist_ok=True)
    (scripts / 'event_script.py').write_text(SCRIPT.read_text())
    code = RULES.format(url=receiver.connection().url, event=OFFLINE)
    made = call_netbox(services, 'make-rules', 'shell', '--command', code)
    assert made.code == 0, made.output
    process = services.stack.start_rqworker()
    yield
    services.stack.supervisor.stop(process)
    for kind in ('event-rules', 'webhooks', 'notification-groups', 'tags'):
        for each in netbox.find(f'/api/extras/{kind}/'):
            netbox.delete(f'/api/extras/{kind}/{each["id"]}/')


@contextmanager
def enabled(services: Services, rule: str) -> Iterator[None]:
    """Enable a rule that NetBox would not save again, for it is broken."""

    def write(value: bool) -> None:
        with services.database() as database:
            database.execute('UPDATE extras_eventrule SET enabled = %s WHERE name = %s', [value, rule])

    write(True)
    try:
        yield
    finally:
        write(False)


@pytest.fixture
def heard(netbox: NetBox, receiver: ScriptedBackend, rules: None) -> 'Heard':
    return Heard(netbox, receiver)


class Heard:
    """Who has heard of which nodes since it was made."""

    def __init__(self, netbox: NetBox, receiver: ScriptedBackend) -> None:
        self._netbox, self._receiver = netbox, receiver
        self.forget()

    def forget(self) -> None:
        self._receiver.received.clear()
        for kind in ('tags', 'notifications'):
            for each in self._netbox.find(f'/api/extras/{kind}/'):
                self._netbox.delete(f'/api/extras/{kind}/{each["id"]}/')

    def by(self, who: str) -> set[str]:
        if who == 'webhook':
            return {received.payload['data']['display'] for received in self._receiver.received}
        if who == 'notification':
            # NetBox also tells of scripts that have ended.
            found = self._netbox.find('/api/extras/notifications/')
            return {str(each['display']) for each in found if each['object_type'] == 'netbox_proxbox.proxmoxnode'}
        names = (str(each['name']) for each in self._netbox.find('/api/extras/tags/'))
        return {name.rpartition(' ')[2] for name in names if name.startswith(f'{who} heard')}

    def of_our_event(self) -> set[str]:
        """Who has heard that pve2 went offline, as an event of ours."""
        tags = {str(each['name']) for each in self._netbox.find('/api/extras/tags/')}
        notified = self._netbox.find('/api/extras/notifications/')
        told = {who for who in ('script', 'action') if f'{who} heard {OFFLINE} of pve2' in tags}
        told |= {'webhook' for received in self._receiver.received if received.payload['event'] == OFFLINE}
        return told | {'notification' for each in notified if each['event_type'] == OFFLINE}

    def wait_for(self, nodes: set[str]) -> None:
        for who in ('webhook', 'script', 'notification', 'action'):
            wait_for(lambda who=who: self.by(who) == nodes, within=120)  # type: ignore[misc]


def test_everybody_hears_of_a_sync_by_the_worker(netbox: NetBox, instant_endpoint: int, heard: Heard) -> None:
    run = netbox.sync(instant_endpoint)

    assert (run.outcome, run.warnings) == (('succeeded', ''), [])
    heard.wait_for(NODES)


def test_a_broken_rule_costs_no_other_and_is_told(
    services: Services, netbox: NetBox, instant_endpoint: int, heard: Heard
) -> None:
    with enabled(services, 'gone'):
        run = netbox.sync(instant_endpoint)
        heard.wait_for(NODES)

    wait_for(lambda: netbox.run(run.id).status == 'degraded')
    run = netbox.run(run.id)
    assert run.outcome == ('degraded', 'events-lost')
    assert 'event rule "gone"' in run.cause
    assert [listed['id'] for listed in netbox.find(f'{PLUGIN}/sync-runs/', error_code='events-lost')] == [run.id]
    findings = netbox.attempt('GET', f'{PLUGIN}/health/').json()['findings']
    assert [finding['level'] for finding in findings if finding['subject'] == 'Events'] == ['warning']


def test_everybody_hears_of_an_event_of_ours(
    netbox: NetBox, endpoints: Endpoints, control: Control, heard: Heard
) -> None:
    endpoint = endpoints.add('lab', None)
    netbox.sync(endpoint)
    heard.wait_for(NODES)
    heard.forget()

    control.set_online('lab', 'pve2', False)
    run = netbox.sync(endpoint)

    wait_for(lambda: heard.of_our_event() == {'webhook', 'script', 'notification', 'action'}, seen=heard.of_our_event)
    assert run.outcome == ('succeeded', '')


def test_everybody_hears_of_a_sync_in_a_script(
    netbox: NetBox, endpoints: Endpoints, instant: InstantBackend, heard: Heard
) -> None:
    endpoint = endpoints.add('lab', endpoints.add_backend('instant', instant.url, instant.api_key))

    netbox.post('/api/extras/scripts/event_script.Sync/', {'data': {'endpoint': endpoint}, 'commit': True})

    heard.wait_for(NODES)
    (run,) = netbox.runs(endpoint)
    assert (run.outcome, run.trigger, run.warnings) == (('succeeded', ''), 'python', [])
