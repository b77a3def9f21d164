"""The health page."""

from datetime import timedelta

import pytest
from django.test import Client
from users.models import User

from netbox_proxbox.database import clock
from netbox_proxbox.health import heartbeats
from netbox_proxbox.models import Heartbeat, ProxboxBackend, ProxmoxEndpoint, SyncRun
from tests.accounts import grant
from tests.builders import a_backend, an_endpoint
from tests.schedules.test_due import every_five_minutes

HEALTH = '/plugins/proxbox/health/'


def test_it_says_what_is_wrong_and_what_to_do(browser: Client, user: User) -> None:
    grant(user, SyncRun, 'view')
    an_endpoint(sync_interval=every_five_minutes())
    ProxboxBackend.objects.update(is_paused=True, pause_cause='The key <b>was refused</b>.')

    page = browser.get(HEALTH).content.decode()

    assert 'No worker is heard' in page
    assert 'celery -A worker.app beat' in page
    assert 'The key &lt;b&gt;was refused&lt;/b&gt;.' in page
    assert 'save it: that ends the pause' in page
    assert 'Overall: <strong>Error</strong>' in ' '.join(page.split())


def test_it_leads_only_to_lists_that_are_open(browser: Client, user: User) -> None:
    overdue, active = '/plugins/proxbox/endpoints/proxmox/?overdue=true', '/sync-runs/?status=queued&amp;status=running'
    grant(user, SyncRun, 'view')
    page = browser.get(HEALTH).content.decode()
    assert [link in page for link in (overdue, active, 'All backends')] == [False, True, False]

    grant(user, ProxmoxEndpoint, 'view')
    assert overdue in browser.get(HEALTH).content.decode()


def test_it_lists_who_was_heard(admin: Client) -> None:
    heartbeats.introduce('worker', 'celery@one')
    heartbeats.introduce('beat', 'host:17')

    page = admin.get(HEALTH).content.decode()

    assert [text for text in ('celery@one', 'host:17', 'Worker', 'Beat') if f'>{text}</td>' not in page] == []


@pytest.mark.usefixtures('patient_probes')
def test_words_say_what_colors_say(admin: Client) -> None:
    for kind, instance in (('worker', 'celery@one'), ('worker', 'celery@two'), ('beat', 'a:1')):
        heartbeats.introduce(kind, instance)
    Heartbeat.objects.filter(instance='celery@two').update(seen_at=clock.database_now() - timedelta(minutes=10))
    an_endpoint(a_backend(), sync_interval=every_five_minutes())

    page = admin.get(HEALTH).content.decode()

    assert 'celery@two was heard last 10m' in page
    assert 'Overall: <strong>Warning</strong>' in ' '.join(page.split())


def test_only_for_those_who_may_see_runs(browser: Client, user: User) -> None:
    assert browser.get(HEALTH).status_code == 403
    assert 'href="/plugins/proxbox/health/"' not in browser.get('/').content.decode()

    grant(user, SyncRun, 'view')

    assert browser.get(HEALTH).status_code == 200
    assert 'href="/plugins/proxbox/health/"' in browser.get('/').content.decode()


def test_nobody_without_a_login(db: None) -> None:
    assert Client().get(HEALTH).status_code == 302
