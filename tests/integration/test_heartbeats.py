"""The real worker and real beats are heard, and a planned stop is no alarm."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from .netbox import PLUGIN, NetBox
from .services import Services
from .waiting import wait_for

pytestmark = pytest.mark.integration

# A table that beat looks at in each of its ticks.
LOCK = 'LOCK TABLE django_celery_beat_periodictasks IN ACCESS EXCLUSIVE MODE'
WAITING = "SELECT 1 FROM pg_locks WHERE relation = 'django_celery_beat_periodictasks'::regclass AND NOT granted"


def said_of(subject: str, netbox: NetBox) -> str:
    """What health says of workers or of beat."""
    findings = netbox.attempt('GET', f'{PLUGIN}/health/').json()['findings']
    return ' '.join(finding['summary'] for finding in findings if finding['subject'] == subject)


def test_the_worker_is_heard(services: Services, netbox: NetBox) -> None:
    name = services.worker.command.name

    wait_for(lambda: f'{name}@' in said_of('Worker', netbox))


def test_of_two_beats_one_stands_by_and_there_is_none_when_both_are_stopped(services: Services, netbox: NetBox) -> None:
    with ThreadPoolExecutor() as pool:
        beats = list(pool.map(lambda name: services.stack.start_beat(name=name), ['beat-one', 'beat-two']))
    wait_for(lambda: ' stands by' in said_of('Beat', netbox))

    with ThreadPoolExecutor() as pool:
        list(pool.map(services.stack.supervisor.stop, beats))

    assert said_of('Beat', netbox) == 'No beat is heard, so nothing runs by itself.'


def test_beat_is_stopped_in_the_middle_of_a_statement(services: Services, netbox: NetBox) -> None:
    beat = services.stack.start_beat(name='beat-at-work')
    try:
        wait_for(lambda: f':{beat.pid} was heard' in said_of('Beat', netbox))
        with services.database() as database, database.transaction():
            database.execute(LOCK)
            wait_for(lambda: database.execute(WAITING).fetchone() is not None)
            beat.send_signal(signal.SIGTERM)
        assert beat.wait(30) == 0
        assert said_of('Beat', netbox) == 'No beat is heard, so nothing runs by itself.'
    finally:
        services.stack.supervisor.stop(beat)
