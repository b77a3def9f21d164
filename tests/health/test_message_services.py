"""The broker and the store of results, also when they hang."""

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from django.conf import settings

from netbox_proxbox import health
from netbox_proxbox.configuration.service_urls import place_of
from netbox_proxbox.doctor.redis_policy import redis_policy
from netbox_proxbox.health import message_services
from netbox_proxbox.health.message_services import messages_waiting, start_probes
from netbox_proxbox.health.probing import Probe
from netbox_proxbox.messages import broker as places
from netbox_proxbox.messages.producer import producer
from tests.broker_of_a_test import corner, sender_at
from tests.sources.exchanges import tls
from tests.tls_front import tls_front

AUTHORITY = trustme.CA()


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(('127.0.0.1', 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def history(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done with probes so far."""
    told: list[str] = []

    class Told(Probe[Any]):
        def __init__(self, call: Callable[[], Any]) -> None:
            told.append('started')
            super().__init__(call)

        def result(self) -> Any:
            told.append('awaited')
            return super().result()

    monkeypatch.setattr(message_services, 'Probe', Told)
    return told


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts one authority."""
    AUTHORITY.cert_pem.write_to_path(tmp_path / 'authority.pem')
    monkeypatch.setenv('SSL_CERT_FILE', str(tmp_path / 'authority.pem'))


@pytest.mark.valkey
@pytest.mark.usefixtures('patient_probes')
def test_both_answer() -> None:
    (broker,), (store,) = health.broker(), health.result_store()

    assert (broker.level, store.level) == ('ok', 'ok')
    assert broker.summary == f'{place_of(places.broker_url())} answers.'


@pytest.mark.valkey
@pytest.mark.usefixtures('patient_probes')
def test_messages_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    with corner() as place, sender_at(place.url, monkeypatch):
        producer().conf.broker_transport_options |= {'global_keyprefix': place.prefix}
        for _ in range(3):
            producer().send_task('worker.tasks.prune', args=[1], ignore_result=True)

        assert messages_waiting() == {'beat': 0, 'stages': 3}


@pytest.mark.parametrize('scheme', ['redis', 'amqp'])
def test_services_that_hang_cost_a_second_together(
    deaf_port: int, scheme: str, history: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is given up a second after its start, and both start before either is waited for."""
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', f'redis://127.0.0.1:{deaf_port}/0')
    with sender_at(f'{scheme}://:secret@127.0.0.1:{deaf_port}/0', monkeypatch):
        start_probes()
        findings = [*health.broker(), *health.result_store()]

    assert history == ['started', 'started', 'awaited', 'awaited']
    assert [finding.level for finding in findings] == ['error', 'error']
    assert findings[0].summary == f'{scheme}://127.0.0.1:{deaf_port}/0 gives no answer within a second.'


@pytest.mark.usefixtures('patient_probes')
@pytest.mark.parametrize('scheme', ['redis', 'amqp'])
def test_services_that_are_away(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', 'redis://127.0.0.1:9/0')
    with sender_at(f'{scheme}://someone:secret@127.0.0.1:9/0', monkeypatch):
        findings = [*health.broker(), *health.result_store()]

    assert [finding.level for finding in findings] == ['error', 'error']
    assert findings[0].summary == f'{scheme}://127.0.0.1:9/0 cannot be used: The connection is refused.'
    assert all('secret' not in finding.summary and finding.cure for finding in findings)


@pytest.mark.usefixtures('patient_probes', 'trusted')
@pytest.mark.parametrize('scheme', ['rediss', 'amqps'])
@pytest.mark.parametrize(
    ('authority', 'name', 'why'),
    [
        (trustme.CA(), '127.0.0.1', 'unable to get local issuer certificate'),
        (AUTHORITY, '127.0.0.2', "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
def test_a_certificate_that_is_not_the_brokers_is_refused(
    scheme: str, authority: trustme.CA, name: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_front(tls(authority, name), 9) as port, sender_at(f'{scheme}://:secret@127.0.0.1:{port}/0', monkeypatch):
        (finding,) = health.broker()

    told = f'{scheme}://127.0.0.1:{port}/0 cannot be used: The certificate is refused: {why}.'
    assert (finding.level, finding.summary) == ('error', told)


def test_asking_again_leaves_the_path_of_python_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', 'redis://127.0.0.1:9/0')
    before = list(sys.path)
    with sender_at('redis://127.0.0.1:9/0', monkeypatch):
        for _ in range(2):
            health.broker()
            health.result_store()

    assert sys.path == before


@pytest.mark.usefixtures('patient_probes')
@pytest.mark.parametrize('url', ['redis://:pa/ss@h:6379/0', 'redis://:12/ss@h:6379/0', 'redis://:pa[ss@h:6379/0'])
def test_a_url_of_netbox_that_cannot_be_read_is_a_finding(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.REDIS, 'tasks', {'URL': url})
    with sender_at('', monkeypatch):
        start_probes()
        findings = [*health.broker(), *health.result_store()]
        assert messages_waiting() is None
        assert redis_policy() == []

    assert [finding.level for finding in findings] == ['error', 'error']
    for finding in findings:
        assert finding.summary.startswith('redis://… cannot be used: ')
        assert finding.cure


@pytest.mark.parametrize('url', ['nobody-knows-it://h/0', 'redis://h:6379/no-number'])
def test_a_place_that_celery_does_not_know_is_a_finding(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', url)
    with sender_at(url, monkeypatch):
        findings = [*health.broker(), *health.result_store()]

    assert [finding.level for finding in findings] == ['error', 'error']
