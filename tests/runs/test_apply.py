"""Asking for a sync that does what a preview has shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from netbox_proxbox.database import clock
from netbox_proxbox.models import SyncRun
from netbox_proxbox.runs.apply import is_applicable, request_apply
from netbox_proxbox.runs.request import active_run, insert, request_preview, request_sync
from netbox_proxbox.runs.take import take
from tests.builders import a_backend, a_run, an_endpoint

pytestmark = pytest.mark.django_db

PLAN = [{'action': 'update', 'object_type': 'netbox_proxbox.proxmoxnode', 'object_id': 1, 'name': 'pve1', 'fields': {}}]


def a_preview(**fields: Any) -> SyncRun:
    ended = {'is_preview': True, 'plan': PLAN, 'ended_at': clock.database_now()}
    return a_run(an_endpoint(), 'succeeded', **{**ended, **fields})


def test_the_run_keeps_the_plan_and_names_the_preview() -> None:
    preview = a_preview()

    run = request_apply(preview, trigger='manual')

    assert (run.plan, run.applies, run.is_preview) == (PLAN, preview, False)
    preview.delete()
    run.refresh_from_db()
    assert (run.plan, run.applies) == (PLAN, None)


def test_one_that_is_active_is_not_asked_for_twice() -> None:
    preview = a_preview()
    run = request_apply(preview, trigger='manual')

    assert request_apply(preview, trigger='api') == run


def test_it_does_not_come_in_the_way_of_another_sync() -> None:
    preview = a_preview()
    active = request_sync(preview.endpoint, trigger='manual')

    with pytest.raises(ValidationError, match=f'{active} of this endpoint is active'):
        request_apply(preview, trigger='manual')


@pytest.mark.parametrize('minutes', [59, 61])
def test_a_plan_is_good_for_an_hour(minutes: int) -> None:
    preview = a_preview(ended_at=clock.database_now() - timedelta(minutes=minutes))

    assert is_applicable(preview) == (minutes < 60)
    if minutes > 60:
        with pytest.raises(ValidationError, match='older than an hour'):
            request_apply(preview, trigger='manual')


@pytest.mark.parametrize(
    'fields',
    [
        {'status': 'failed', 'plan': None},
        {'status': 'running', 'plan': None, 'ended_at': None},
        {'is_preview': False, 'status': 'succeeded'},
        {'is_preview': False, 'status': 'failed'},
        {'status': 'succeeded', 'plan': None},
    ],
    ids=['a failed preview', 'an active one', 'a sync that applied it', 'a sync that failed to', 'a withdrawn plan'],
)
def test_what_has_made_no_plan_cannot_be_applied(fields: dict[str, Any]) -> None:
    status = fields.pop('status')
    run = a_preview(**fields)
    SyncRun.objects.update(status=status)

    with pytest.raises(ValidationError, match='no plan'):
        request_apply(run, trigger='manual')


def test_a_new_plan_of_a_refused_sync_can_be_applied() -> None:
    refused = a_preview(is_preview=False)
    SyncRun.objects.update(status='refused')

    assert request_apply(refused, trigger='manual').applies == refused


def test_one_preview_and_one_sync_may_be_active_and_run_one_after_the_other() -> None:
    endpoint = an_endpoint()
    preview, _ = insert(endpoint, 'manual', is_preview=True)
    sync, _ = insert(endpoint, 'manual')

    assert insert(endpoint, 'api', is_preview=True) == (preview, False)
    assert insert(endpoint, 'api') == (sync, False)
    assert active_run(endpoint.pk) == sync
    assert take() == [preview]
    assert take() == []
    SyncRun.objects.filter(pk=preview.pk).update(status='succeeded')
    assert take() == [sync]


def test_a_run_that_waits_for_another_of_its_endpoint_takes_nobodys_room() -> None:
    backend = a_backend(max_concurrent=2)
    endpoint, other = an_endpoint(backend), an_endpoint(backend, name='other')
    runs = [
        insert(each, 'manual', is_preview=kind)[0]
        for each, kind in ((endpoint, True), (endpoint, False), (other, False))
    ]

    assert take() == [runs[0], runs[2]]


def test_a_preview_that_is_asked_for_twice_is_one() -> None:
    endpoint = an_endpoint()

    assert request_preview(endpoint, trigger='manual') == request_preview(endpoint, trigger='api')
