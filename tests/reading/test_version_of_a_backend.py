"""When a sync asks for the version of proxbox-api: so seldom that a usual one does not."""

import pytest

from netbox_proxbox.models import ProxboxBackend, ProxmoxEndpoint
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend, captured_reply
from tests.sync.estate import VERSION, Estate
from tests.sync.whole_runs import synced, whole_run

pytestmark = pytest.mark.django_db

QUESTION = f'GET {VERSION}'


def known_version() -> str:
    return ProxboxBackend.objects.get().version


def test_the_first_sync_notes_it_and_the_second_does_not_ask(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    whole_run(lab)
    assert (known_version(), proxbox.lines.count(QUESTION)) == ('0.0.30.post2', 1)

    whole_run(lab)
    assert proxbox.lines.count(QUESTION) == 1


def test_so_does_one_in_the_foreground(lab: ProxmoxEndpoint, proxbox: ScriptedBackend) -> None:
    synced(lab)
    synced(lab)

    assert (known_version(), proxbox.lines.count(QUESTION)) == ('0.0.30.post2', 1)


def test_a_backend_whose_version_was_never_noted_is_asked(lab: ProxmoxEndpoint) -> None:
    whole_run(lab)
    ProxboxBackend.objects.update(version='')

    whole_run(lab)

    assert known_version() == '0.0.30.post2'


def test_a_backend_that_was_away_is_asked_again(lab: ProxmoxEndpoint, estate: Estate) -> None:
    whole_run(lab)
    ProxboxBackend.objects.update(failures=1)
    whole_run(lab)
    estate.failing[VERSION] = Reply(body={'version': '0.0.31'})

    whole_run(lab)

    assert known_version() == '0.0.31'


@pytest.mark.parametrize('answer', [Reply(404), Reply(503), Reply(body=[]), captured_reply('rate_limited')])
def test_a_version_that_is_not_told_fails_no_sync(lab: ProxmoxEndpoint, estate: Estate, answer: Reply) -> None:
    estate.failing[VERSION] = answer

    assert whole_run(lab).status == 'succeeded'
    assert known_version() == ''
    assert ProxboxBackend.objects.get().failures == 0
