"""What the doctor looks at, and what it does when the database, the broker or a backend is not there."""

from collections.abc import Callable, Iterator

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError

from netbox_proxbox.doctor import database, examination, examine
from netbox_proxbox.health.findings import Finding, Level
from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.builders import a_backend, a_direct_endpoint, an_endpoint
from tests.readings import cluster_of, metrics_of
from tests.sources.proxbox_api.scripted_backend import ScriptedBackend, captured_reply
from tests.sync.estate import CLUSTER_STATUS, VERSION, Estate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures('patient_probes')]


@pytest.fixture
def estate() -> Estate:
    return Estate(cluster_of('pve1', 'pve2'), metrics_of('pve1', 'pve2'))


@pytest.fixture
def proxbox(estate: Estate) -> Iterator[ScriptedBackend]:
    with ScriptedBackend(estate) as server:
        yield server


@pytest.fixture
def backend(proxbox: ScriptedBackend) -> ProxboxBackend:
    connection = proxbox.connection()
    return a_backend(base_url=connection.url, api_key=connection.api_key)


@pytest.fixture
def lab(backend: ProxboxBackend) -> ProxmoxEndpoint:
    return an_endpoint(backend)


def examined(seconds: float = 60.0) -> dict[str, list[Finding]]:
    """The findings of each section."""
    return {section.title: section.findings for section in examine(seconds=seconds)}


def level_and_words(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.level.value, f'{finding.subject}: {finding.summary}') for finding in findings]


def test_it_looks_at_everything_in_the_order_of_causes(lab: ProxmoxEndpoint) -> None:
    found = examined()

    assert list(found) == [
        'Settings',
        'Database',
        'Migrations and secrets',
        'Broker',
        'Worker and beat',
        'Queues',
        'Schedule',
        'Last syncs',
        'Flower',
        'Backend main',
    ]
    for title in ('Settings', 'Database', 'Migrations and secrets', 'Broker', 'Backend main'):
        assert {finding.level for finding in found[title]} == {Level.OK}, title
    assert level_and_words(found['Backend main']) == [
        ('ok', 'proxbox-api: 0.0.30.post2'),
        (
            'ok',
            'lab: Readable: cluster "lab-cluster" with 2 nodes (2 online). Readable for 2 of 2 nodes that are online.',
        ),
    ]


def test_without_an_encryption_key_it_says_how_to_make_one(configure: Callable[..., None]) -> None:
    a_backend()
    configure(encryption_keys=[])

    found = examined()

    (keys,) = (finding for finding in found['Settings'] if finding.subject == 'Encryption keys')
    assert (keys.level, 'generate-key' in keys.cure) == ('error', True)
    assert ('error', True) in [
        (finding.level, 'neither stored nor read' in finding.summary) for finding in found['Backend main']
    ]


def test_a_secret_that_cannot_be_read_is_named(lab: ProxmoxEndpoint, configure: Callable[..., None]) -> None:
    configure(encryption_keys=[Fernet.generate_key().decode()])

    words = level_and_words(examined()['Migrations and secrets'])

    assert any(level == 'error' and 'password of Proxmox endpoint "lab"' in text for level, text in words)


def test_a_database_that_is_down_ends_it_cleanly(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[Finding]:
        raise OperationalError('connection to server at "db.example.net", password=secret')

    monkeypatch.setattr(examination, 'server', refuse)

    found = examined()

    assert list(found) == ['Settings', 'Database', 'Broker', 'Flower', 'The rest']
    assert [finding.level for finding in found['Database']] == ['error']
    assert 'secret' not in repr(found)


def test_a_broker_that_is_down_does_not_stop_it(lab: ProxmoxEndpoint, configure: Callable[..., None]) -> None:
    def refuse() -> list[Finding]:
        return [Finding('Broker', Level.ERROR, 'It is down.', 'Start it.')]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examination, 'BROKER', [refuse])
        found = examined()

    assert [finding.level for finding in found['Broker']] == ['error']
    assert [finding.level for finding in found['Backend main']] == ['ok', 'ok']


def test_a_backend_that_fails_is_asked_once_and_its_endpoints_are_not(
    lab: ProxmoxEndpoint, estate: Estate, proxbox: ScriptedBackend
) -> None:
    estate.failing[VERSION] = captured_reply('wrong_key_1')
    first = examined()['Backend main']
    again = examined()['Backend main']

    assert [finding.level for finding in first] == ['error', 'not-tried']
    assert 'does not accept the API key' in first[0].summary
    assert first[0].cure
    assert 'is paused' in again[0].summary
    assert proxbox.lines == [f'GET {VERSION}']


def test_verification_that_is_off_is_told_beside_what_works(lab: ProxmoxEndpoint) -> None:
    ProxmoxEndpoint.objects.update(verify_ssl=False)

    found = level_and_words(examined()['Backend main'])

    assert [(level, words.partition(':')[0]) for level, words in found] == [
        ('ok', 'proxbox-api'),
        ('ok', 'lab'),
        ('warning', 'lab'),
    ]
    assert 'lab: TLS of Proxmox VE: TLS verification is off' in found[-1][1]


def test_an_endpoint_that_fails_is_named_with_what_fails(lab: ProxmoxEndpoint, estate: Estate) -> None:
    estate.failing[CLUSTER_STATUS] = captured_reply('bad_token_cluster_status')

    _service, failed = examined()['Backend main']

    assert (failed.subject, failed.level) == ('lab: Login', 'error')
    assert 'refuses the login' in failed.summary


def test_what_is_disabled_is_not_tried(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    ProxmoxEndpoint.objects.update(enabled=False)
    assert level_and_words(examined()['Backend main'])[1] == ('not-tried', 'lab: The endpoint is disabled.')

    ProxboxBackend.objects.update(enabled=False)
    before = len(proxbox.lines)
    assert level_and_words(examined()['Backend main']) == [('not-tried', 'proxbox-api: The backend is disabled.')]
    assert len(proxbox.lines) == before


def test_without_time_nothing_is_asked(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    found = examined(seconds=0.0)['Backend main']

    assert {finding.level for finding in found} == {Level.NOT_TRIED}
    assert '--seconds' in found[0].summary
    assert proxbox.lines == []


def test_what_is_read_directly_has_a_section_and_misses_no_backend(db: None) -> None:
    a_direct_endpoint(name='direct', port=9, ip_address='127.0.0.1')

    sections = {section.title: section.findings for section in examine(seconds=20)}

    assert {finding.subject.split(':')[0] for finding in sections['Direct readings']} == {'direct'}
    assert 'error' in {finding.level for finding in sections['Direct readings']}
    assert 'Endpoints' not in sections


def test_missing_migrations_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, 'MigrationExecutor', _Unmigrated)

    (finding,) = database.migrations()

    assert (finding.level, 'netbox_proxbox.0009_more' in finding.summary) == ('error', True)
    assert 'netbox migrate' in finding.cure


class _Unmigrated:
    """An executor that has one migration to apply."""

    class _Migration:
        app_label, name = 'netbox_proxbox', '0009_more'

    def __init__(self, connection: object) -> None:
        self.loader = self
        self.graph = self

    def leaf_nodes(self) -> list[tuple[str, str]]:
        return [('netbox_proxbox', '0009_more'), ('dcim', '0001')]

    def migration_plan(self, targets: list[tuple[str, str]]) -> list[tuple[_Migration, bool]]:
        assert targets == [('netbox_proxbox', '0009_more')]
        return [(self._Migration(), False)]
