"""The rows of workers and beats."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from netbox_proxbox.database import clock
from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat

pytestmark = pytest.mark.django_db


def a_process_heard(ago: timedelta, instance: str = 'celery@host') -> Heartbeat:
    """Save a worker that began and was heard last so long ago."""
    moment = clock.database_now() - ago
    return Heartbeat.objects.create(kind='worker', instance=instance, started_at=moment, seen_at=moment)


def test_a_process_has_one_row_and_is_noted_with_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    heartbeats.introduce('beat', 'host:1')
    began = Heartbeat.objects.get()

    with django_assert_num_queries(1):
        heartbeats.note('beat', 'host:1')

    heard = Heartbeat.objects.get()
    assert (heard.pk, heard.started_at) == (began.pk, began.started_at)
    assert began.seen_at < heard.seen_at <= clock.database_now()


def test_a_process_that_begins_again_under_its_name_begins_anew() -> None:
    a_process_heard(timedelta(hours=1))

    heartbeats.introduce('worker', 'celery@host')

    again = Heartbeat.objects.get()
    assert clock.database_now() - again.started_at < timedelta(minutes=1)


def test_kinds_and_instances_are_told_apart() -> None:
    for kind, instance in (('worker', 'a'), ('worker', 'b'), ('beat', 'a')):
        heartbeats.note(kind, instance)

    heartbeats.remove('worker', 'a')

    assert {(beat.kind, beat.instance) for beat in Heartbeat.objects.all()} == {('worker', 'b'), ('beat', 'a')}


def test_only_who_was_heard_lately_is_alive() -> None:
    alive = a_process_heard(heartbeats.SILENT_AFTER / 2)
    a_process_heard(heartbeats.SILENT_AFTER * 2, 'celery@silent')

    assert list(heartbeats.heard_lately()) == [alive]


def test_a_process_that_is_gone_for_good_is_forgotten() -> None:
    a_process_heard(timedelta(hours=25))
    silent = a_process_heard(timedelta(hours=23), 'celery@silent')
    watch = Heartbeat.objects.create(kind='watch', instance='worker', seen_at=clock.database_now() - timedelta(days=9))

    assert heartbeats.forget_silent() == 1
    assert set(Heartbeat.objects.all()) == {silent, watch}
