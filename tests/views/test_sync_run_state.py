"""The page of a run follows it: short questions until it has ended, each answered at once."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from users.models import User

from netbox_proxbox.models import SyncRun
from netbox_proxbox.tests import estate
from tests.accounts import grant

RUNNING = {'register': {'state': 'running', 'started_at': '2026-04-01T00:00:00+00:00'}}
LONG = ('readings', 'changes', 'plan')
FETCHING = {'register': {'state': 'done'}, 'fetch-cluster': {'state': 'running'}, 'fetch-nodes': {'state': 'running'}}


@pytest.fixture
def run(db: None) -> SyncRun:
    run = estate.make_runs(1)[0]
    run.status, run.stages, run.readings = 'running', RUNNING, {'fetch-cluster': 'what-was-read'}
    run.save()
    return run


def _question(page: str) -> str:
    """Return the address that a page asks for its news; nothing when it asks no more."""
    found = re.search(r'hx-get="(/plugins/proxbox/sync-runs/[0-9]+/state/[^"]+)"', page)
    return found[1] if found else ''


def _ask(browser: Client, address: str) -> Any:
    return browser.get(address, headers={'HX-Request': 'true'})


def test_the_page_of_an_active_run_asks_for_news(admin: Client, run: SyncRun) -> None:
    page = admin.get(run.get_absolute_url()).content.decode()

    assert _question(page).startswith(f'{run.get_absolute_url()}state/?seen=')
    assert 'hx-trigger="every 1500ms"' in page


def test_without_news_the_answer_is_empty_and_cheap(admin: Client, run: SyncRun) -> None:
    question = _question(admin.get(run.get_absolute_url()).content.decode())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = _ask(admin, question)

    assert (answer.status_code, answer.content) == (204, b'')
    assert len(queries) <= 6
    assert not [query for query in queries for name in LONG if f'"netbox_proxbox_syncrun"."{name}"' in query['sql']]


def test_a_new_stage_is_shown_and_said_and_the_page_goes_on_asking(admin: Client, run: SyncRun) -> None:
    question = _question(admin.get(run.get_absolute_url()).content.decode())
    SyncRun.objects.update(stages=FETCHING)

    with CaptureQueriesContext(connection) as queries:
        news = _ask(admin, question).content.decode()

    assert 'fetch-cluster' in news
    assert 'Running: fetch-cluster, fetch-nodes.' in news
    assert _question(news) not in ('', question)
    assert len(queries) <= 12
    assert not [query for query in queries if '"readings"' in query['sql']]


def test_at_the_end_header_and_buttons_are_right_and_nothing_asks_any_more(admin: Client, run: SyncRun) -> None:
    question = _question(admin.get(run.get_absolute_url()).content.decode())
    SyncRun.objects.update(status='succeeded')

    news = _ask(admin, question).content.decode()

    assert _question(news) == ''
    assert re.search(r'id="run-badge" hx-swap-oob="true">\s*<span[^>]*>\s*Succeeded', news)
    assert re.search(r'id="run-buttons"[^>]* hx-swap-oob="true">.*Sync now', news, re.DOTALL)
    assert 'The run has ended: Succeeded.' in news
    assert _question(admin.get(run.get_absolute_url()).content.decode()) == ''


def test_the_page_loads_itself_anew_when_the_run_is_gone_or_the_session_is_over(
    admin: Client, browser: Client, user: User, run: SyncRun
) -> None:
    address = f'{run.get_absolute_url()}state/'
    for client in (Client(), browser):
        answer = _ask(client, address)
        assert (answer.status_code, answer['HX-Refresh'], answer.content) == (204, 'true', b'')

    grant(user, SyncRun, 'view', constraints={'pk': run.pk})
    assert b'run-state' in _ask(browser, address).content

    SyncRun.objects.all().delete()
    assert _ask(admin, address)['HX-Refresh'] == 'true'
