"""What the doctor says of Flower, of packages that do not belong together, and of a Redis that forgets."""

from collections.abc import Callable
from pathlib import Path

import pytest

from netbox_proxbox.doctor import flower, packages, redis_policy
from tests.sources.proxbox_api.scripted_backend import Reply, ScriptedBackend

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ('status', 'level', 'words'), [(200, 'ok', 'answers'), (401, 'ok', 'answers'), (502, 'warning', 'status 502')]
)
def test_flower(status: int, level: str, words: str, configure: Callable[..., None]) -> None:
    with ScriptedBackend(lambda _: Reply(status)) as server:
        configure(flower_url=server.connection().url)
        (finding,) = flower.flower()
    assert (finding.level, words in finding.summary) == (level, True)


def test_a_flower_that_is_not_there_is_a_warning(configure: Callable[..., None]) -> None:
    configure(flower_url='http://127.0.0.1:9')

    (finding,) = flower.flower()

    assert (finding.level, bool(finding.cure)) == ('warning', True)


@pytest.mark.parametrize(
    ('installed', 'level'),
    [
        ({'django-celery-beat-next': '2.10.0'}, 'ok'),
        ({'django-celery-beat': '2.9.0'}, 'error'),
        ({'django-celery-beat-next': '2.10.0', 'django-celery-beat': '2.9.0'}, 'error'),
        ({}, 'error'),
    ],
)
def test_the_wrong_beat_is_told(installed: dict[str, str], level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, '_installed', {'django': '6.1.2', **installed}.get)

    beat, django = packages.packages()

    assert (beat.level, django.level) == (level, 'ok')
    assert bool(beat.cure) == (level == 'error')


def test_a_django_that_is_not_netboxs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, '_installed', {'django': '6.0', 'django-celery-beat-next': '2.10.0'}.get)

    _beat, django = packages.packages()

    assert (django.level, 'Django 6.0' in django.summary) == ('error', True)
    assert 'pip install django==' in django.cure


def test_the_pin_is_that_of_the_package() -> None:
    wanted = '=='.join(packages.BEAT)
    assert f'"{wanted}"' in (Path(__file__).parents[2] / 'pyproject.toml').read_text()


@pytest.mark.parametrize(('policy', 'level'), [('noeviction', 'ok'), ('allkeys-lru', 'warning')])
def test_a_redis_that_throws_keys_away(policy: str, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_policy, '_ask_policy', lambda: policy)

    (finding,) = redis_policy.redis_policy()

    assert (finding.level, policy in finding.summary) == (level, True)
