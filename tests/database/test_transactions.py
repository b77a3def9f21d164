"""The write transaction is done again as a whole when PostgreSQL asks for it. Real locks, real connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from netbox_proxbox.database.transactions import ATTEMPTS, in_transaction
from netbox_proxbox.models import ProxmoxEndpoint
from tests.builders import an_endpoint

pytestmark = pytest.mark.usefixtures('committed')


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('tenacity.nap.time.sleep', lambda seconds: None)


def described(name: str, text: str) -> None:
    ProxmoxEndpoint.objects.filter(name=name).update(description=text)


def raised_by_postgresql(state: str) -> None:
    """Let PostgreSQL raise an error of this SQLSTATE."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'by a test' USING ERRCODE = '{state}'; END $$")


def test_a_deadlock_is_done_again_as_a_whole() -> None:
    first = an_endpoint()
    an_endpoint(first.backend, name='other')
    both_hold_one = Barrier(2)
    attempts: list[str] = []

    def cross(own: str, others: str) -> None:
        def work() -> None:
            attempts.append(own)
            described(own, f'by {own}')
            with suppress(BrokenBarrierError):
                both_hold_one.wait(10 if attempts.count(own) == 1 else 0.01)
            described(others, f'by {own}')

        try:
            in_transaction(work)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for crossing in [threads.submit(cross, 'lab', 'other'), threads.submit(cross, 'other', 'lab')]:
            crossing.result(60)

    assert len(attempts) == 3
    assert len(set(ProxmoxEndpoint.objects.values_list('description', flat=True))) == 1


def test_a_killed_connection_is_done_again_on_a_new_one() -> None:
    an_endpoint()
    servers: list[int] = []

    def work() -> str:
        with connection.cursor() as cursor:
            cursor.execute('SELECT pg_backend_pid()')
            servers.append(cursor.fetchone()[0])
        described('lab', f'attempt {len(servers)}')
        if len(servers) == 1:
            killed_from_elsewhere(servers[0])
        described('lab', f'attempt {len(servers)}')
        return 'done'

    assert in_transaction(work) == 'done'
    assert len(set(servers)) == 2
    assert ProxmoxEndpoint.objects.get().description == 'attempt 2'


def killed_from_elsewhere(server: int) -> None:
    """Terminate one server process of PostgreSQL, from a connection of another thread."""

    def kill() -> None:
        with connection.cursor() as cursor:
            cursor.execute('SELECT pg_terminate_backend(%s, 5000)', [server])
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(kill).result(30)


@pytest.mark.usefixtures('_no_waiting')
@pytest.mark.parametrize(
    ('state', 'error'),
    [
        ('40001', OperationalError),
        ('40P01', OperationalError),
        ('55P03', OperationalError),
        ('23505', IntegrityError),
    ],
)
def test_what_may_pass_is_tried_four_times(state: str, error: type[Exception]) -> None:
    attempts = []

    def work() -> None:
        attempts.append(1)
        raised_by_postgresql(state)

    with pytest.raises(error):
        in_transaction(work)
    assert len(attempts) == ATTEMPTS == 4


@pytest.mark.parametrize(
    ('state', 'error'), [('23503', IntegrityError), ('22001', DataError), ('57014', OperationalError)]
)
def test_what_cannot_pass_is_tried_once(state: str, error: type[Exception]) -> None:
    attempts = []

    def work() -> None:
        attempts.append(1)
        raised_by_postgresql(state)

    with pytest.raises(error):
        in_transaction(work)
    assert len(attempts) == 1


@pytest.mark.usefixtures('_no_waiting')
def test_each_attempt_has_its_own_surroundings_outside_of_the_transaction() -> None:
    an_endpoint()
    entered: list[bool] = []

    @contextmanager
    def around() -> Iterator[None]:
        entered.append(connection.in_atomic_block)
        yield

    def work() -> int:
        described('lab', f'attempt {len(entered)}')
        if len(entered) < 3:
            raised_by_postgresql('40001')
        return len(entered)

    assert in_transaction(work, around=around) == 3
    assert entered == [False, False, False]
    assert ProxmoxEndpoint.objects.get().description == 'attempt 3'


def test_inside_of_a_callers_transaction_it_is_tried_once() -> None:
    attempts: list[int] = []

    def work() -> None:
        attempts.append(1)
        raised_by_postgresql('40001')

    with pytest.raises(OperationalError), transaction.atomic():
        in_transaction(work)

    assert attempts == [1]


def test_a_failure_leaves_nothing_behind() -> None:
    an_endpoint()

    def work() -> None:
        described('lab', 'half done')
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(work)
    assert ProxmoxEndpoint.objects.get().description == ''
