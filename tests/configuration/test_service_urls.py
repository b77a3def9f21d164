"""URLs that cannot be read are refused in words when NetBox or the worker starts, and never shown."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from netbox_proxbox.configuration.service_urls import check_environment, is_readable, place_of

UNREADABLE = [
    'redis://:pa/ss@h:6379/3',
    'redis://:12/ss@h:6379/3',
    'redis://:pa#ss@h:6379/3',
    'redis://:12#ss@h:6379/3',
    'redis://:pa?ss@h:6379/3',
    'redis://:12?ss@h:6379/3',
    'redis://:pa[ss@h:6379/3',
    'redis://:pa;ss@h:6379/3',
    'redis://:12;ss@h:6379/3',
    'sentinel://:pa%2Fss@a:1/2;sentinel://:pa/ss@b:1/2',
    'amqp://user:pa/ss@rabbit:5672/vhost',
    'redis://h:ss/3',
    'redis://h:99999/3',
]


@pytest.mark.parametrize('url', UNREADABLE)
def test_what_cannot_be_read_is_known_and_not_shown(url: str) -> None:
    assert not is_readable(url)
    assert place_of(url) == f'{url.partition(":")[0]}://…'


@pytest.mark.parametrize(
    ('url', 'place'),
    [
        ('redis://:p%40ss@host:6379/2', 'redis://host:6379/2'),
        ('rediss://user:pass@host/0?password=pass&ssl_cert_reqs=none', 'rediss://host/0'),
        ('redis+socket://:pass@/run/redis.sock?virtual_host=2&password=pass', 'redis+socket:///run/redis.sock'),
        ('sentinel://:pass@a:1/2;sentinel://:pass@b:2/2', 'sentinel://a:1/2, sentinel://b:2/2'),
        ('amqp://user:p@ss@rabbit:5672/vhost', 'amqp://rabbit:5672/vhost'),
        ('redis://[::1]:6379/0', 'redis://[::1]:6379/0'),
    ],
)
def test_a_place_is_told_without_its_login(url: str, place: str) -> None:
    assert place_of(url) == place
    assert is_readable(url)


@pytest.mark.parametrize('name', ['PROXBOX_BROKER_URL', 'PROXBOX_RESULT_BACKEND'])
@pytest.mark.parametrize('url', [*UNREADABLE, 'h:6379', 'nonsense'])
def test_nothing_starts_with_a_variable_that_cannot_work(name: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, url)

    with pytest.raises(ImproperlyConfigured) as caught:
        check_environment()

    assert str(caught.value).startswith(f'In the environment: {name} ')
    assert 'ss' not in str(caught.value).replace('password', '')
    assert ('percent-encode' in str(caught.value)) == ('://' in url)


def test_sentinels_are_those_of_netbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing could tell Celery which of their services is meant."""
    monkeypatch.setenv('PROXBOX_BROKER_URL', 'sentinel://:pass@a:1/2;sentinel://:pass@b:2/2')

    with pytest.raises(ImproperlyConfigured, match="PROXBOX_BROKER_URL cannot name Sentinels: NetBox's REDIS"):
        check_environment()


@pytest.mark.parametrize('url', ['rpc://', 'db+postgresql://me@h/netbox', 'redis://a/2;redis://b/2', 'amqp://h//'])
def test_results_are_in_one_redis(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another store counts no parts of a chord, or is taken for a Redis."""
    monkeypatch.setenv('PROXBOX_RESULT_BACKEND', url)

    with pytest.raises(ImproperlyConfigured, match='PROXBOX_RESULT_BACKEND must be one URL of a Redis or Valkey'):
        check_environment()


@pytest.mark.integration
@pytest.mark.parametrize('start', [('-c', 'import worker.app'), ('-m', 'netbox', 'check')], ids=['worker', 'NetBox'])
def test_each_process_looks_at_its_environment(start: tuple[str, ...]) -> None:
    environment = {**os.environ, 'PROXBOX_BROKER_URL': 'redis://:pa/ss@h:6379/3'}

    ended = subprocess.run([sys.executable, *start], env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode
    assert 'ImproperlyConfigured: In the environment: PROXBOX_BROKER_URL cannot be read' in ended.stderr
    assert 'pa/ss' not in ended.stderr


@pytest.mark.parametrize('url', ['', 'redis://:pa%2Fss@h:6379/3'])
def test_what_works(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PROXBOX_BROKER_URL', url)

    check_environment()
